"""How long it takes to read what the agent left, and how much of that is decoding."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

REPEATS = 9
HISTORY = 20


async def _median_ms(call: Callable[[], Awaitable[Any]], repeats: int = REPEATS) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        await call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def decoding_ms(saver: Any, values: list[Any]) -> float:
    """The saver's own serializer over these values, alone."""
    typed = [saver.serde.dumps_typed(value) for value in values]
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for one in typed:
            saver.serde.loads_typed(one)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


async def measured(saver: Any, config: dict[str, Any], old: dict[str, Any]) -> dict[str, float]:
    """Medians in milliseconds: the head, an old checkpoint, a page of history; `saver` may be new to the thread.

    Args:
        old: config of a checkpoint in the middle.
    """

    async def page() -> None:
        async for _ in saver.alist(config, limit=HISTORY):
            pass

    start = time.perf_counter()
    head = await saver.aget_tuple(config)
    first = (time.perf_counter() - start) * 1e3
    messages = head.checkpoint["channel_values"]["messages"]
    return {
        "head_first_ms": first,
        "head_ms": await _median_ms(lambda: saver.aget_tuple(config)),
        "head_decoding_ms": decoding_ms(saver, [messages]),
        "old_ms": await _median_ms(lambda: saver.aget_tuple(old)),
        "list_ms": await _median_ms(page, 3),
    }
