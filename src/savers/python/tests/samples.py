"""Checkpoints and configs for tests."""

from __future__ import annotations

from langgraph.checkpoint.base.id import uuid6

from langgraph.checkpoint.holdfast._versions import next_version


def config(thread, checkpoint_id=None, ns=""):
    configurable = {"thread_id": thread, "checkpoint_ns": ns}
    if checkpoint_id is not None:
        configurable["checkpoint_id"] = checkpoint_id
    return {"configurable": configurable}


def checkpoint(values=None, versions=None, **more):
    values = values or {}
    return {
        "v": 4,
        "id": str(uuid6()),
        "ts": "2026-01-01T00:00:00+00:00",
        "channel_values": values,
        "channel_versions": {name: next_version(None) for name in values} if versions is None else versions,
        "versions_seen": {},
        "updated_channels": None,
        **more,
    }


METADATA = {"source": "loop", "step": 1, "parents": {}}


def put(saver, thread, values=None, *, parent=None, ns="", new=None, metadata=METADATA, **more):
    """Puts a checkpoint whose channels are all new, unless `new` says which are; gives config and checkpoint."""
    made = checkpoint(values, **more)
    new = made["channel_versions"] if new is None else new
    return saver.put(config(thread, parent, ns), made, metadata, new), made
