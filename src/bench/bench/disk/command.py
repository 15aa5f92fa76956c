"""`python -m bench disk`: bytes on disk when the server forgets."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..common import common
from ..failures import Failures
from ..goal import Goal
from ..places import Place, started
from ..publish import Result, publish
from ..report import aligned
from ..samples import Sample, Summary
from ..server import CACHE_SETTING
from . import cases
from .run import Case, measure

METHOD = """Holdfast alone: how much more it takes on disk when its server cannot remember what it stored. Agents as
in "A long conversation"; rounds: {rounds}. Disk is what `pg_total_relation_size` of all tables grew, after a
checkpoint of Postgres; "last values" is the size of what the threads hold at their end, serialized. The cache of the
server is set by `{setting}` to a tenth of that. Ratios are to the undisturbed agents with the same words. Every
conversation must be read back as it was held."""
GOALS = (
    (cases.RESTARTED, cases.ONE, "server restarted every so many turns: within twice the undisturbed figure"),
    (cases.SMALL_CACHE, cases.MANY, "threads interleaved over a cache a tenth of their size: within twice"),
    (cases.SMALL_CACHES, cases.MANY, "threads interleaved, the saver's cache as small as the server's: within twice"),
)
MOST = 2.0
NOT_RUN = f"not run; for small caches the server must know `{CACHE_SETTING}`"


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `disk`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench disk", description="Bytes on disk when the server forgets.")
    add = parser.add_argument
    add("--rounds", type=int, default=1)
    add("--turns", type=int, default=200, help="of the agent whose server is restarted")
    add("--restart-every", type=int, default=10, help="turns")
    add("--threads", type=int, default=1000, help="that are interleaved")
    add("--thread-turns", type=int, default=10, help="of each of them")
    add("--quick", action="store_true", help="few turns, to see that it works")
    common(parser, "disk")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.turns, options.restart_every = 1, 4, 3
        options.threads, options.thread_turns, options.log_gb = 8, 2, 0.1
    return options


def _measured(
    place: Place, options: argparse.Namespace, failures: Failures, titles: dict[str, str]
) -> Iterator[Sample]:
    def run(case: Case, number: int) -> Iterator[Sample]:
        titles[case.name] = case.title
        with failures.noted(f"{case.title}, round {number}"):
            sample = measure(place, case, number, options.seed)
            print(
                f"round {number}/{options.rounds}  {case.title}: {sample.figures['disk_bytes'] / 1e6:.2f} MB,"
                f" {sample.figures['seconds']:.1f} s",
                flush=True,
            )
            yield sample

    # Nobody's numbers: every table and index has its first pages afterwards.
    measure(place, cases.warming(), 0, options.seed)
    small = place.server.knows(CACHE_SETTING)
    if not small:
        print(f"the server does not know {CACHE_SETTING}: no small caches", flush=True)
    for number in range(1, options.rounds + 1):
        for case in cases.one_agent(place, options):
            yield from run(case, number)
        for sample in run(cases.many_agents(options), number):
            yield sample
            little = int(sample.figures["head_bytes"]) // cases.TENTH
            for case in cases.over_small_caches(options, little) if small else ():
                yield from run(case, number)


def run(arguments: list[str]) -> int:
    """0 when everything was measured and read back; goals may still be missed."""
    options, failures = parse(arguments), Failures()
    titles: dict[str, str] = {}
    with started(options) as (place, about):
        samples = list(_measured(place, options, failures, titles))
    summary = Summary(samples)
    base = {case: case for case in (cases.ONE, cases.MANY)} | {case: than for case, than, _ in GOALS}
    rows = [["Holdfast", "disk MB", "ratio", "last values MB", "seconds"]]
    for case in summary.cases():
        figures = [summary.median(case, "holdfast", name) or 0.0 for name in ("disk_bytes", "head_bytes", "seconds")]
        ratio = _ratio(summary, case, base[case])
        told = "–" if ratio is None else f"{ratio:.2f}"
        rows.append([titles[case], f"{figures[0] / 1e6:,.2f}", told, f"{figures[1] / 1e6:,.2f}", f"{figures[2]:,.1f}"])
    goals = [_goal(summary, *goal) for goal in GOALS]
    method = METHOD.format(rounds=options.rounds, setting=CACHE_SETTING)
    title = "Disk when the server forgets"
    return publish(options, Result("disk", title, method, about, samples, [*aligned(rows), ""], goals, failures))


def _ratio(summary: Summary, case: str, than: str) -> float | None:
    ours, undisturbed = (summary.median(one, "holdfast", "disk_bytes") for one in (case, than))
    return None if ours is None or not undisturbed else ours / undisturbed


def _goal(summary: Summary, case: str, than: str, name: str) -> Goal:
    found = _ratio(summary, case, than)
    return Goal(name, None, NOT_RUN) if found is None else Goal(name, found <= MOST, f"{found:.2f} times")
