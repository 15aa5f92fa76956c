"""Medians over the rounds, and how far they spread."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from .sample import Sample

MEASURES = (
    "calls_per_s",
    "p50_ms",
    "p99_ms",
    "client_cpu_us",
    "server_cpu_us",
    "postgres_cpu_us",
    "transactions",
    "group_commits",
    "wal_bytes",
    "rows",
)


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


Summary = dict[str, dict[str, dict[str, Spread]]]


def summarise(samples: list[Sample]) -> Summary:
    """Case, contender and measure, each to its spread, in the order in which they ran first."""
    told: Summary = {}
    for sample in samples:
        told.setdefault(sample.case, {}).setdefault(sample.contender, {})
    for case, contenders in told.items():
        for contender, measures in contenders.items():
            own = [one for one in samples if one.case == case and one.contender == contender]
            for measure in MEASURES:
                values = [value for one in own if (value := getattr(one, measure)) is not None]
                if values:
                    measures[measure] = Spread(statistics.median(values), min(values), max(values))
    return told
