"""Tables for people, the same on a terminal and in Markdown."""

from __future__ import annotations

from ..report import aligned
from .cases import CALLS
from ..contenders import CONTENDERS
from .goals import PEERS, Goal
from .summary import Spread, Summary

TITLES = {one.name: one.title for one in CONTENDERS}
COLUMNS = (
    ("calls/s", "calls_per_s", 0),
    ("p50 ms", "p50_ms", 3),
    ("p99 ms", "p99_ms", 2),
    ("client µs", "client_cpu_us", 0),
    ("server µs", "server_cpu_us", 0),
    ("Postgres µs", "postgres_cpu_us", 0),
    ("write tx", "transactions", 3),
    ("WAL bytes", "wal_bytes", 0),
    ("rows", "rows", 2),
)
# A difference below this is noise on a machine with other things to do.
LOSS = 1.1


def _title(case: str) -> str:
    call, callers = case.rsplit(" x", 1)
    return f"{CALLS[call]}, {callers} thread{'' if callers == '1' else 's'}"


def _cell(spread: Spread | None, digits: int, with_spread: bool) -> str:
    if spread is None:
        return ""
    text = f"{spread.median:,.{digits}f}"
    return f"{text} ±{spread.around:.0%}" if with_spread else text


def tables(summary: Summary) -> list[str]:
    """One table for each case."""
    lines: list[str] = []
    for case, contenders in summary.items():
        rows = [[_title(case), *(title for title, _, _ in COLUMNS)]]
        for contender, told in contenders.items():
            cells = [_cell(told.get(measure), digits, at < 3) for at, (_, measure, digits) in enumerate(COLUMNS)]
            rows.append([TITLES[contender], *cells])
        lines += [*aligned(rows), ""]
    return lines


def goal_lines(goals: list[Goal]) -> list[str]:
    """One line for each goal."""
    rows = [["goal", "reached", "found"], *([goal.name, "yes" if goal.reached else "no", goal.found] for goal in goals)]
    return aligned(rows)


def losses(summary: Summary) -> list[str]:
    """Where a peer is better by more than a tenth."""
    lines = []
    for case, told in summary.items():
        for measure, unit, sign in (("calls_per_s", "calls/s", 1), ("p99_ms", "ms p99", -1)):
            theirs, peer = max((sign * told[peer][measure].median, peer) for peer in PEERS if peer in told)
            ours = told["holdfast"][measure].median
            if (abs(theirs) / ours) ** sign > LOSS:
                lines.append(f"* {_title(case)}: {TITLES[peer]} {abs(theirs):,.2f} {unit}, Holdfast {ours:,.2f}")
    return lines or ["* none"]
