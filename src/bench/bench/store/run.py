"""Runs one case for one contender: warm, measure, verify."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from .. import counters, processes
from ..contenders import Contender
from ..places import Place
from ..samples import Sample
from ..savers.meter import percentile
from ..savers.run import Span
from ..savers.verify import LostWrite
from .caller import Caller
from .cases import PUTS, Case
from .contenders import TABLES


@dataclass(frozen=True)
class Reading:
    """Clock and CPU at one moment, in seconds."""

    clock: float
    client: float
    server: float
    postgres: float


class Run:
    """One case, one contender, one round."""

    def __init__(self, place: Place, case: Case, contender: Contender, number: int, source: Any) -> None:
        self._place, self._case, self._contender, self._number = place, case, contender, number
        self._source = source
        # The clock makes a name that no earlier round or case has used
        self._names = [f"{case.name}-{time.time_ns()}-{at}" for at in range(case.callers)]

    def measure(self, span: Span) -> Sample:
        """What was counted while every answer was right; what was acknowledged is there."""
        gc.collect()
        before = self._items()
        if self._case.way == "threads":
            sample, puts = self._blocking(span)
        else:
            sample, puts = asyncio.run(self._awaiting(span))
        found = self._items() - before
        if found != puts:
            raise LostWrite(f"{puts} puts were acknowledged, Postgres has {found} items more")
        return sample

    def _callers(self, store: Any) -> list[Any]:
        return [Caller(store, name, self._source, self._case) for name in self._names]

    def _blocking(self, span: Span) -> tuple[Sample, int]:
        assert self._contender.open_sync is not None
        url = self._place.url(self._contender)
        with self._contender.open_sync(url) as store, ThreadPoolExecutor(self._case.callers) as pool:
            callers = self._callers(store)
            self._together(pool, callers, span.warm_seconds)
            start = self._read()
            times = self._together(pool, callers, span.seconds)
            sample = self._sample(times, start, self._read())
            for caller in callers:
                self._verify(caller, lambda place: store.get(*place))
        return sample, sum(caller.puts for caller in callers)

    @staticmethod
    def _together(pool: ThreadPoolExecutor, callers: list[Any], seconds: float) -> list[float]:
        ready = threading.Barrier(len(callers))

        def repeat(caller: Any) -> list[float]:
            times: list[float] = []
            ready.wait()
            end = time.perf_counter() + seconds
            while True:  # each calls at least once
                times.append(caller.call())
                if time.perf_counter() >= end:
                    return times

        return [one for times in pool.map(repeat, callers) for one in times]

    async def _awaiting(self, span: Span) -> tuple[Sample, int]:
        async with self._contender.open(self._place.url(self._contender)) as store:
            callers = self._callers(store)
            await self._drive(callers, span.warm_seconds)
            start = self._read()
            times = await self._drive(callers, span.seconds)
            sample = self._sample(times, start, self._read())
            for caller in callers:
                found = await store.aget(*caller.last[:2]) if caller.last else None
                self._verify(caller, lambda _, found=found: found)
        return sample, sum(caller.puts for caller in callers)

    @staticmethod
    async def _drive(callers: list[Any], seconds: float) -> list[float]:
        times: list[float] = []
        end = time.perf_counter() + seconds

        async def repeat(caller: Any) -> None:
            while True:  # each calls at least once, however long the others' first calls take
                times.append(await caller.acall())
                if time.perf_counter() >= end:
                    return

        await asyncio.gather(*(repeat(caller) for caller in callers))
        return times

    def _verify(self, caller: Any, get: Callable[[Any], Any]) -> None:
        if caller.last is None:
            if self._case.call in PUTS:
                raise LostWrite(f"{self._case.title}: nothing was put")
            return
        *place, value = caller.last
        found = get(place)
        if found is None or found.value != value:
            raise LostWrite(f"{place} is not as it was put: {found}")

    def _items(self) -> int:
        """How many there are, counted one by one."""
        database, table = self._contender.database, TABLES[self._contender.name]
        return counters.rows(self._place.cluster, database or "")[table] if self._case.call in PUTS else 0

    def _read(self) -> Reading:
        server, postgres = (processes.cpu_seconds(one.pid) for one in (self._place.server, self._place.cluster))
        return Reading(time.perf_counter(), time.process_time(), server, postgres)

    def _sample(self, times: list[float], start: Reading, end: Reading) -> Sample:
        times.sort()
        calls, seconds = len(times), end.clock - start.clock
        figures = {
            "calls": calls,
            "calls_per_s": calls / seconds,
            "p50_ms": percentile(times, 0.5) * 1e3,
            "p99_ms": percentile(times, 0.99) * 1e3,
            "client_cpu_us": (end.client - start.client) / calls * 1e6,
            "postgres_cpu_us": (end.postgres - start.postgres) / calls * 1e6,
        }
        if self._contender.name == "holdfast":
            figures["server_cpu_us"] = (end.server - start.server) / calls * 1e6
        return Sample(self._case.name, self._contender.name, self._number, figures)
