"""Turns the calls of a saver into operations of the protocol, packed and ready to send."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import ormsgpack
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import WRITES_IDX_MAP
from langgraph.checkpoint.serde.base import SerializerProtocol

from ._leaving import Leaving
from ._lineage import Lineage
from ._signalled import signalled_write
from .errors import InvalidRequest
from .transport import Operation

# LangGraph writes what tasks did and, some milliseconds of computing later, the checkpoint that follows from it; nobody
# waits for the first. Together they are one commit, one row, and are compressed together.
_SUPERSTEP = 0.005


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


def put_writes_operation(
    serde: SerializerProtocol,
    lineage: Lineage,
    config: RunnableConfig,
    writes: Sequence[tuple[str, Any]],
    task_id: str,
    task_path: str,
    sequence: int,
    timeout: float,
    leaving: Leaving,
) -> Operation:
    """The writes of one task, and its signals. Each keeps its position; the special channels have fixed indices."""
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
    if leaving.signalled:
        fields["writes"].append(signalled_write(thread_id, leaving.signalled))
    seen = lineage.of((thread_id, checkpoint_ns, checkpoint_id)) if checkpoint_id else None
    if seen is not None and seen.incarnation is not None:
        fields["incarnation"] = seen.incarnation
    # After an error or an interrupt no checkpoint comes, and the graph's caller waits for the end. Of signals the
    # checkpoint waits for the end.
    alone = leaving.signals or any(channel in WRITES_IDX_MAP for channel, _ in writes)
    linger = 0.0 if alone else _SUPERSTEP
    return Operation(
        packed(fields),
        lane=(thread_id, checkpoint_ns),
        writes=True,
        timeout=timeout,
        linger=linger,
        attached=leaving.signals,
    )


def get_tuple_operation(
    thread_id: str,
    checkpoint_ns: str,
    checkpoint_id: str | None,
    timeout: float,
    known: Mapping[str, Any] | None = None,
) -> Operation:
    """The read of one checkpoint, without the values that are `known`, others as splices of them."""
    fields: dict[str, Any] = {
        "op": "get_tuple",
        "thread_id": thread_id,
        "checkpoint_ns": checkpoint_ns,
        "checkpoint_id": checkpoint_id,
    }
    if known:
        fields["known"] = known
        fields["splices"] = True
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
