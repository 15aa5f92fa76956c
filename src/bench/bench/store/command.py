"""`python -m bench store`: starts everything, measures, tells."""

from __future__ import annotations

import argparse

from .. import statements, tables
from ..common import common
from ..failures import Failures
from ..measuring import measured
from ..places import started
from ..plots import Plot, of_summary
from ..publish import Result, publish
from ..samples import Sample, Summary
from ..tables import Column
from . import memories
from .bout import Bout
from .cases import BATCH, CALLS, WAYS, cases
from .contenders import STORES, TITLES
from .goals import MANY, goals
from .vectors import command as vectors
from .vectors.cases import NAME as VECTORS

METHOD = """Calls of LangGraph stores, made by one client process: `tasks` are asyncio tasks of one event loop
(`AsyncPostgresStore` beside Holdfast), `threads` block (`PostgresStore` beside Holdfast); each calls again when it is
answered. {users} users have {each} memories of about 300 bytes each; a search by filter wants a kind and a least
weight, so {found} memories of one user or the newest 10 of all; namespaces are the first 100 of the users; puts are
new items. A call may be a batch of {batch}. Nothing of this is embedded. Both use one Postgres, each its own
database; the client, the server and Postgres share the machine. {rounds} rounds of {seconds:g} s for each case after
a warm-up; in each round both run once, in rotated order, and begin with the same items. Figures are medians over the
rounds, ± half their range; CPU is for one call. Every answer is compared with what is there, and after each case that
stores Postgres must have exactly one item for each acknowledged put."""
KINDS = [*CALLS, VECTORS]
COLUMNS = (
    Column("calls/s", "calls_per_s", 0, with_spread=True),
    Column("p50 ms", "p50_ms", 3, with_spread=True),
    Column("p99 ms", "p99_ms", 2, with_spread=True),
    Column("client µs", "client_cpu_us"),
    Column("server µs", "server_cpu_us"),
    Column("Postgres µs", "postgres_cpu_us"),
)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `store`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench store", description="Calls of stores, side by side, on one Postgres.")
    add = parser.add_argument
    add("--rounds", type=int, default=3)
    add("--seconds", type=float, default=1.0, help="for each case, contender and round")
    add("--warm", type=float, default=0.3, help="seconds before each measurement")
    add("--warm-up", type=float, default=20.0, help="seconds for each contender before the first round")
    add("--callers", type=int, nargs="+", default=[1, MANY], help="callers at once")
    add("--ways", nargs="+", choices=[*WAYS], default=[*WAYS])
    add("--only", nargs="+", choices=KINDS, default=KINDS, metavar="CALL", help=f"of: {', '.join(KINDS)}")
    add("--items", type=int, default=10_000, help="among which is searched by vector")
    add("--quick", action="store_true", help="one short round, to see that it works; its numbers mean nothing")
    common(parser, "store")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.seconds, options.warm, options.warm_up = 1, 0.1, 0.05, 0.3
        options.log_gb, options.callers, options.items = 0.1, [MANY], vectors.QUICK_ITEMS
    return options


def run(arguments: list[str]) -> int:
    """0 when everything was measured and nothing acknowledged was lost; goals may still be missed."""
    options, failures = parse(arguments), Failures()
    about: dict[str, str] = {}
    samples: list[Sample] = []
    if any(call in CALLS for call in options.only):
        with started(options) as (place, about):
            bout = Bout(place, options, failures)
            samples = measured(place, bout, options)
            if options.statements:
                print("\n".join(statements.lines(place.cluster, [one.database or "" for one in STORES])))
    summary, titles = Summary(samples), {one.name: one.title for one in cases(options.callers, [*CALLS], options.ways)}
    lines = [row for case in summary.cases() for row in tables.of_case(summary, case, titles[case], COLUMNS, TITLES)]
    found, method = goals(summary), _method(options)
    if VECTORS in options.only:
        more_samples, where = vectors.measured(options, failures)
        about = about or where
        samples += more_samples
        lines += vectors.lines(more_samples, options)
        found += vectors.goals(Summary(more_samples))
        method = f"{method} {vectors.method(options)}"
    more = {"rounds": options.rounds, "seconds": options.seconds, "seed": options.seed}
    result = Result(
        "store", "The long-term store", method, about, samples, lines, found, failures, _plots(summary), more
    )
    return publish(options, result)


def _method(options: argparse.Namespace) -> str:
    return METHOD.format(
        users=memories.USERS,
        each=memories.EACH,
        found=memories.FOUND,
        batch=BATCH,
        rounds=options.rounds,
        seconds=options.seconds,
    )


def _plots(summary: Summary) -> list[Plot]:
    told = []
    for way, who in WAYS.items():
        many = {case: case.split()[0] for case in summary.cases() if case.endswith(f"x{MANY} {way}")}
        plot = Plot(way, f"{MANY} {way} ({who})", "calls/s", True, titles=TITLES)
        told.append(of_summary(plot, summary, "calls_per_s", many))
    return told
