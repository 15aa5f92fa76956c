"""Turns what the server tells back into LangGraph's objects, fresh for every caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple, DeltaChannelHistory
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.types import TASKS

from ._lineage import Lineage, Seen
from ._signalled import visible
from ._versions import next_version

# Before this format, the sends of a step were writes of its parent checkpoint.
_SENDS_IN_CHANNELS = 4


def loaded(serde: SerializerProtocol, told: Mapping[str, Any]) -> Any:
    return serde.loads_typed((told["type"], told["bytes"]))


def config_of(thread_id: str, checkpoint_ns: str, checkpoint_id: str) -> RunnableConfig:
    """Exactly the three keys that LangGraph compares."""
    return {
        "configurable": {
            "thread_id": thread_id,
            "checkpoint_ns": checkpoint_ns,
            "checkpoint_id": checkpoint_id,
        }
    }


def learn_from(lineage: Lineage, told: Mapping[str, Any]) -> None:
    """Remembers the incarnation and the channels that a tuple of the protocol tells."""
    key = (told["thread_id"], told["checkpoint_ns"], told["checkpoint_id"])
    lineage.learn(key, Seen(told.get("incarnation"), told["channel_versions"], frozenset(told["empty_channels"])))


def tuple_of(serde: SerializerProtocol, told: Mapping[str, Any]) -> CheckpointTuple:
    """The checkpoint tuple; every value is deserialized anew."""
    thread_id, checkpoint_ns = told["thread_id"], told["checkpoint_ns"]
    parent = told.get("parent_checkpoint_id")
    checkpoint = {
        **loaded(serde, told["skeleton"]),
        "id": told["checkpoint_id"],
        "channel_versions": dict(told["channel_versions"]),
        "channel_values": {name: loaded(serde, value) for name, value in told["values"].items()},
    }
    return CheckpointTuple(
        config=config_of(thread_id, checkpoint_ns, told["checkpoint_id"]),
        checkpoint=checkpoint,  # type: ignore[arg-type]
        metadata=told["metadata"],
        parent_config=config_of(thread_id, checkpoint_ns, parent) if parent else None,
        pending_writes=[(w["task_id"], w["channel"], loaded(serde, w)) for w in visible(told["writes"])],
    )


def parent_of_old_format(found: CheckpointTuple) -> tuple[str, str, str] | None:
    """Where the pending sends of a checkpoint before format 4 are: its parent, if it has one."""
    if found.parent_config is None or found.checkpoint.get("v", 0) >= _SENDS_IN_CHANNELS:
        return None
    place = found.parent_config["configurable"]
    return place["thread_id"], place["checkpoint_ns"], place["checkpoint_id"]


def add_pending_sends(serde: SerializerProtocol, found: CheckpointTuple, parent: Mapping[str, Any] | None) -> None:
    """Gives an old checkpoint the sends among its parent's writes, as `PostgresSaver` does on reading."""
    writes = [w for w in parent["writes"] if w["channel"] == TASKS] if parent else []
    if writes:
        versions = found.checkpoint["channel_versions"]
        found.checkpoint["channel_values"][TASKS] = [loaded(serde, w) for w in writes]
        versions[TASKS] = max(versions.values()) if versions else next_version(None)


def histories_of(
    serde: SerializerProtocol, told: Mapping[str, Any], channels: list[str]
) -> dict[str, DeltaChannelHistory]:
    """The history of every requested channel, oldest write first; `seed` only where one is stored."""
    result: dict[str, DeltaChannelHistory] = {}
    for name in channels:
        entry = told["channels"].get(name) or {"writes": []}
        history: DeltaChannelHistory = {
            "writes": [(w["task_id"], w["channel"], loaded(serde, w)) for w in entry["writes"]]
        }
        if entry.get("seed") is not None:
            history["seed"] = loaded(serde, entry["seed"])
        result[name] = history
    return result


def size_of(told: Mapping[str, Any]) -> int:
    """Bytes to deserialize, about."""
    return sum(len(v["bytes"]) for v in told["values"].values()) + sum(len(w["bytes"]) for w in told["writes"])
