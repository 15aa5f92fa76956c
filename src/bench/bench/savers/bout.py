"""All cases, all contenders, all rounds."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .. import processes
from ..failures import Failures
from ..places import Place, renew
from ..rounds import rotated
from ..samples import Sample
from .cases import Case, cases
from .run import Run, Span
from .states import States

WARM_CASES = (Case("pair", 32), Case("get", 32), Case("put", 1))


class Bout:
    """Rounds in which every contender runs every case once.

    Attributes:
        peak: the most resident bytes that the server has had, in any round.
    """

    def __init__(self, place: Place, options: argparse.Namespace, failures: Failures) -> None:
        self._place, self._options, self._failures = place, options, failures
        self._states = States(options.seed)
        self._span = Span(options.warm, options.seconds)
        self.peak = 0

    def cases(self) -> list[Case]:
        """Those chosen."""
        chosen = cases(self._options.callers, self._options.sizes)
        return [one for one in chosen if one.call in (self._options.only or one.call)]

    def samples(self) -> Iterator[Sample]:
        """One by one, as they are measured."""
        for number in range(1, self._options.rounds + 1):
            self._prepare(number)
            for case in self.cases():
                for contender in filter(case.can, rotated(self._place.contenders(), number)):
                    with self._failures.noted(f"{case.title}, {contender.title}, round {number}"):
                        yield Run(self._place, case, contender, number, self._states).measure(self._span)
            self.peak = max(self.peak, processes.peak_memory(self._place.server.pid))

    def _prepare(self, number: int) -> None:
        """Every round begins with empty databases, or the last ones would be slower and the disk full."""
        if number > 1:
            renew(self._place)
        print("warming up", flush=True)
        self._warm_up(number)
        for contender in self._place.contenders():
            if contender.database:
                with self._place.cluster.connect(contender.database) as connection:
                    connection.execute("vacuum analyze")
        with self._place.cluster.connect() as connection:
            connection.execute("checkpoint")

    def _warm_up(self, number: int) -> None:
        """The JVM compiles what runs often, also after it was started again: not in anybody's numbers."""
        span = Span(0, self._options.warm_up / len(WARM_CASES))
        for case in WARM_CASES:
            for contender in self._place.contenders():
                if number == 1 or contender.name == "holdfast":
                    with self._failures.noted(f"{case.title}, {contender.title}, warming up"):
                        Run(self._place, case, contender, 0, self._states).measure(span)
