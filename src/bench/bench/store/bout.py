"""All cases, both stores, all rounds."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from itertools import islice

from langgraph.store.base import PutOp

from ..contenders import Contender
from ..failures import Failures
from ..places import Place, renew
from ..rounds import rotated
from ..samples import Sample
from ..savers.run import Span
from .cases import BATCH, WAYS, Case, cases
from .contenders import STORES
from .memories import Memories
from .run import Run

WARM_CASES = tuple(Case(call, 32, way) for call in ("get", "put", "search") for way in WAYS)


class Bout:
    """Rounds in which both run every case once."""

    def __init__(self, place: Place, options: argparse.Namespace, failures: Failures) -> None:
        self._place, self._options, self._failures = place, options, failures
        self._source = Memories(options.seed)
        self.cases = cases(options.callers, options.only, options.ways)

    def samples(self) -> Iterator[Sample]:
        """One by one, as they are measured."""
        span = Span(self._options.warm, self._options.seconds)
        for number in range(1, self._options.rounds + 1):
            self._prepare(number)
            for case in self.cases:
                for contender in rotated(STORES, number):
                    with self._failures.noted(f"{case.title}, {contender.title}, round {number}"):
                        yield Run(self._place, case, contender, number, self._source).measure(span)

    def _prepare(self, number: int) -> None:
        """Every round begins with the same memories and nothing else."""
        if number > 1:
            renew(self._place)
        for contender in STORES:
            asyncio.run(self._fill(contender))
        print("warming up", flush=True)
        span = Span(0, self._options.warm_up / len(WARM_CASES))
        for case in WARM_CASES:
            for contender in STORES:
                if number == 1 or contender.name == "holdfast":
                    with self._failures.noted(f"{case.title}, {contender.title}, warming up"):
                        Run(self._place, case, contender, 0, self._source).measure(span)
        for contender in STORES:
            with self._place.cluster.connect(contender.database or "") as connection:
                connection.execute("vacuum analyze")

    async def _fill(self, contender: Contender) -> None:
        everything = Memories(self._options.seed).all()
        async with contender.open(self._place.url(contender)) as store:
            while ops := [PutOp(*one) for one in islice(everything, BATCH)]:
                await store.abatch(ops)
