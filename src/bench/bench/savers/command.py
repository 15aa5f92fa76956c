"""`python -m bench savers`: starts everything, measures, tells."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from .. import processes, statements
from ..places import Place, started
from ..report import DOCUMENT, put_section
from . import document, table
from .bout import Bout
from ..contenders import CONTENDERS
from .goals import Goal, goals
from .options import parse
from .sample import Sample
from .summary import summarise

DATABASES = [one.database for one in CONTENDERS if one.database]


def _measured(place: Place, options: argparse.Namespace) -> list[Sample]:
    bout, samples = Bout(place, options), []
    print("warming up", flush=True)
    bout.warm_up()
    if options.statements:
        statements.reset(place.cluster)
    for sample in bout.samples():
        print(f"round {sample.round}/{options.rounds}  {sample.told()}", flush=True)
        samples.append(sample)
    return samples


def run(arguments: list[str]) -> int:
    """0 when everything was measured and nothing acknowledged was lost; goals may still be missed."""
    options = parse(arguments)
    with started(options, DATABASES) as (place, about):
        samples = _measured(place, options)
        peak = processes.peak_memory(place.server.pid)
        if options.statements:
            print("\n".join(statements.lines(place.cluster, DATABASES)))
    summary = summarise(samples)
    reached = goals(summary, peak)
    result = [*table.tables(summary), "### Goals", "", *table.goal_lines(reached), ""]
    result += ["### Where a peer is better", "", *table.losses(summary), ""]
    print("\n" + "\n".join(result))
    _keep(options, about, samples, reached, peak)
    if options.write:
        method = {"rounds": options.rounds, "seconds": options.seconds}
        put_section(DOCUMENT, "savers", document.section(about, method, result))
        print(f"written: {DOCUMENT}")
    return 0


def _keep(
    options: argparse.Namespace, about: dict[str, str], samples: list[Sample], reached: list[Goal], peak: int
) -> None:
    told = {
        "about": about,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "seed": options.seed,
        "server_peak_bytes": peak,
        "goals": [asdict(goal) for goal in reached],
        "samples": [sample.as_dict() for sample in samples],
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"every sample: {options.json}")
