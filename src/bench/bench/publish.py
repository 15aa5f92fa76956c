"""The end of every benchmark: to the terminal, to JSON, and on request to docs/benchmarks.md."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .failures import Failures
from .goal import Goal
from .goal import lines as goal_lines
from .plots import Plot
from .report import DOCUMENT, PLOTS, facts, put_section
from .samples import Sample

QUICK = "**A quick run, to see that it works: its numbers mean nothing.**"


@dataclass(frozen=True)
class Result:
    """What a benchmark has to tell."""

    name: str
    title: str
    method: str
    about: dict[str, str]
    samples: list[Sample]
    lines: list[str]
    goals: list[Goal]
    failures: Failures
    plots: Sequence[Plot] = ()
    more: dict[str, Any] = field(default_factory=dict)


def publish(options: argparse.Namespace, result: Result) -> int:
    """0, or 1 if a contender failed. Goals may be missed: that is a result, too."""
    body = [*result.lines]
    if result.goals:
        body += ["### Goals", "", *goal_lines(result.goals), ""]
    body += result.failures.lines()
    print("\n" + "\n".join(body))
    _keep(options.json, result)
    drawn = _drawn(result, PLOTS if options.write else options.json.parent)
    if options.write:
        pictures = [line for path, title in drawn for line in (f"![{title}](benchmarks/{path.name})", "")]
        warning = [QUICK, ""] if options.quick else []
        head = [f"## {result.title}", "", *warning, result.method, "", *facts(result.about), ""]
        put_section(DOCUMENT, result.name, [*head, *body, *pictures])
        print(f"written: {DOCUMENT}")
    return 1 if result.failures else 0


def _keep(path: Path, result: Result) -> None:
    told = {
        "about": result.about,
        **result.more,
        "goals": [asdict(one) for one in result.goals],
        "failures": result.failures.lines()[2:-1],
        "samples": [one.as_dict() for one in result.samples],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"every sample: {path}")


def _drawn(result: Result, directory: Path) -> list[tuple[Path, str]]:
    told = []
    for plot in result.plots:
        if plot.groups:
            path = directory / f"{result.name}-{plot.name}.svg"
            plot.draw(path)
            print(f"plot: {path}")
            told.append((path, plot.title))
    return told
