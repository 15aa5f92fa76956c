"""All cases, all contenders, all rounds."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import psycopg

from ..places import Place
from .cases import Case, cases
from ..contenders import CONTENDERS
from .run import Run, Span
from .sample import Sample
from .states import States

WARM_CASES = (Case("pair", 32), Case("get", 32), Case("put", 1))


class Bout:
    """Rounds in which every contender runs every case once."""

    def __init__(self, place: Place, options: argparse.Namespace) -> None:
        self._place, self._options = place, options
        self._states = States(options.seed)
        self._span = Span(options.warm, options.seconds)

    def warm_up(self) -> None:
        """The JVM compiles what runs often, Postgres and psycopg prepare statements: not in anybody's numbers."""
        for case in WARM_CASES:
            for contender in case.contenders():
                Run(self._place, case, contender, 0, self._states).measure(
                    Span(0, self._options.warm_up / len(WARM_CASES))
                )

    def samples(self) -> Iterator[Sample]:
        """One by one, as they are measured."""
        chosen = [one for one in cases(self._options.callers) if one.call in (self._options.only or one.call)]
        for number in range(1, self._options.rounds + 1):
            self._tidy()
            for case in chosen:
                contenders = case.contenders()
                first = number % len(contenders)
                for contender in contenders[first:] + contenders[:first]:
                    yield Run(self._place, case, contender, number, self._states).measure(self._span)

    def _tidy(self) -> None:
        """What autovacuum would do, for everybody at the same moment."""
        for contender in CONTENDERS:
            if contender.database:
                with psycopg.connect(self._place.cluster.url(contender.database), autocommit=True) as connection:
                    connection.execute("vacuum analyze")
