"""Lists checkpoints page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig

from ._metadata import json_object
from ._operations import packed
from ._splices import DamagedSplice, rebuilt
from .transport import Operation


class Pages:
    """The requests of one `list` call; each is made when the tuples before it have been consumed.

    `checkpoint_ns` absent (or None) means all namespaces, `""` the root. A `before` without a
    checkpoint id filters nothing, as in `InMemorySaver`. A limit of 0 or less gives nothing.
    Values come as what differs from others of the page.
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
            "splices": True,
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

    def take(self, result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The page's tuples, each with its values, which the page holds once.

        Raises:
            DamagedSplice: from the iterator, when the tuple's turn comes.
        """
        tuples: list[dict[str, Any]] = result["tuples"]
        self._cursor = result.get("cursor")
        if self._limit is not None:
            self._limit -= len(tuples)
        self.done = self._cursor is None or (self._limit is not None and self._limit <= 0)
        return _with_values(tuples, _PageValues(result["values"], tuples))


def _with_values(tuples: list[dict[str, Any]], values: _PageValues) -> Iterator[dict[str, Any]]:
    for told in tuples:
        told["values"] = {name: values.take(index) for name, index in told["values"].items()}
        yield told


class _PageValues:
    """The values of a page, each made whole once: when its first tuple comes, and held until its last has.

    A page of splices may stand for far more bytes than were sent, so they are never whole all at once.
    """

    def __init__(self, told: list[dict[str, Any]], tuples: list[dict[str, Any]]) -> None:
        self._told: list[Any] = told
        self._uses = Counter(index for one in tuples for index in one["values"].values())
        self._uses.update(value["base"] for value in told if "base" in value)

    def take(self, index: int) -> dict[str, Any]:
        """The value for one tuple."""
        value = self._whole(index)
        self._used(index)
        return value

    def _whole(self, index: int) -> dict[str, Any]:
        # Not recursive: each of a thousand values may be a splice of the one before.
        chain = [index]
        while "base" in self._told[chain[-1]]:
            base = self._told[chain[-1]]["base"]
            if type(base) is not int or not 0 <= base < chain[-1]:
                raise DamagedSplice("the server tells a value by one that does not come before it")
            chain.append(base)
        while len(chain) > 1:
            base = chain.pop()
            self._told[chain[-1]] = rebuilt(self._told[chain[-1]], self._told[base]["bytes"])
            self._used(base)
        whole: dict[str, Any] = self._told[index]
        return whole

    def _used(self, index: int) -> None:
        self._uses[index] -= 1
        if not self._uses[index]:
            self._told[index] = None
