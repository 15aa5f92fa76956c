"""What Holdfast sets out to reach in single calls."""

from __future__ import annotations

from ..goal import Figure, Goal, at_most, times_fewer, times_more
from ..samples import Summary

MEMORY_BYTES = 400 * 1000 * 1000


def goals(summary: Summary, server_peak: int) -> list[Goal]:
    """All; those for which nothing was measured say so."""
    latency = Figure("put x1", "p50_ms", "ms", digits=3)
    tail = Figure("put x32", "p99_ms", "ms")
    transactions = Figure("put x32", "transactions", digits=4)
    memory = f"{server_peak / 1e6:.0f} MB"
    return [
        at_most("put by 1 thread, 4 KB: p50 at most 0.9 times the better peer's", summary, latency, 0.9),
        times_more("put by 32 threads: at least 8 times the better peer's calls/s", summary, _rate("put x32"), 8),
        at_most("put by 32 threads: p99 no worse", summary, tail, 1.0),
        times_fewer("put by 32 threads: at least 10 times fewer write transactions", summary, transactions, 10),
        Goal("peak memory of the server below 400 MB", server_peak < MEMORY_BYTES, memory),
    ]


def _rate(case: str) -> Figure:
    return Figure(case, "calls_per_s", "calls/s", digits=0)


def next_doubling(summary: Summary) -> list[str]:
    """Where the CPU of a call goes, and what one client process could reach alone."""
    parts = {
        who: summary.median("put x32", "holdfast", figure) or 0.0
        for who, figure in (
            ("the client", "client_cpu_us"),
            ("the server", "server_cpu_us"),
            ("Postgres", "postgres_cpu_us"),
        )
    }
    rate = summary.median("put x32", "holdfast", "calls_per_s")
    if not rate or not parts["the client"]:
        return []
    told = ", ".join(f"{who} {value:.0f} µs" for who, value in parts.items())
    most = max(parts, key=lambda who: parts[who])
    return [
        f"A put of Holdfast by 32 threads costs, of CPU: {told}. One Python process has one core to run on:",
        f"its share alone allows {1e6 / parts['the client']:,.0f} calls/s, and {rate:,.0f} were reached.",
        f"The largest share is that of {most}.",
        "",
    ]
