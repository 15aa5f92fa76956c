"""`python -m bench savers`: starts everything, measures, tells."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from .. import binaries, cluster, machine, processes, server
from . import document, statements, table
from .bout import Bout
from .contenders import CONTENDERS
from .goals import Goal, goals
from .meter import Place
from .options import parse
from .sample import Sample
from .summary import summarise

DATABASES = [one.database for one in CONTENDERS if one.database]


@contextmanager
def _place(options: argparse.Namespace) -> Iterator[tuple[Place, dict[str, str]]]:
    """A Postgres and a server of our own, in a directory that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-", dir=options.directory) as name:
        directory = Path(name)
        directory.chmod(0o755)  # Postgres runs as another user when we are root
        programs = options.postgres_bin or binaries.unpack(options.server_jar.parent, directory / "binaries")
        print("starting Postgres", flush=True)
        log_bytes = int(options.log_gb * 1024**3)
        with cluster.running(programs, directory, DATABASES, options.statements, log_bytes) as postgres:
            with postgres.connect() as connection:
                about = machine.describe(directory, connection.info.parameter_status("server_version") or "")
            with server.running(
                options.server_jar, postgres.url("holdfast"), directory, options.java_options
            ) as holdfast:
                yield Place(postgres, holdfast), about


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
    with _place(options) as (place, about):
        samples = _measured(place, options)
        peak = processes.peak_memory(place.server.pid)
        if options.statements:
            print("\n".join(statements.lines(place.cluster, DATABASES)))
    about["server options"] = options.java_options or "none"
    summary = summarise(samples)
    reached = goals(summary, peak)
    result = [*table.tables(summary), "### Goals", "", *table.goal_lines(reached), ""]
    result += ["### Where a peer is better", "", *table.losses(summary), ""]
    print("\n" + "\n".join(result))
    _keep(options, about, samples, reached, peak)
    if options.write:
        method = {"rounds": options.rounds, "seconds": options.seconds}
        document.put_into(document.DOCUMENT, document.section(about, method, result))
        print(f"written: {document.DOCUMENT}")
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
