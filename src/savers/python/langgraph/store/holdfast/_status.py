"""How far an index is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from langgraph.checkpoint.holdfast.errors import IncompatibleServerError


class IndexStatus(NamedTuple):
    """The server's index and how far it is; `items` is the sum of `indexed`, `stale` and `failed`.

    Attributes:
        definition: `model`, `dimensions`, `distance`, `fields`, `embedded_by`, `queued`, `language`.
        items: those that a query is to find.
        indexed: those that it finds.
        stale: those that wait to be indexed, or that nobody has noticed yet.
        failed: those that were given up.
        waiting: of the stale ones, those in the queue of the server.
        oldest: how long the first of the queue has waited.
    """

    definition: dict[str, Any]
    items: int
    indexed: int
    stale: int
    failed: int
    waiting: int
    oldest: timedelta


_DEFINITION = ("model", "dimensions", "distance", "fields", "embedded_by", "queued", "language")


def status_of(told: Mapping[str, Any]) -> IndexStatus:
    """Reads the answer to `GET /v1/store/index`.

    Raises:
        IncompatibleServerError: it is none.
    """
    try:
        return IndexStatus(
            definition={name: told[name] for name in _DEFINITION if name in told},
            items=told["items"],
            indexed=told["indexed"],
            stale=told["stale"],
            failed=told["failed"],
            waiting=told["waiting"],
            oldest=timedelta(milliseconds=told["oldest_ms"]),
        )
    except (KeyError, TypeError):
        raise IncompatibleServerError("the answer is not the state of an index") from None
