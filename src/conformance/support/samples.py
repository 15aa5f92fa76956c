"""Checkpoints, configs and metadata as LangGraph makes them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from langgraph.checkpoint.base.id import uuid6
from langgraph.checkpoint.memory import InMemorySaver

METADATA = {"source": "loop", "step": 1, "parents": {}}

_versions = InMemorySaver()


def next_version(current: Any = None) -> str:
    """The version after `current`, as LangGraph's savers make it."""
    return _versions.get_next_version(current, None)


def new_thread() -> str:
    return f"t-{uuid.uuid4()}"


def new_id() -> str:
    """A checkpoint id greater than those before it."""
    return str(uuid6())


def config(thread: str | None, checkpoint_id: str | None = None, ns: str | None = "", **more: Any) -> dict:
    """A runnable config; `ns=None` leaves the namespace out."""
    configurable: dict[str, Any] = {"thread_id": thread, **more}
    if ns is not None:
        configurable["checkpoint_ns"] = ns
    if checkpoint_id is not None:
        configurable["checkpoint_id"] = checkpoint_id
    return {"configurable": configurable}


def checkpoint(values: Mapping[str, Any] | None = None, versions: Mapping[str, Any] | None = None, **more: Any) -> dict:
    """A checkpoint of format 4. Without `versions` each value gets a new one."""
    values = dict(values or {})
    made = {name: next_version() for name in values} if versions is None else dict(versions)
    return {
        "v": 4,
        "id": new_id(),
        "ts": "2026-01-01T00:00:00+00:00",
        "channel_values": values,
        "channel_versions": made,
        "versions_seen": {},
        "updated_channels": None,
        **more,
    }


def put(
    saver: Any,
    thread: str,
    values: Mapping[str, Any] | None = None,
    *,
    parent: str | None = None,
    ns: str = "",
    new: Mapping[str, Any] | None = None,
    metadata: Mapping[str, Any] = METADATA,
    **more: Any,
) -> str:
    """Puts a checkpoint whose channels are all new, unless `new` says which are; gives its id."""
    made = checkpoint(values, **more)
    saver.put(config(thread, parent, ns), made, metadata, made["channel_versions"] if new is None else new)
    return made["id"]


def ids(tuples: Any) -> list[str]:
    return [found.checkpoint["id"] for found in tuples]
