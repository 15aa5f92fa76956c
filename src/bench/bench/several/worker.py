"""One agent process."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from ..contenders import CONTENDERS
from ..savers import verify
from ..savers.caller import Caller
from ..savers.cases import Case
from ..savers.states import States

# All processes begin together, when the slowest is ready.
READY_SECONDS = 60


@dataclass(frozen=True)
class Task:
    """What one process does."""

    contender: str
    url: str
    case: Case
    warm_seconds: float
    seconds: float
    seed: int


@dataclass(frozen=True)
class Done:
    """What it did: calls and their times in seconds, and all puts, warming included."""

    calls: int
    seconds: float
    times: list[float]
    puts: int
    cpu_seconds: float


def work(task: Task, together: Any, results: Any) -> None:
    """Puts a `Done`, or the error in words, on a queue."""
    try:
        results.put(asyncio.run(_work(task, together)))
    except BaseException as error:
        together.abort()
        results.put(f"{type(error).__name__}: {error}")
        raise


async def _work(task: Task, together: Any) -> Done:
    contender = next(one for one in CONTENDERS if one.name == task.contender)
    states = States(task.seed)
    async with contender.open(task.url) as saver:
        names = (f"several-{task.seed}-{time.time_ns()}-{at}" for at in range(task.case.callers))
        callers = [Caller(saver, name, states, task.case) for name in names]
        await _drive(callers, task.warm_seconds)
        await asyncio.to_thread(together.wait, READY_SECONDS)
        start, cpu = time.perf_counter(), time.process_time()
        times = await _drive(callers, task.seconds)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        await asyncio.to_thread(together.wait, READY_SECONDS)
        await verify.readable(saver, callers)
    return Done(len(times), seconds, times, sum(one.puts for one in callers), cpu)


async def _drive(callers: list[Caller], seconds: float) -> list[float]:
    times: list[float] = []
    end = time.perf_counter() + seconds

    async def repeat(caller: Caller) -> None:
        while time.perf_counter() < end:
            times.append(await caller.put())

    await asyncio.gather(*(repeat(caller) for caller in callers))
    return times
