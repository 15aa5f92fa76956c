"""Tables of single calls, and where a peer is better."""

from __future__ import annotations

from .. import tables
from ..contenders import TITLES
from ..samples import Summary
from ..tables import Column

COLUMNS = (
    Column("calls/s", "calls_per_s", 0, with_spread=True),
    Column("p50 ms", "p50_ms", 3, with_spread=True),
    Column("p99 ms", "p99_ms", 2, with_spread=True),
    Column("client µs", "client_cpu_us"),
    Column("server µs", "server_cpu_us"),
    Column("Postgres µs", "postgres_cpu_us"),
    Column("write tx", "transactions", 3),
    Column("WAL bytes", "wal_bytes"),
    Column("rows", "rows", 2),
)
# A difference below this is noise on a machine with other things to do.
LOSS = 1.1


def of_cases(summary: Summary, titles: dict[str, str]) -> list[str]:
    """One table for each case."""
    return [line for case in summary.cases() for line in tables.of_case(summary, case, titles[case], COLUMNS)]


def losses(summary: Summary, titles: dict[str, str]) -> list[str]:
    """Where a peer is better by more than a tenth."""
    lines = []
    for case in summary.cases():
        for figure, unit, more in (("calls_per_s", "calls/s", True), ("p99_ms", "ms p99", False)):
            peer = summary.better_peer(case, figure, max if more else min)
            ours = summary.median(case, "holdfast", figure)
            if peer is None or ours is None:
                continue
            ratio = peer[0] / ours if more else ours / peer[0]
            if ratio > LOSS:
                lines.append(f"* {titles[case]}: {TITLES[peer[1]]} {peer[0]:,.2f} {unit}, Holdfast {ours:,.2f}")
    return lines or ["* none"]
