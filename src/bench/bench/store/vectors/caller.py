"""One caller that searches by vector, and counts how much of the exact answer it is given."""

from __future__ import annotations

import itertools
import time
from typing import Any

from ..caller import WrongAnswer
from .cases import Question
from .points import FILTER, LIMIT, PREFIX, Points


class Searcher:
    """Asks one question after the other; each gives the seconds that it took.

    Attributes:
        wanted: items of the exact answers so far.
        hits: those of them that were found.
        puts, last: as of a `Caller`, which stores something.
    """

    puts = 0
    last = None

    def __init__(self, store: Any, first: int, points: Points, case: Question) -> None:
        self._store, self._points, self._case = store, points, case
        self._next = itertools.count(first)
        self.wanted = self.hits = 0

    def call(self) -> float:
        """Blocks."""
        at, named = self._question()
        start = time.perf_counter()
        found = self._store.search(PREFIX, **named)
        return self._told(at, found, time.perf_counter() - start)

    async def acall(self) -> float:
        """Awaits."""
        at, named = self._question()
        start = time.perf_counter()
        found = await self._store.asearch(PREFIX, **named)
        return self._told(at, found, time.perf_counter() - start)

    def _question(self) -> tuple[int, dict[str, Any]]:
        at = next(self._next)
        named: dict[str, Any] = {"query": self._points.question(at), "limit": LIMIT}
        return at, named | ({"filter": FILTER} if self._case.filtered else {})

    def _told(self, at: int, found: list[Any], seconds: float) -> float:
        exact = self._points.nearest[self._case.filtered]
        keys = {one.key for one in found if one.score is not None}
        if not keys or (self._case.filtered and any(one.value["kind"] != FILTER["kind"] for one in found)):
            raise WrongAnswer(f"{len(keys)} were found by vector, or others than the filter wants")
        self.hits += len(keys & exact[at % len(exact)])
        self.wanted += LIMIT
        return seconds
