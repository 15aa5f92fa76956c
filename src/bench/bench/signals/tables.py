"""Tables of the report."""

from __future__ import annotations

from .. import tables
from ..samples import Summary
from ..tables import Column
from . import cases

_ANSWER = (
    Column("to 200: p50 ms", "critical_answer_p50_ms", 2, with_spread=True),
    Column("p95", "critical_answer_p95_ms", 1, with_spread=True),
    Column("p99", "critical_answer_p99_ms", 1),
)
_HANDLER = (
    Column("to the handler: p50 ms", "critical_handler_p50_ms", 2),
    Column("p95", "critical_handler_p95_ms", 1, with_spread=True),
    Column("p99", "critical_handler_p99_ms", 1),
)
_ACCEPTED = (
    Column("normal/s", "normal_handled_per_s", with_spread=True),
    Column("acceptance to handler: p50 ms", "normal_accepted_p50_ms", 0),
    Column("p95", "normal_accepted_p95_ms", 0),
)
_CPU = tuple(
    Column(("CPU µs a signal: " if name == "holdfast" else "") + title, f"cpu_{name}_us", 0)
    for name, title in (
        ("holdfast", "Holdfast"),
        ("postgres", "Postgres"),
        ("temporal", "Temporal"),
        ("worker", "worker"),
        ("callers", "callers"),
    )
)
COLUMNS = {
    cases.IDLE: (*_ANSWER, *_HANDLER),
    cases.BESIDE: (*_ANSWER, *_HANDLER, *_ACCEPTED, *_CPU),
    cases.RATES: (
        Column("signals/s handled", "normal_handled_per_s", with_spread=True),
        Column("accepted", "normal_accepted_per_s", with_spread=True),
        Column("answer p50 ms", "normal_answer_p50_ms", 1),
        Column("p95", "normal_answer_p95_ms", 1),
        Column("signals", "normal_sent"),
        Column("events", "events"),
        *_CPU,
    ),
    cases.ONE: (
        Column("events", "events", with_spread=True),
        Column("acceptance to handler: p95 ms", "normal_accepted_p95_ms"),
    ),
    cases.LIMIT: (
        Column("sent", "normal_sent"),
        Column("handled", "counted"),
        Column("dead: signal-limit", "dead_of_limit"),
        Column("signals/s handled", "normal_handled_per_s"),
    ),
}
_AWAY = (
    Column("critical: answer p50 ms", "critical_answer_p50_ms", 1),
    Column("p99", "critical_answer_p99_ms", 0),
    Column("max", "critical_answer_max_ms", 0),
    Column("normal: answer p99 ms", "normal_answer_p99_ms", 1),
    Column("critical sent", "critical_sent"),
    Column("normal sent", "normal_sent"),
    Column("missing", "missing"),
    Column("drained after s", "drain_s", 1),
)


def lines(summary: Summary) -> list[str]:
    """One table for each case."""
    told = []
    for case in summary.cases():
        kind, _, how = case.partition(" ")
        title = cases.TITLES[kind] + (f": {how}" if how else "")
        told += tables.of_case(summary, case, title, COLUMNS.get(kind, _AWAY), cases.CONTENDERS)
    return told
