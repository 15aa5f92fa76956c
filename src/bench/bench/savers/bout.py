"""All cases, all contenders, all rounds."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator

import psycopg

from ..contenders import Contender
from ..failures import Failures
from ..places import Place
from ..rounds import rotated
from ..samples import Sample
from .cases import Case, cases
from .run import Run, Span
from .states import States

WARM_CASES = (Case("pair", 32), Case("get", 32), Case("put", 1))


class Bout:
    """Rounds in which every contender runs every case once."""

    def __init__(self, place: Place, options: argparse.Namespace, failures: Failures) -> None:
        self._place, self._options, self._failures = place, options, failures
        self._states = States(options.seed)
        self._span = Span(options.warm, options.seconds)
        self._threads: list[tuple[Contender, list[str]]] = []

    def warm_up(self) -> None:
        """The JVM compiles what runs often, Postgres and psycopg prepare statements: not in anybody's numbers."""
        span = Span(0, self._options.warm_up / len(WARM_CASES))
        for case in WARM_CASES:
            for contender in self._place.contenders():
                with self._failures.noted(f"{case.title}, {contender.title}, warming up"):
                    Run(self._place, case, contender, 0, self._states).measure(span)

    def cases(self) -> list[Case]:
        """Those chosen."""
        chosen = cases(self._options.callers, self._options.sizes)
        return [one for one in chosen if one.call in (self._options.only or one.call)]

    def samples(self) -> Iterator[Sample]:
        """One by one, as they are measured."""
        for number in range(1, self._options.rounds + 1):
            self._tidy()
            for case in self.cases():
                for contender in filter(case.can, rotated(self._place.contenders(), number)):
                    with self._failures.noted(f"{case.title}, {contender.title}, round {number}"):
                        run = Run(self._place, case, contender, number, self._states)
                        yield run.measure(self._span)
                        self._threads.append((contender, run.threads))

    def _tidy(self) -> None:
        """Deletes what the last round wrote, and does what autovacuum would do, for everybody at the same moment."""
        for contender, threads in self._threads:
            if contender.keeps:
                asyncio.run(self._delete(contender, threads))
        self._threads = []
        for contender in self._place.contenders():
            if contender.database:
                with psycopg.connect(self._place.cluster.url(contender.database), autocommit=True) as connection:
                    connection.execute("vacuum analyze")
        with self._place.cluster.connect() as connection:
            connection.execute("checkpoint")

    async def _delete(self, contender: Contender, threads: list[str]) -> None:
        async with contender.open(self._place.url(contender)) as saver:
            for thread in threads:
                await saver.adelete_thread(thread)
