"""Lists checkpoints page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig

from ._metadata import json_object
from ._operations import packed
from .transport import Operation


class Pages:
    """The requests of one `list` call; each is made when the tuples before it have been consumed.

    `checkpoint_ns` absent (or None) means all namespaces, `""` the root. A `before` without a
    checkpoint id filters nothing, as in `InMemorySaver`. A limit of 0 or less gives nothing.
    """

    def __init__(
        self,
        config: RunnableConfig | None,
        filter: Mapping[str, Any] | None,
        before: RunnableConfig | None,
        limit: int | None,
        timeout: float,
    ) -> None:
        configurable = config["configurable"] if config else {}
        before_id = before["configurable"].get("checkpoint_id") if before else None
        self._fields: dict[str, Any] = {
            "op": "list",
            "thread_id": str(configurable["thread_id"]) if config else None,
            "checkpoint_ns": configurable.get("checkpoint_ns"),
            "checkpoint_id": configurable.get("checkpoint_id") or None,
            "before": before_id or None,
            "filter": json_object(filter, "filter") if filter else {},
        }
        self._limit = None if limit is None else int(limit)
        self._timeout = timeout
        self._cursor: str | None = None
        self.done = limit is not None and limit <= 0

    def next_operation(self) -> Operation:
        """The request for the next page; only while not `done`."""
        fields = {**self._fields, "limit": self._limit, "cursor": self._cursor}
        thread_id, checkpoint_ns = self._fields["thread_id"], self._fields["checkpoint_ns"]
        lane = (thread_id, checkpoint_ns) if thread_id is not None and checkpoint_ns is not None else None
        return Operation(packed(fields), lane=lane, timeout=self._timeout)

    def take(self, result: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The page's tuples, each with its own view of the values that the page holds once."""
        values = {
            (v["thread_id"], v["checkpoint_ns"], v["channel"], _exact(v["version"])): v
            for v in result["values"]
        }
        tuples: list[dict[str, Any]] = result["tuples"]
        for told in tuples:
            empty = set(told["empty_channels"])
            told["values"] = {
                name: values[(told["thread_id"], told["checkpoint_ns"], name, _exact(version))]
                for name, version in told["channel_versions"].items()
                if name not in empty
            }
        self._cursor = result.get("cursor")
        if self._limit is not None:
            self._limit -= len(tuples)
        self.done = self._cursor is None or (self._limit is not None and self._limit <= 0)
        return tuples


def _exact(version: Any) -> tuple[type, Any]:
    # 1, 1.0 and "1" are three versions, but 1 == 1.0 for a dict.
    return (type(version), version)
