"""`python -m bench signals`: starts everything, measures, tells."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from .. import statements
from ..common import common
from ..failures import Failures
from ..places import Place, started
from ..plots import Plot, of_summary
from ..publish import Result, publish
from ..rounds import rotated
from ..samples import Sample, Summary
from . import cases, temporal
from .away import CRITICAL_RATE, NORMAL_RATE, Away
from .goals import goals
from .programs import ENVELOPED
from .run import Run
from .stage import Stage
from .tables import lines as table_lines
from .temporal import SIGNAL_LIMIT, Temporal

METHOD = """Signals of 100 bytes to workflows of Temporal's dev server, which one Java worker handles (its
interceptor takes envelopes apart); they count when their handlers have run, by the machine's clock, and the workflows
themselves count that each ran once. Callers are threads of one Java process: over HTTP to Holdfast, each with one
connection, or `WorkflowStub.signal` of Temporal's SDK. Postgres, Holdfast, Temporal, the worker and the callers share
the machine. {callers} callers, {workflows} workflows, new ones for each case; Temporal keeps them in memory, where it
is away in a file. {shard} {rounds} rounds after {warm} to warm up four Java programs, in each everybody once in rotated
order; medians over the rounds, ± half their range. Flows take {seconds:g} s, idle critical signals {idle} calls in
alternating blocks, bursts {signals:,} signals ({tenth:,} by the SDK). Who is late because an answer took long has
waited since it was due. Temporal is away for {away:g} s, killed or paused, while {normal} normal and {critical}
critical signals come each second; these and what is over the signal limit run once."""


SHARD = (
    "Temporal's one shard of history looks for workflow tasks up to 2,000 times a second, as 100 shards of a cluster "
    "do, not 20 (`--stock`), for everybody."
)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `signals`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench signals", description="Signals: Holdfast beside single SDK calls.")
    add = parser.add_argument
    add("--rounds", type=int, default=3)
    add("--warm-up", type=int, default=3, help="rounds that do not count, before the others")
    add("--seconds", type=float, default=10.0, help="of a flow")
    add("--idle-calls", type=int, default=800, help="of each contender and round")
    add("--signals", type=int, default=64_000, help="in a burst")
    add("--away", type=float, default=60.0, help="seconds without Temporal, each time")
    add("--only", nargs="+", choices=[*cases.TITLES], default=[*cases.TITLES], metavar="CASE",
        help=f"of: {', '.join(cases.TITLES)}")  # fmt: skip
    add("--quick", action="store_true", help="one short round, to see that it works; its numbers mean nothing")
    add("--stock", action="store_true",
        help="Temporal's one shard looks for tasks 20 times a second, as it does unless told")  # fmt: skip
    common(parser, "signals")
    options = parser.parse_args(arguments)
    options.limit, options.linger = SIGNAL_LIMIT, None
    if options.quick:
        options.rounds, options.seconds, options.idle_calls, options.signals = 1, 1.0, 40, 3200
        options.warm_up, options.away, options.limit, options.log_gb = 1, 3.0, 1000, 0.1
        options.linger = "2s"  # so that batches are few on a slow machine, too
    return options


def _connect(place: Place, target: str, linger: str | None) -> None:
    """The server begins anew, before this Temporal."""
    settings = {"HOLDFAST_TEMPORAL_TARGET": target, "HOLDFAST_SIGNALS_ENVELOPE": f"default/{ENVELOPED}"}
    if linger is not None:
        settings["HOLDFAST_SIGNALS_LINGER_NORMAL"] = linger
    place.server.set_to(settings)


@contextmanager
def _staged(place: Place, options: argparse.Namespace, kept: bool) -> Iterator[Stage]:
    directory = place.directory / ("kept" if kept else "memory")
    directory.mkdir()
    file = directory / "temporal.db" if kept else None
    server = Temporal(temporal.tool(), directory, file, options.limit, options.stock)
    stage = None
    try:
        server.start()
        _connect(place, server.target, options.linger)
        stage = Stage(place, server, directory)
        yield stage
    finally:
        if stage is not None:
            stage.stop()
        server.stop()


def _told(sample: Sample, rounds: int) -> Sample:
    figures = sample.figures
    parts = [f"round {sample.round}/{rounds}  {sample.case:12} {sample.contender:17}"]
    if "critical_answer_p50_ms" in figures:
        parts += [
            f"critical p50 {figures['critical_answer_p50_ms']:.2f} p95 {figures['critical_answer_p95_ms']:.2f} ms,"
            f" handler p95 {figures.get('critical_handler_p95_ms', float('nan')):.2f} ms "
        ]
    if "normal_handled_per_s" in figures:
        parts += [f"normal {figures['normal_handled_per_s']:.0f}/s"]
    parts += [f"{name} {figures[name]:.0f}" for name in ("events", "dead", "missing", "drain_s") if name in figures]
    print("  ".join([*parts, f"(load {os.getloadavg()[0]:.1f})"]), flush=True)
    return sample


class Bout:
    """All rounds."""

    def __init__(self, place: Place, options: argparse.Namespace, failures: Failures) -> None:
        self._place, self._options, self._failures = place, options, failures

    def samples(self) -> Iterator[Sample]:
        """One by one, as they are measured."""
        if any(case != cases.AWAY for case in self._options.only):
            with _staged(self._place, self._options, kept=False) as stage:
                yield from self._in_memory(stage)
        if cases.AWAY in self._options.only:
            with _staged(self._place, self._options, kept=True) as stage:
                yield from self._away(stage)

    def _in_memory(self, stage: Stage) -> Iterator[Sample]:
        wanted, rounds = self._options.only, self._options.rounds
        for number in range(1 - self._options.warm_up, rounds + 1):
            run = self._run(stage)
            self._tidy()
            for sample in self._round(run, number):
                _told(sample, rounds)
                if number > 0:
                    yield sample
        if cases.LIMIT in wanted:
            for name in (cases.HOLDFAST, cases.HOLDFAST_SINGLE):
                with self._failures.noted(f"{cases.TITLES[cases.LIMIT]}, {name}"):
                    yield _told(self._run(stage).limit(name, 1), rounds)

    def _tidy(self) -> None:
        """What Postgres does by itself every minute, where autovacuum is not off so that nobody is disturbed by it."""
        with self._place.cluster.connect("holdfast") as connection:
            connection.execute("vacuum analyze")

    def _run(self, stage: Stage) -> Run:
        options = self._options
        return Run(stage, options.seconds, options.idle_calls, options.signals, options.limit)

    def _round(self, run: Run, number: int) -> Iterator[Sample]:
        wanted = self._options.only
        if cases.IDLE in wanted:
            with self._failures.noted(f"{cases.IDLE}, round {number}"):
                yield from run.idle(number)
        for case, names, measure in (
            (cases.BESIDE, (cases.HOLDFAST, cases.SDK_SLOW, cases.SDK), run.beside),
            (cases.RATES, (cases.HOLDFAST, cases.BATCHED, cases.SDK), run.rates),
        ):
            for name in rotated(names, number) if case in wanted else ():
                with self._failures.noted(f"{case}, {name}, round {number}"):
                    yield measure(name, number)
        if cases.ONE in wanted:
            with self._failures.noted(f"{cases.ONE}, round {number}"):
                yield run.one(number)

    def _away(self, stage: Stage) -> Iterator[Sample]:
        away = Away(stage, self._options.away)
        away.warm()
        for how in (cases.KILLED, cases.PAUSED):
            with self._failures.noted(f"{cases.TITLES[cases.AWAY]}: {how}"):
                yield _told(away.measure(how, 1), self._options.rounds)


def run(arguments: list[str]) -> int:
    """0 when everything was measured and nothing was lost; goals may still be missed."""
    options, failures = parse(arguments), Failures()
    with started(options) as (place, about):
        about = _about(about)
        if options.statements:
            statements.reset(place.cluster)
        samples = list(Bout(place, options, failures).samples())
        about["load average at the end"] = f"{os.getloadavg()[0]:.1f}"
        if options.statements:
            print("\n".join(statements.lines(place.cluster, ["holdfast"])))
    summary = Summary(samples)
    found = goals(samples, options.away)
    result = Result("signals", "Signals", _method(options), about, samples, table_lines(summary), found, failures,
                    [_plot(summary)], {"rounds": options.rounds, "seconds": options.seconds})  # fmt: skip
    return publish(options, result)


def _about(about: dict[str, str]) -> dict[str, str]:
    told = {name: value for name, value in about.items() if not name.startswith(("langgraph", "Redis", "psycopg"))}
    return told | {
        "Temporal": temporal.version(temporal.tool()),
        "load average before": f"{os.getloadavg()[0]:.1f}",
    }


def _method(options: argparse.Namespace) -> str:
    shard = "Temporal's one shard looks for tasks as often as it does unless told." if options.stock else SHARD
    return METHOD.format(
        shard=shard, callers=cases.CALLERS, workflows=cases.WORKFLOWS, rounds=options.rounds, warm=options.warm_up,
        seconds=options.seconds, idle=options.idle_calls, signals=options.signals, tenth=options.signals // 10,
        away=options.away, normal=NORMAL_RATE, critical=CRITICAL_RATE)  # fmt: skip


def _plot(summary: Summary) -> Plot:
    plot = Plot("critical", "Critical signals to the handler, p95", "ms", True, titles=cases.CONTENDERS)
    shown = {case: title for case, title in ((cases.IDLE, "idle"), (cases.BESIDE, "beside normal ones"))}
    return of_summary(plot, summary, "critical_handler_p95_ms", shown)
