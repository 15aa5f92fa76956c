"""`python -m bench savers`: starts everything, measures, tells."""

from __future__ import annotations

from .. import statements
from ..contenders import DATABASES
from ..failures import Failures
from ..measuring import measured
from ..places import started
from ..plots import Plot, of_summary
from ..publish import Result, publish
from ..samples import Summary
from . import table
from .bout import Bout
from .goals import goals, next_doubling
from .options import parse

METHOD = """Calls of LangGraph savers, made by one client process: each asyncio task is a LangGraph thread that calls
again when it is answered. State: one `messages` channel of about so many KB, every value new (seeded random words and
bytes), or, where the table says 1% changed, equal to the one before but for a new contiguous hundredth. A pair is
what the runtime does in a superstep: `aput_writes` (1 KB) and `aput` in flight together; its latency is that of both,
its calls are two. Pairs and reads have states of 4 KB. All that use Postgres use one, each its own database; SQLite
has a file on the same disk; the client, the server and Postgres share the machine. {rounds} rounds of {seconds:g} s
for each case after a warm-up; in each round every contender runs once, in rotated order. Figures are medians over the
rounds, ± half their range. CPU, write transactions, WAL and rows are for one call. Write transactions are counted by
transaction ids (Postgres gives none to what only reads); rows by counting them. After each case Postgres must have
exactly one checkpoint for each acknowledged put, and the last value and writes of every thread must be read back. A
dash: cannot be told."""


def run(arguments: list[str]) -> int:
    """0 when everything was measured and nothing acknowledged was lost; goals may still be missed."""
    options, failures = parse(arguments), Failures()
    with started(options) as (place, about):
        bout = Bout(place, options, failures)
        samples = measured(place, bout, options)
        if options.statements:
            print("\n".join(statements.lines(place.cluster, DATABASES)))
    summary, titles = Summary(samples), {one.name: one.title for one in bout.cases()}
    lines = [*table.of_cases(summary, titles), *next_doubling(summary)]
    lines += ["### Where a peer is better", "", *table.losses(summary, titles), ""]
    method = METHOD.format(rounds=options.rounds, seconds=options.seconds)
    more = {"rounds": options.rounds, "seconds": options.seconds, "seed": options.seed, "server_peak_bytes": bout.peak}
    found = goals(summary, bout.peak)
    result = Result("savers", "Saver calls", method, about, samples, lines, found, failures, _plots(summary), more)
    return publish(options, result)


def _plots(summary: Summary) -> list[Plot]:
    puts = {case: case.removeprefix("put ") for case in summary.cases() if case.startswith("put ")}
    whole = {case: name for case, name in puts.items() if "1%" not in name}
    little = {case: name for case, name in puts.items() if "1%" in name}
    return [
        of_summary(Plot("puts", "Puts, everything changed", "calls/s", True), summary, "calls_per_s", whole),
        of_summary(Plot("puts-little", "Puts, 1 % changed", "calls/s", True), summary, "calls_per_s", little),
        of_summary(Plot("latency", "Puts, everything changed: median", "ms", True), summary, "p50_ms", whole),
    ]
