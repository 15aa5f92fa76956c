"""Turns the calls of a saver into operations of the protocol, packed and ready to send."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import ormsgpack
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import WRITES_IDX_MAP, Checkpoint, get_serializable_checkpoint_metadata
from langgraph.checkpoint.serde.base import SerializerProtocol

from ._kept import Kept, known
from ._lineage import Lineage
from ._metadata import json_object
from .errors import InvalidRequest
from .transport import Operation

# They travel by themselves; everything else of a checkpoint is its skeleton.
_NOT_SKELETON = frozenset(("channel_values", "channel_versions", "id"))


def packed(fields: Mapping[str, Any]) -> bytes:
    """One operation in MessagePack.

    Raises:
        InvalidRequest: an identifier, version or channel name of a type or text that cannot travel.
    """
    try:
        return ormsgpack.packb(fields)
    except (TypeError, ValueError) as error:
        raise InvalidRequest(f"{fields.get('op')}: {error}") from None


def typed(serde: SerializerProtocol, value: Any) -> dict[str, Any]:
    """A value as it travels. The bytes are our own: a caller's bytearray may change later."""
    kind, data = serde.dumps_typed(value)
    return {"type": kind, "bytes": data if type(data) is bytes else bytes(data)}


def place_of(config: RunnableConfig) -> tuple[str, str, str | None]:
    """Thread, namespace (`""` when absent) and checkpoint id (None when absent or empty) of a config.

    Raises:
        KeyError: no thread id, as in LangGraph's own savers.
        InvalidRequest: the thread id is None.
    """
    configurable = config["configurable"]
    thread_id = configurable["thread_id"]
    if thread_id is None:
        raise InvalidRequest("thread_id is None")
    checkpoint_id = configurable.get("checkpoint_id") or None
    return (
        str(thread_id),
        configurable.get("checkpoint_ns") or "",
        None if checkpoint_id is None else str(checkpoint_id),
    )


class PutCall:
    """One `put`: what is sent at first, and what is added if the server lacks values.

    A channel of `channel_versions` is declared by this rule, so that reading gives what
    `InMemorySaver` gives, which joins values by version whatever `channel_values` says:

    - new in this put and in `channel_values`: its value is sent;
    - new and not in `channel_values`: it is empty at that version;
    - not new, and the parent is known to have it empty at the same version: empty;
    - not new otherwise: nothing is said, so it keeps what is stored at that version. If nothing is,
      the server answers `missing-values`: then its value is sent, or, not being in
      `channel_values` either, it is declared empty (a delta channel between snapshots, say).

    The values are serialized in `__init__`. Those for `missing-values` are serialized only then,
    from a shallow copy of `channel_values`: in an async graph a value that a node changes in place
    meanwhile is sent as it is at that moment.
    """

    def __init__(
        self,
        serde: SerializerProtocol,
        lineage: Lineage,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: Mapping[str, Any],
        new_versions: Mapping[str, Any],
        sequence: int,
    ) -> None:
        self.thread_id, self.checkpoint_ns, parent = place_of(config)
        self.checkpoint_id = checkpoint["id"]
        seen = lineage.of((self.thread_id, self.checkpoint_ns, parent)) if parent else None
        self._serde = serde
        self._held = dict(checkpoint["channel_values"])
        self._versions = dict(checkpoint["channel_versions"])
        self._empty: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        were_empty = seen.empty if seen else {}
        for name, version in self._versions.items():
            new = new_versions.get(name) == version
            if name not in self._held:
                if new or were_empty.get(name) == version:
                    self._empty[name] = version
            elif new:
                self._values[name] = typed(serde, self._held[name])
        merged = get_serializable_checkpoint_metadata(config, metadata)  # type: ignore[arg-type]
        self._fields: dict[str, Any] = {
            "op": "put",
            "thread_id": self.thread_id,
            "checkpoint_ns": self.checkpoint_ns,
            "checkpoint_id": self.checkpoint_id,
            "parent_checkpoint_id": parent,
            "channel_versions": self._versions,
            "metadata": json_object(merged, "metadata"),
            "skeleton": typed(serde, {k: v for k, v in checkpoint.items() if k not in _NOT_SKELETON}),
            "sequence": sequence,
        }
        if seen is not None and seen.incarnation is not None:
            self._fields["incarnation"] = seen.incarnation

    @property
    def empty(self) -> Mapping[str, Any]:
        """Channels declared empty, with their versions."""
        return self._empty

    @property
    def values(self) -> Mapping[str, Any]:
        """Values that are sent, by channel."""
        return self._values

    @property
    def versions(self) -> Mapping[str, Any]:
        """All channels' versions."""
        return self._versions

    def payload(self) -> bytes:
        return packed({**self._fields, "empty_channels": list(self._empty), "values": self._values})

    def revise(self, problem: Mapping[str, Any]) -> bytes | None:
        """The put again with what the server lacks; None if it lacks nothing that we could add."""
        missing = [name for name in problem.get("missing") or () if name in self._versions]
        added = False
        for name in missing:
            if name in self._values or name in self._empty:
                continue
            added = True
            if name in self._held:
                self._values[name] = typed(self._serde, self._held[name])
            else:
                self._empty[name] = self._versions[name]
        return self.payload() if added else None


def put_writes_operation(
    serde: SerializerProtocol,
    lineage: Lineage,
    config: RunnableConfig,
    writes: Sequence[tuple[str, Any]],
    task_id: str,
    task_path: str,
    sequence: int,
    timeout: float,
) -> Operation:
    """The writes of one task. Each keeps its position; the special channels have fixed indices."""
    thread_id, checkpoint_ns, checkpoint_id = place_of(config)
    fields: dict[str, Any] = {
        "op": "put_writes",
        "thread_id": thread_id,
        "checkpoint_ns": checkpoint_ns,
        "checkpoint_id": checkpoint_id,
        "task_id": task_id,
        "task_path": task_path,
        "sequence": sequence,
        "writes": [
            {"channel": channel, "idx": WRITES_IDX_MAP.get(channel, position), **typed(serde, value)}
            for position, (channel, value) in enumerate(writes)
        ],
    }
    seen = lineage.of((thread_id, checkpoint_ns, checkpoint_id)) if checkpoint_id else None
    if seen is not None and seen.incarnation is not None:
        fields["incarnation"] = seen.incarnation
    return Operation(packed(fields), lane=(thread_id, checkpoint_ns), writes=True, timeout=timeout)


def get_tuple_operation(
    thread_id: str,
    checkpoint_ns: str,
    checkpoint_id: str | None,
    timeout: float,
    held: Mapping[str, Kept] | None = None,
) -> Operation:
    """The read of one checkpoint, without the values that are `held`."""
    fields: dict[str, Any] = {
        "op": "get_tuple",
        "thread_id": thread_id,
        "checkpoint_ns": checkpoint_ns,
        "checkpoint_id": checkpoint_id,
    }
    if held:
        fields["known"] = known(held)
    return Operation(packed(fields), lane=(thread_id, checkpoint_ns), timeout=timeout)


def delta_history_operation(config: RunnableConfig, channels: Sequence[str], timeout: float) -> Operation:
    thread_id, checkpoint_ns, checkpoint_id = place_of(config)
    fields = {
        "op": "delta_history",
        "thread_id": thread_id,
        "checkpoint_ns": checkpoint_ns,
        "checkpoint_id": checkpoint_id,
        "channels": list(channels),
    }
    return Operation(packed(fields), lane=(thread_id, checkpoint_ns), timeout=timeout)


def administrative_operation(name: str, threads: Sequence[str], timeout: float, **fields: Any) -> Operation:
    """A delete, copy or prune. Its operation id makes a repeat harmless, however late."""
    payload = packed({"op": name, "operation_id": uuid.uuid4().hex, **fields})
    return Operation(payload, writes=True, across=tuple(threads), timeout=timeout)
