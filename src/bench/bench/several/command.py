"""`python -m bench processes`: several agent processes at once."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .. import tables
from ..common import common
from ..failures import Failures
from ..goal import Figure, times_more
from ..places import Place, set_up, started
from ..plots import Plot, of_summary
from ..publish import Result, publish
from ..rounds import rotated
from ..samples import Sample, Summary
from ..savers.cases import LITTLE, Case
from ..tables import Column
from .run import Fleet

METHOD = """{processes} agent processes, each with a saver of its own and {callers} LangGraph threads that put states
of about 4 KB, again when they are answered; as in "Saver calls". All begin together; calls/s are the sum. {rounds}
rounds of {seconds:g} s, every contender once in each, in rotated order; medians, ± half the range. CPU of the clients
is for one call. Postgres must have exactly one checkpoint for each acknowledged put, and every process reads back
what it wrote last."""
COLUMNS = (
    Column("calls/s, sum", "calls_per_s", 0, with_spread=True),
    Column("p50 ms", "p50_ms", 2, with_spread=True),
    Column("p99 ms", "p99_ms", 2, with_spread=True),
    Column("clients µs", "client_cpu_us"),
)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `processes`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench processes", description="Several agent processes at once.")
    add = parser.add_argument
    add("--rounds", type=int, default=3)
    add("--processes", type=int, default=4)
    add("--callers", type=int, default=16, help="LangGraph threads of each process")
    add("--seconds", type=float, default=4.0, help="for each case, contender and round")
    add("--warm", type=float, default=1.0, help="seconds before each measurement")
    add("--quick", action="store_true", help="one short round, to see that it works")
    common(parser, "processes")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.processes, options.callers, options.seconds, options.warm = 1, 2, 4, 0.3, 0.1
        options.log_gb = 0.1
    return options


def _measured(place: Place, options: argparse.Namespace, failures: Failures) -> Iterator[Sample]:
    set_up(place)
    contenders = [one for one in place.contenders() if one.keeps]  # processes have no memory in common
    for number in range(0 if not options.quick else 1, options.rounds + 1):
        for case in _cases(options):
            for contender in rotated(contenders, number):
                with failures.noted(f"{case.title}, {contender.title}, round {number}"):
                    fleet = Fleet(place, contender, case, options.processes)
                    sample = fleet.measure(number, options.warm, options.seconds, options.seed)
                    rate = sample.figures["calls_per_s"]
                    told = f"{case.name:12} {contender.name:14}{rate:9.0f} calls/s"
                    print(f"round {number}/{options.rounds}  {told}", flush=True)
                    if number:
                        yield sample


def _cases(options: argparse.Namespace) -> list[Case]:
    return [Case("put", options.callers, changed=share) for share in (1.0, LITTLE)]


def run(arguments: list[str]) -> int:
    """0 when everything was measured and nothing acknowledged was lost; goals may still be missed."""
    options, failures = parse(arguments), Failures()
    with started(options) as (place, about):
        samples = list(_measured(place, options, failures))
    summary, cases = Summary(samples), _cases(options)
    titles = {one.name: f"{options.processes} processes, each: {one.title}" for one in cases}
    lines = [line for case in summary.cases() for line in tables.of_case(summary, case, titles[case], COLUMNS)]
    name = f"{options.processes} processes of {options.callers} threads: at least 6 times the better peer's calls/s"
    found = times_more(name, summary, Figure(cases[0].name, "calls_per_s", "calls/s", digits=0), 6)
    method = METHOD.format(**vars(options))
    plot = Plot("rate", f"Puts of {options.processes} processes together", "calls/s")
    of_summary(plot, summary, "calls_per_s", dict(zip(titles, ("all new", "1 % changed"), strict=True)))
    title = "Several agent processes"
    return publish(options, Result("processes", title, method, about, samples, lines, [found], failures, [plot]))
