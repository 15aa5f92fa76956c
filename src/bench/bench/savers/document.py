"""The section of docs/benchmarks.md that this benchmark writes."""

from __future__ import annotations

from ..report import facts

METHOD = """Calls of LangGraph savers, made by one client process: each asyncio task is a LangGraph thread that calls
again when it is answered. State: one `messages` channel of about 4 KB, every value new (seeded random words and bytes).
A pair is what the runtime does in a superstep: `aput_writes` (1 KB) and `aput` in flight together; its latency is that
of both, its calls are two. All write to one Postgres, each to a database of its own; the client, the server and
Postgres share the machine. {rounds} rounds of {seconds:g} s for each case after a warm-up; in each round every
contender runs once, in rotated order. Figures are medians over the rounds, ± half their range. CPU, write transactions,
WAL and rows are for one call.
Write transactions are counted by transaction ids (Postgres gives none to what only reads); rows by counting them. After
each case Postgres must have exactly one checkpoint for each acknowledged put, and the last value and writes of every
thread must be read back."""


def section(about: dict[str, str], method: dict[str, float], result: list[str]) -> list[str]:
    """Its lines."""
    return ["## Saver calls", "", METHOD.format(**method), "", *facts(about), "", *result]
