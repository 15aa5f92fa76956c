"""Runs one case for one side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...samples import Sample
from ...savers.run import Span
from ..run import Run
from .caller import Searcher
from .cases import Question
from .contenders import Side
from .points import ASKED, Points


class Search(Run):
    """One case, one side, one round; `recall` is the share of the exact answers that was found."""

    def __init__(self, side: Side, case: Question, number: int, points: Points) -> None:
        super().__init__(side.place, case, side.contender, number, points)
        self._side, self._question, self._points = side, case, points
        self._searchers: list[Searcher] = []

    def measure(self, span: Span) -> Sample:
        """What was counted, and the recall of every answer."""
        sample = super().measure(span)
        hits, wanted = (sum(getattr(one, name) for one in self._searchers) for name in ("hits", "wanted"))
        return replace(sample, contender=self._side.name, figures={**sample.figures, "recall": hits / wanted})

    def _callers(self, store: Any) -> list[Any]:
        apart = ASKED // self._question.callers
        self._searchers = [
            Searcher(store, at * apart, self._points, self._question) for at in range(self._question.callers)
        ]
        return self._searchers
