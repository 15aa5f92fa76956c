"""One LangGraph thread: calls a saver as the runtime does, and remembers what was acknowledged."""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import Any

from langgraph.checkpoint.base.id import uuid6

from .cases import Case
from .states import States

CHANNEL = "messages"
WRITE_BYTES = 1024


class Caller:
    """Calls for one thread, one after the other. Each gives the seconds that it took."""

    def __init__(self, saver: Any, thread: str, states: States, case: Case) -> None:
        self._saver, self._states, self._case = saver, states, case
        self._messages = states.messages(case.size)
        self._place = {"thread_id": thread, "checkpoint_ns": ""}
        self._config: dict[str, Any] = {"configurable": self._place}
        self._version: Any = None
        self._step = -2
        self.puts = 0
        self.last: tuple[dict[str, Any], Any] | None = None
        self.written: tuple[dict[str, Any], str, Any] | None = None

    def _next(self) -> tuple[Any, ...]:
        """The arguments of the next put: the child of the last one, its state new or changed a little."""
        if self._case.changed < 1:
            self._messages = self._states.changed(self._messages, self._case.changed)
        else:
            self._messages = self._states.messages(self._case.size)
        seen, self._version = self._version, self._saver.get_next_version(self._version, None)
        self._step += 1
        checkpoint = {
            "v": 4,
            "id": str(uuid6(clock_seq=self._step)),
            "ts": "2026-01-01T00:00:00.000000+00:00",
            "channel_values": {CHANNEL: self._messages},
            "channel_versions": {CHANNEL: self._version},
            "versions_seen": {"__input__": {}, "agent": {CHANNEL: seen} if seen else {}},
            "updated_channels": [CHANNEL],
        }
        metadata = {"source": "loop", "step": self._step, "parents": {}}
        return self._config, checkpoint, metadata, {CHANNEL: self._version}

    def _acknowledged(self, config: Any, arguments: tuple[Any, ...]) -> None:
        self._config = config
        self.last = (config, arguments[1]["channel_values"][CHANNEL])
        self.puts += 1

    def put_sync(self) -> float:
        """A blocking put."""
        arguments = self._next()
        start = time.perf_counter()
        config = self._saver.put(*arguments)
        seconds = time.perf_counter() - start
        self._acknowledged(config, arguments)
        return seconds

    async def put(self) -> float:
        """A put."""
        arguments = self._next()
        start = time.perf_counter()
        config = await self._saver.aput(*arguments)
        seconds = time.perf_counter() - start
        self._acknowledged(config, arguments)
        return seconds

    async def pair(self) -> float:
        """A superstep: the runtime issues the writes of a task, and without waiting the checkpoint that has them."""
        parent, task, message = self._config, str(uuid.uuid4()), self._states.message(WRITE_BYTES)
        arguments = self._next()
        start = time.perf_counter()
        _, config = await asyncio.gather(
            self._saver.aput_writes(parent, [(CHANNEL, message), ("branch:to:agent", None)], task, "~__pregel_pull"),
            self._saver.aput(*arguments),
        )
        seconds = time.perf_counter() - start
        self.written = (parent, task, message)
        self._acknowledged(config, arguments)
        return seconds

    async def get(self) -> float:
        """Reads the newest checkpoint, as the runtime does when it begins."""
        start = time.perf_counter()
        await self._saver.aget_tuple({"configurable": self._place})
        return time.perf_counter() - start
