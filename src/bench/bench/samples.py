"""What was measured: one sample for each case, contender and round; medians over the rounds, and their spread."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .contenders import PEERS


@dataclass(frozen=True)
class Sample:
    """One case of one contender in one round; a figure that a contender cannot have is left out."""

    case: str
    contender: str
    round: int
    figures: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"case": self.case, "contender": self.contender, "round": self.round, **self.figures}


@dataclass(frozen=True)
class Spread:
    """A median with the least and the greatest of its rounds."""

    median: float
    least: float
    greatest: float

    @property
    def around(self) -> float:
        """Half the range, as a share of the median."""
        return (self.greatest - self.least) / 2 / self.median if self.median else 0.0


class Summary:
    """The samples of all rounds together; cases and contenders in the order in which they ran first."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._values: dict[str, dict[str, dict[str, list[float]]]] = {}
        for one in samples:
            figures = self._values.setdefault(one.case, {}).setdefault(one.contender, {})
            for name, value in one.figures.items():
                figures.setdefault(name, []).append(value)

    def cases(self) -> list[str]:
        """Those of which anything was measured."""
        return list(self._values)

    def contenders(self, case: str) -> list[str]:
        """Those who ran a case to its end."""
        return list(self._values.get(case, {}))

    def spread(self, case: str, contender: str, figure: str) -> Spread | None:
        """None: not measured."""
        values = self._values.get(case, {}).get(contender, {}).get(figure)
        return Spread(statistics.median(values), min(values), max(values)) if values else None

    def median(self, case: str, contender: str, figure: str) -> float | None:
        """None: not measured."""
        found = self.spread(case, contender, figure)
        return found.median if found else None

    def better_peer(
        self, case: str, figure: str, better: Callable[[Iterable[float]], float] = min
    ) -> tuple[float, str] | None:
        """The better of the peer's configurations and its median; None: no peer was measured."""
        found = {name: value for name in PEERS if (value := self.median(case, name, figure)) is not None}
        if not found:
            return None
        best = better(found.values())
        return best, next(name for name, value in found.items() if value == best)


def above_memory(samples: list[Sample]) -> list[Sample]:
    """The same with `overhead`: the seconds beyond those of the memory saver in the same case and round."""
    floor = {(one.case, one.round): one.figures["seconds"] for one in samples if one.contender == "memory"}
    told = []
    for one in samples:
        least = floor.get((one.case, one.round))
        more = {} if least is None else {"overhead": one.figures["seconds"] - least}
        told.append(Sample(one.case, one.contender, one.round, {**one.figures, **more}))
    return told
