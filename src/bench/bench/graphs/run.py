"""One contender runs one graph."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import Counter

from .. import counters
from ..contenders import Contender
from ..places import Place
from ..samples import Sample
from . import contents
from .shapes import Shape


class OtherTuples(Exception):
    """A saver does not hold what the memory saver holds after the same run."""


class Run:
    """One graph, one contender, one round."""

    def __init__(self, place: Place, shape: Shape, contender: Contender, number: int, seed: int) -> None:
        self._place, self._shape, self._contender, self._number = place, shape, contender, number
        self._seed = seed + number
        # The clock makes a name that no earlier round has used
        self._thread = f"{shape.name}-{time.time_ns()}"

    def measure(self, expected: Counter[str] | None) -> tuple[Sample, Counter[str]]:
        """The costs and what is held afterwards, which must be as expected."""
        gc.collect()
        database = self._contender.database
        # Nobody writes between runs, and the last one waited until all was told.
        before = counters.told(self._place.cluster, database) if database else 0
        figures, held = asyncio.run(self._run())
        if database:
            figures["rows"] = counters.written(self._place.cluster, database) - before
        if expected is not None and held != expected:
            raise OtherTuples(f"{_difference(held, expected)} of {expected.total()} checkpoints differ from memory's")
        return Sample(self._shape.name, self._contender.name, self._number, figures), held

    async def _run(self) -> tuple[dict[str, float], Counter[str]]:
        async with self._contender.open(self._place.url(self._contender)) as saver:
            before = counters.settled(self._place.cluster)
            start = time.perf_counter()
            threads = await self._shape.run(saver, self._thread, self._seed)
            seconds = time.perf_counter() - start
            after = counters.settled(self._place.cluster)
            held = await contents.told(saver, threads)
        figures = {"seconds": seconds, "checkpoints": float(held.total())}
        if self._contender.database:
            figures["transactions"] = after.transactions - before.transactions
            figures["wal_bytes"] = after.wal_bytes - before.wal_bytes
        return figures, held


def _difference(held: Counter[str], expected: Counter[str]) -> int:
    return ((held - expected) + (expected - held)).total()
