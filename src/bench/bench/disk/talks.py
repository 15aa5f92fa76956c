"""Agents whose conversations go to one saver, in the order that a case wants."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ..agent.graph import Words, compiled, question

AT_ONCE = 32


class LostTurn(Exception):
    """A conversation cannot be read back as it was held."""


class Talk:
    """One agent's conversation."""

    def __init__(self, saver: Any, thread: str, seed: int) -> None:
        self._saver = saver
        self._config: Any = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
        self._words = Words(seed)
        self._graph = compiled(saver, self._words)
        self._messages: list[Any] = []

    async def turn(self) -> None:
        """A question, a tool call, its result and an answer."""
        state = await self._graph.ainvoke(question(self._words), self._config)
        self._messages = state["messages"]

    async def head_bytes(self, reader: Any) -> int:
        """The size of its last value, read back by another saver; fails if that is another one."""
        found = await reader.aget_tuple(self._config)
        if found is None or found.checkpoint["channel_values"]["messages"] != self._messages:
            raise LostTurn(str(self._config))
        return len(reader.serde.dumps_typed(self._messages)[1])


async def one_after_another(talks: list[Talk], turns: int) -> None:
    """Each to its end, a few at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def whole(talk: Talk) -> None:
        async with gate:
            for _ in range(turns):
                await talk.turn()

    await asyncio.gather(*(whole(talk) for talk in talks))


async def interleaved(talks: list[Talk], turns: int) -> None:
    """All have their first turn, then all their second, and so on; a few at once."""
    for _ in range(turns):
        await one_after_another(talks, 1)


async def interrupted(talks: list[Talk], turns: int, every: int, between: Callable[[], None]) -> None:
    """One after another, and something happens after every so many turns."""
    for talk in talks:
        for number in range(1, turns + 1):
            await talk.turn()
            if number % every == 0 and number < turns:
                await asyncio.to_thread(between)
