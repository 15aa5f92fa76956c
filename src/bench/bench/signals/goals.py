"""What signals are to reach."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from ..goal import Goal
from ..samples import Sample, Summary
from . import cases

HANDLER_MS = 20.0
IDLE_TIMES = 1.3
NORMAL_MS = 1000.0
TIMES = 20.0
MOST_EVENTS = 20
# Of the rate that is meant: callers that fall behind would make it easier.
RATE_SHARE = 0.98
# A call to Temporal may take 2 s before a critical signal is stored.
ANSWER_MS = 2500.0
MORE_THREADS = 20
MORE_MEMORY = 0.25


def goals(samples: list[Sample], away_seconds: float) -> list[Goal]:
    """All; those for which nothing was measured say so."""
    summary = Summary(samples)
    return [*_critical(summary), _idle(samples), *_normal(summary), *_many(samples), *_away(samples, away_seconds)]


def _below(
    name: str, summary: Summary, case: str, figure: str, most: float, unit: str, also: Callable[[], bool] | None = None
) -> Goal:
    found = summary.median(case, cases.HOLDFAST, figure)
    if found is None:
        return Goal(name, None, "")
    return Goal(name, found <= most and (also is None or also()), f"{found:,.1f} {unit}")


def _critical(summary: Summary) -> list[Goal]:
    def flows() -> bool:
        found = summary.median(cases.BESIDE, cases.HOLDFAST, "normal_accepted_per_s")
        return found is not None and found >= RATE_SHARE * cases.RATE

    beside = f"beside {cases.RATE:,} normal/s"
    return [
        _below(f"critical, {beside}: p95 to `200` at most 20 ms", summary, cases.BESIDE, "critical_answer_p95_ms",
               HANDLER_MS, "ms", flows),
        _below(f"critical, {beside}: p95 to the handler at most 20 ms", summary, cases.BESIDE,
               "critical_handler_p95_ms", HANDLER_MS, "ms", flows),
        _below(f"normal, {cases.RATE:,}/s: p95 from acceptance to the handler at most 1 s", summary, cases.BESIDE,
               "normal_accepted_p95_ms", NORMAL_MS, "ms", flows),
    ]  # fmt: skip


def _idle(samples: list[Sample]) -> Goal:
    """Ratios of each round, since the machine is another in each."""
    name = f"critical, idle: p50 at most {IDLE_TIMES} times that of `WorkflowStub.signal`"
    medians = {
        (one.contender, one.round): one.figures["critical_answer_p50_ms"] for one in samples if one.case == cases.IDLE
    }
    rounds = [
        (ours, medians[cases.SDK, number])
        for (who, number), ours in medians.items()
        if who == cases.HOLDFAST and (cases.SDK, number) in medians
    ]
    if not rounds:
        return Goal(name, None, "")
    ratio = statistics.median(ours / theirs for ours, theirs in rounds)
    ours, theirs = (statistics.median(one) for one in zip(*rounds, strict=True))
    return Goal(name, ratio <= IDLE_TIMES, f"{ours:.2f} / {theirs:.2f} ms; {ratio:.2f}, median of the rounds")


def _normal(summary: Summary) -> list[Goal]:
    figure = "normal_handled_per_s"
    peer = summary.median(cases.RATES, cases.SDK, figure)
    told = []
    for who, what in ((cases.HOLDFAST, "one in a request"), (cases.BATCHED, "100 in a request")):
        name = f"normal, {what}: at least {TIMES:.0f} times the signals/s of one SDK call each"
        ours = summary.median(cases.RATES, who, figure)
        if ours is None or peer is None:
            told.append(Goal(name, None, ""))
        else:
            told.append(Goal(name, ours >= TIMES * peer, f"{ours:,.0f} / {peer:,.0f} signals/s = {ours / peer:.1f}"))
    name = f"{cases.TO_ONE:,} signals to one workflow: at most {MOST_EVENTS} events"
    return [*told, _below(name, summary, cases.ONE, "events", MOST_EVENTS, "events")]


def _many(samples: list[Sample]) -> list[Goal]:
    found = {one.contender: one.figures for one in samples if one.case == cases.LIMIT}
    names = (
        "more signals to one workflow than Temporal takes: all arrive, envelope on",
        "the same with the envelope off: what does not fit is dead letters that say why",
    )
    on, off = found.get(cases.HOLDFAST), found.get(cases.HOLDFAST_SINGLE)
    with_it, without = (
        Goal(names[0], None, "")
        if on is None
        else Goal(names[0], on["counted"] == on["normal_sent"], f"{on['counted']:,.0f} of {on['normal_sent']:,.0f}"),
        Goal(names[1], None, "")
        if off is None
        else Goal(
            names[1],
            off["counted"] + off["dead_of_limit"] == off["normal_sent"] and off["dead_of_limit"] > 0,
            f"{off['counted']:,.0f} arrived and {off['dead_of_limit']:,.0f} dead of `signal-limit`"
            f" of {off['normal_sent']:,.0f}",
        ),
    )
    return [with_it, without]


def _away(samples: list[Sample], seconds: float) -> list[Goal]:
    told = []
    for how in (cases.KILLED, cases.PAUSED):
        found = [one.figures for one in samples if one.case == f"{cases.AWAY} {how}"]
        told += _of_away(f"Temporal {how} for {seconds:.0f} s", found[0] if found else None)
    return told


def _of_away(what: str, found: dict[str, float] | None) -> list[Goal]:
    names = (
        f"{what}: every critical signal is answered `202`, in {ANSWER_MS / 1000} s at most",
        f"{what}: no more than {MORE_THREADS} threads and {MORE_MEMORY:.0%} of memory more",
        f"{what}: afterwards everything arrives, once",
    )
    if found is None:
        return [Goal(name, None, "") for name in names]
    answered = found["refused"] == 0 and found["critical_answer_max_ms"] <= ANSWER_MS
    answers = (
        f"p50 {found['critical_answer_p50_ms']:,.1f}, p99 {found['critical_answer_p99_ms']:,.0f},"
        f" max {found['critical_answer_max_ms']:,.0f} ms; {found['refused']:,.0f} refused"
    )
    small = (
        found["threads_more"] <= MORE_THREADS and found["resident_more_mb"] <= MORE_MEMORY * found["resident_before_mb"]
    )
    sizes = (
        f"{found['threads_before']:.0f} threads {found['threads_more']:+.0f},"
        f" {found['resident_before_mb']:,.0f} MB {found['resident_more_mb']:+,.0f}"
    )
    whole = found["missing"] == found["dead"] == found["repeated"] == 0
    rest = (
        f"{found['missing']:,.0f} missing, {found['dead']:,.0f} dead, {found['repeated']:,.0f} repeated;"
        f" the last {found['drain_s']:.1f} s after Temporal was there again"
    )
    return [Goal(names[0], answered, answers), Goal(names[1], small, sizes), Goal(names[2], whole, rest)]
