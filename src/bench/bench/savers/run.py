"""Runs one case for one contender: prepare, warm, measure, verify."""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass
from typing import Any

from ..contenders import Contender
from ..places import Place
from ..samples import Sample
from . import meter, verify
from .caller import Caller
from .cases import Case
from .states import States

# The memory saver keeps everything in this process: more calls would only fill it.
MEMORY_CALLS, MEMORY_BYTES = 20_000, 256 * 1024 * 1024


@dataclass(frozen=True)
class Span:
    """How long a case is warmed and measured."""

    warm_seconds: float
    seconds: float


class Run:
    """One case, one contender, one round."""

    def __init__(self, place: Place, case: Case, contender: Contender, number: int, states: States) -> None:
        self._place, self._case, self._contender, self._number = place, case, contender, number
        self._states = states
        self._limit = 10**9 if contender.keeps else min(MEMORY_CALLS, MEMORY_BYTES // case.size)
        # The clock makes a name that no earlier round or case has used
        self.threads = [f"{case.name}-{time.time_ns()}-{at}" for at in range(case.callers)]

    def measure(self, span: Span) -> Sample:
        """The counters of a run whose acknowledged writes were all found again."""
        gc.collect()
        if self._case.call == "put_sync":
            return self._blocking(span)
        return asyncio.run(self._awaiting(span))

    def _url(self) -> str:
        return self._place.url(self._contender)

    def _callers(self, saver: Any) -> list[Caller]:
        return [Caller(saver, name, self._states, self._case) for name in self.threads]

    def _blocking(self, span: Span) -> Sample:
        assert self._contender.open_sync is not None
        with self._contender.open_sync(self._url()) as saver:
            (caller,) = self._callers(saver)
            self._loop(caller, span.warm_seconds)
            puts, start = caller.puts, meter.before(self._place, self._contender)
            times = self._loop(caller, span.seconds)
            end = meter.after(self._place, self._contender)
            asyncio.run(self._verified_blocking(caller, puts, start, end, saver))
        return meter.sample(self._case, self._contender, self._number, times, start, end)

    async def _verified_blocking(self, caller: Caller, puts: int, start: Any, end: Any, saver: Any) -> None:
        verify.rows(self._contender, caller.puts - puts, start, end)
        async with self._contender.open(self._url()) as other:
            # A second saver reads what the first has written; the memory saver has no second
            await verify.readable(other if self._contender.keeps else saver, [caller])

    def _loop(self, caller: Caller, seconds: float) -> list[float]:
        times: list[float] = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and len(times) < self._limit:
            times.append(caller.put_sync())
        return times

    async def _awaiting(self, span: Span) -> Sample:
        async with self._contender.open(self._url()) as saver:
            callers = self._callers(saver)
            for _ in range(2):
                await asyncio.gather(*(caller.put() for caller in callers))
            await self._drive(callers, span.warm_seconds)
            puts = sum(caller.puts for caller in callers)
            start = meter.before(self._place, self._contender)
            times = await self._drive(callers, span.seconds)
            end = meter.after(self._place, self._contender)
            verify.rows(self._contender, sum(caller.puts for caller in callers) - puts, start, end)
            await verify.readable(saver, callers)
        return meter.sample(self._case, self._contender, self._number, times, start, end)

    async def _drive(self, callers: list[Caller], seconds: float) -> list[float]:
        times: list[float] = []
        end = time.perf_counter() + seconds

        async def repeat(caller: Caller) -> None:
            step = getattr(caller, self._case.call)
            while time.perf_counter() < end and len(times) < self._limit:
                times.append(await step())

        await asyncio.gather(*(repeat(caller) for caller in callers))
        return times
