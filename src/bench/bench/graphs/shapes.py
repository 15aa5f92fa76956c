"""What is run."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ..agent import graph as conversation
from . import fanout, react, wide

AGENTS = 32
NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class Shape:
    """A graph with its input; `run` takes a saver, a prefix for thread ids and a seed, and gives the threads it ran."""

    name: str
    title: str
    run: Callable[[Any, str, int], Awaitable[list[str]]]


def _config(thread: str) -> dict[str, Any]:
    return {"configurable": {"thread_id": thread}, "recursion_limit": NO_LIMIT}


def _fanout(subjects: int) -> Shape:
    async def run(saver: Any, thread: str, seed: int) -> list[str]:
        given = fanout.subjects(random.Random(seed), subjects)
        await fanout.compiled(saver).ainvoke(given, _config(thread))
        return [thread]

    return Shape(f"fanout-{subjects}", f"fan-out, {subjects} subjects", run)


def _react(calls: int) -> Shape:
    async def run(saver: Any, thread: str, seed: int) -> list[str]:
        source = random.Random(seed)
        given = react.question(source)
        await react.compiled(saver, source, calls).ainvoke(given, _config(thread))
        return [thread]

    return Shape(f"react-{calls}", f"agent, {calls} tool calls", run)


def _wide(width: int, least: int) -> Shape:
    async def run(saver: Any, thread: str, seed: int) -> list[str]:
        await wide.compiled(saver, random.Random(seed), least).ainvoke(wide.message(width), _config(thread))
        return [thread]

    return Shape(f"wide-{width * width}x{least}", f"wide state, {width * width} x {least}", run)


def _agents(count: int, turns: int) -> Shape:
    async def one(saver: Any, thread: str, seed: int) -> str:
        words = conversation.Words(seed)
        graph = conversation.compiled(saver, words)
        for _ in range(turns):
            await graph.ainvoke(conversation.question(words), _config(thread))
        return thread

    async def run(saver: Any, thread: str, seed: int) -> list[str]:
        return list(await asyncio.gather(*(one(saver, f"{thread}-{at}", seed + at) for at in range(count))))

    title = f"{count} agents at once, {turns} turns each" if count > 1 else f"one agent, {turns} turns"
    return Shape(f"agents-{count}", title, run)


def shapes(quick: bool) -> list[Shape]:
    """All; the quick ones only show that it works."""
    if quick:
        return [_fanout(5), _agents(4, 1)]
    fans = [_fanout(count) for count in (10, 100, 300)]
    return [*fans, _react(100), _wide(5, 300), _agents(1, 40), _agents(AGENTS, 5)]
