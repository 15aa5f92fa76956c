"""How long it takes to read what the agent left, and how much of that is decoding."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

REPEATS, PAGES = 9, 5
HISTORY = 20
OTHERS = 100

Config = dict[str, Any]


async def _seconds(call: Callable[[], Awaitable[Any]]) -> float:
    """Python collects garbage before or afterwards: it would fall on one call and not on the next."""
    gc.disable()
    try:
        start = time.perf_counter()
        await call()
        return time.perf_counter() - start
    finally:
        gc.enable()


class Decoding:
    """The saver's own serializer over the bytes of some tuples, alone."""

    def __init__(self, saver: Any, tuples: Iterable[Any]) -> None:
        self._serde = saver.serde
        self._typed = [saver.serde.dumps_typed(value) for one in tuples for value in _values(one)]

    async def once(self) -> list[Any]:
        """Decodes everything and holds it, as whoever reads it does: new memory costs more than used one."""
        return [self._serde.loads_typed(typed) for typed in self._typed]


def _values(one: Any) -> list[Any]:
    return [*one.checkpoint["channel_values"].values(), *(value for _, _, value in one.pending_writes or ())]


async def page(saver: Any, config: Config) -> list[Any]:
    """The newest checkpoints of a thread."""
    return [one async for one in saver.alist(config, limit=HISTORY)]


async def _pair(name: str, call: Callable[[], Awaitable[Any]], decoding: Decoding, repeats: int) -> dict[str, float]:
    """Medians in milliseconds of a read and of its decoding, taken in turns, so that both see the same machine."""
    gc.collect()
    reading, decoded = [], []
    for _ in range(repeats):
        reading.append(await _seconds(call))
        decoded.append(await _seconds(decoding.once))
    whole, part = statistics.median(reading) * 1e3, statistics.median(decoded) * 1e3
    return {f"{name}_ms": whole, f"{name}_decoding_ms": part, f"{name}_above_ms": whole - part}


async def head(saver: Any, config: Config, name: str) -> dict[str, float]:
    """The newest checkpoint, by a saver that may hold it."""
    found = await saver.aget_tuple(config)
    return await _pair(name, partial(saver.aget_tuple, config), Decoding(saver, [found]), REPEATS)


async def warm(saver: Any, config: Config, old: list[Config]) -> dict[str, float]:
    """The head, a page of history and old checkpoints, by a saver that holds nothing."""
    await others(saver, config)
    told = await head(saver, config, "head")
    tuples = await page(saver, config)
    told |= await _pair("list", partial(page, saver, config), Decoding(saver, tuples), PAGES)
    parts = []
    for one in old:
        found = await saver.aget_tuple(one)
        parts.append(await _pair("old", partial(saver.aget_tuple, one), Decoding(saver, [found]), 1))
    return told | {name: statistics.median(part[name] for part in parts) for name in parts[0]}


async def first(saver: Any, config: Config) -> float:
    """Milliseconds of a saver's first read of a thread."""
    return await _seconds(partial(saver.aget_tuple, config)) * 1e3


async def others(saver: Any, config: Config) -> None:
    """Reads that nobody times: what serves them, compiled at last or not, runs warm."""
    for _ in range(OTHERS):
        await saver.aget_tuple(config)
