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


def messages(count, start=0):
    """So many texts of about 250 bytes, no two alike."""
    return [f"message {n} " * 20 for n in range(start, start + count)]


class Chain:
    """A thread of one saver, or of several by turns: each put is the child of the one before."""

    def __init__(self, saver, thread="t"):
        self.saver = saver
        self.thread = thread
        self.parent = None
        self.versions = {}
        self.values = {}

    def put(self, saver=None, **values):
        """Puts these values as new ones, and the others unchanged; gives the config."""
        self.values = {**self.values, **values}
        new = {name: next_version(self.versions.get(name)) for name in values}
        self.versions = {**self.versions, **new}
        made = checkpoint(dict(self.values), dict(self.versions))
        stored = (saver or self.saver).put(config(self.thread, self.parent), made, METADATA, new)
        self.parent = made["id"]
        return stored


def operations(fake, name="put"):
    """Those of this name that the fake server received."""
    return [op for r in fake.batches for op in r.operations if op["op"] == name]
