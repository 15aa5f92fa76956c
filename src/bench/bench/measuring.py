"""A bout is measured: calls of several contenders, told as they come."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Protocol

from . import statements
from .places import Place, set_up
from .samples import Sample


class Measurable(Protocol):
    """What gives samples, of all rounds."""

    def samples(self) -> Iterable[Sample]: ...


def measured(place: Place, bout: Measurable, options: argparse.Namespace) -> list[Sample]:
    """Every sample of `bout`, which begins with an empty place."""
    samples = []
    set_up(place)
    if options.statements:
        statements.reset(place.cluster)
    for sample in bout.samples():
        told = sample.figures
        print(
            f"round {sample.round}/{options.rounds}  {sample.case:22} {sample.contender:14}"
            f"{told['calls_per_s']:9.0f} calls/s  p50 {told['p50_ms']:8.3f}  p99 {told['p99_ms']:8.3f} ms",
            flush=True,
        )
        samples.append(sample)
    return samples
