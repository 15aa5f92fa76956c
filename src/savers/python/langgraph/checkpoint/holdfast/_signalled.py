"""What stands among the writes of tasks on account of signals, and is told to nobody but savers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ormsgpack
from langgraph.checkpoint.serde.types import ERROR, INTERRUPT, RESUME

# LangGraph writes this for a task that wrote nothing else, and ignores it.
_NO_WRITES, _OURS = "__no_writes__", "holdfast: signals"
_CONTROL = frozenset((ERROR, INTERRUPT, RESUME, "__error_source_node__"))

# Stored beside an interrupt. A later one of the same task replaces it.
_CHANNEL, _IDX = "__holdfast_signalled__", -100

Write = tuple[str, Any]


class Mark:
    """A write that LangGraph ignores, and empties with the others of its task before another attempt."""

    def __init__(self, writes: deque[Write]) -> None:
        self._writes = writes
        self._mark = (_NO_WRITES, _OURS)
        writes.append(self._mark)

    def stands(self) -> bool:
        """Whether the attempt that it was made at is the last one."""
        return any(write is self._mark for write in list(self._writes))


def without_marks(writes: Sequence[Write]) -> Sequence[Write]:
    """The writes of a task as LangGraph would have them without: a task that has ended is known by having written."""
    # Always looked for: another process may have put them into a cache of LangGraph's that this run takes them from.
    for channel, value in writes:
        if channel == _NO_WRITES and value == _OURS:
            break
    else:
        return writes
    own = [write for write in writes if write[0] != _NO_WRITES or write[1] != _OURS]
    if not any(channel == ERROR for channel, _ in own) and all(channel in _CONTROL for channel, _ in own):
        own.append((_NO_WRITES, None))
    return own


def signalled_write(thread_id: str, count: int) -> dict[str, Any]:
    """How many signals an interrupted task has sent: when it runs again, so many of them are not sent once more."""
    told = ormsgpack.packb({"thread_id": thread_id, "signals": count})
    return {"channel": _CHANNEL, "idx": _IDX, "type": "msgpack", "bytes": told}


def signalled_of(told: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Such counts in a tuple of the protocol, by task; not those of a thread that it is a copy of."""
    for write in told["writes"]:
        if write["channel"] == _CHANNEL:
            count = ormsgpack.unpackb(write["bytes"])
            if count["thread_id"] == told["thread_id"]:
                yield write["task_id"], count["signals"]


def visible(writes: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Stored writes without such counts."""
    return (write for write in writes if write["channel"] != _CHANNEL)
