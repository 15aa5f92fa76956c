"""`python -m bench graphs`: whole graphs on every contender."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from .. import statements, tables
from ..common import common
from ..contenders import DATABASES
from ..failures import Failures
from ..places import Place, set_up, started
from ..plots import Plot, of_summary
from ..publish import Result, publish
from ..rounds import rotated
from ..samples import Sample, Summary, above_memory
from ..tables import Column
from .goals import goals
from .run import Run
from .shapes import Shape, shapes

METHOD = """Graphs in the shapes of LangGraph's own benchmarks (`fanout_to_subgraph`, `react_agent`, `wide_state`),
and agents with a question, a tool call, its result and an answer each turn; LangGraph's default durability; inputs
are seeded. {rounds} rounds, in each every contender runs every graph once, in rotated order, after a round that is
not counted; medians, ± half the range. "Above memory" is wall time beyond the memory saver's in the same round. Write
transactions are counted by transaction ids; rows are those that Postgres counts as inserted or updated in the saver's
tables. Afterwards every checkpoint is read back, with its values and writes: they must be those of the memory saver.
A dash: cannot be told. "Saved" in the goals is what Holdfast did less than the better peer, of what the peer did."""
COLUMNS = (
    Column("above memory, s", "overhead", 2, with_spread=True),
    Column("seconds", "seconds", 2, with_spread=True),
    Column("checkpoints", "checkpoints"),
    Column("write tx", "transactions"),
    Column("rows", "rows"),
    Column("WAL MB", "wal_bytes", 2, 1e6),
)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `graphs`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench graphs", description="Whole graphs, side by side, on one Postgres.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--only", nargs="+", metavar="GRAPH", help=f"of: {', '.join(one.name for one in shapes(False))}"
    )
    parser.add_argument("--quick", action="store_true", help="one round of small graphs, to see that it works")
    common(parser, "graphs")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.log_gb = 1, 0.1
    return options


def _round(place: Place, shape: Shape, number: int, seed: int, failures: Failures) -> Iterator[Sample]:
    """The memory saver runs first: it tells what the others must hold."""
    contenders = sorted(rotated(place.contenders(), number), key=lambda one: one.keeps)
    expected: Counter[str] | None = None
    for contender in contenders:
        with failures.noted(f"{shape.title}, {contender.title}, round {number}"):
            sample, held = Run(place, shape, contender, number, seed).measure(expected)
            expected = expected or held
            yield sample


def _measured(place: Place, options: argparse.Namespace, failures: Failures) -> Iterator[Sample]:
    chosen = [one for one in shapes(options.quick) if one.name in (options.only or one.name)]
    set_up(place)
    for number in range(0 if not options.quick else 1, options.rounds + 1):
        for shape in chosen:
            for sample in _round(place, shape, number, options.seed, failures):
                told = "  ".join(f"{name} {value:,.2f}" for name, value in sample.figures.items())
                print(f"round {number}/{options.rounds}  {shape.name:12} {sample.contender:14} {told}", flush=True)
                if number:
                    yield sample


def run(arguments: list[str]) -> int:
    """0 when everything was measured and everybody held the same tuples; goals may still be missed."""
    options, failures = parse(arguments), Failures()
    with started(options) as (place, about):
        samples = above_memory(list(_measured(place, options, failures)))
        if options.statements:
            print("\n".join(statements.lines(place.cluster, DATABASES)))
    summary = Summary(samples)
    titles = {one.name: one.title for one in shapes(options.quick)}
    lines = [line for case in summary.cases() for line in tables.of_case(summary, case, titles[case], COLUMNS)]
    cases = {name: name for name in titles}
    plots = [
        of_summary(Plot("overhead", "Wall time above the memory saver's", "s", True), summary, "overhead", cases),
        of_summary(Plot("transactions", "Write transactions", "transactions", True), summary, "transactions", cases),
        of_summary(Plot("rows", "Rows written", "rows", True), summary, "rows", cases),
    ]
    method = METHOD.format(rounds=options.rounds)
    found = Result("graphs", "Graphs", method, about, samples, lines, goals(summary), failures, plots)
    return publish(options, found)
