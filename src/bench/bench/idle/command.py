"""`python -m bench idle`: connections at Postgres of many threads that are open at once."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .. import tables
from ..common import common
from ..failures import Failures
from ..places import Place, set_up, started
from ..plots import Plot, of_summary
from ..publish import Result, publish
from ..samples import Sample, Summary
from ..tables import Column
from .run import OWN, SHARED, Idle, many_files

METHOD = """{threads} LangGraph threads, opened at once: each puts one checkpoint and stays. Once all share one saver
of one process, once each opens a saver of its own, as the examples of `from_conn_string` do (for the pool that would
be ten connections each: not tried). Connections are those of the contender's database in `pg_stat_activity` while all
stay open; Postgres allows 100, its default. Threads that could not be opened are those missing. Rounds: {rounds}."""
COLUMNS = (Column("threads opened", "threads"), Column("connections at Postgres", "connections"))
TITLES = {SHARED: "one saver for all", OWN: "a saver for each thread"}


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `idle`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench idle", description="Connections that idle threads hold at Postgres.")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="few threads, to see that it works")
    common(parser, "idle")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.threads = 1, 20
    options.log_gb = 0.1
    return options


def _measured(place: Place, options: argparse.Namespace, failures: Failures) -> Iterator[Sample]:
    many_files()
    set_up(place)
    for number in range(1, options.rounds + 1):
        for way in (SHARED, OWN):
            for contender in place.contenders():
                if contender.database is None or (way == OWN and contender.name == "postgres-pool"):
                    continue
                with failures.noted(f"{TITLES[way]}, {contender.title}"):
                    sample = Idle(place, contender, options.threads).measure(way, number)
                    told = sample.figures
                    print(
                        f"round {number}/{options.rounds}  {TITLES[way]:24} {contender.name:14}"
                        f" {told['threads']:.0f} threads, {told['connections']:.0f} connections",
                        flush=True,
                    )
                    yield sample


def run(arguments: list[str]) -> int:
    """0 when everything was measured, also if a contender could not open all threads: that is the result."""
    options, failures = parse(arguments), Failures()
    with started(options) as (place, about):
        samples = list(_measured(place, options, failures))
    summary = Summary(samples)
    lines = [line for case in summary.cases() for line in tables.of_case(summary, case, TITLES[case], COLUMNS)]
    plot = of_summary(Plot("connections", "Connections at Postgres", "connections"), summary, "connections", TITLES)
    method = METHOD.format(threads=options.threads, rounds=options.rounds)
    return publish(options, Result("idle", "Idle threads", method, about, samples, lines, [], failures, [plot]))
