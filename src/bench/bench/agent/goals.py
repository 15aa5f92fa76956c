"""What Holdfast sets out to reach in a long conversation."""

from __future__ import annotations

from ..goal import Figure, Goal, at_most, times_fewer
from ..samples import Summary

CASE = "conversation"


def near(summary: Summary) -> list[Goal]:
    """Where the round trip is short."""
    return [
        times_fewer("bytes on disk: at least 100 times fewer", summary, _megabytes("disk_bytes"), 100),
        times_fewer("WAL: at least 30 times less", summary, _megabytes("wal_bytes"), 30),
        times_fewer("bytes sent by the agent: at least 30 times fewer", summary, _megabytes("sent_bytes"), 30),
        at_most("overhead at most a quarter of the peer's", summary, Figure(CASE, "overhead", "s"), 0.25),
        _below("get_tuple of the head, above decoding: at most 1 ms", summary, "head_above_ms", 1.0),
        _below(
            "get_tuple of the head with known versions, above decoding: at most 0.5 ms", summary, "known_above_ms", 0.5
        ),
        at_most(
            "get_tuple, server just restarted: no slower than the peer with a new connection",
            summary,
            _ms("cold_ms"),
            1.0,
        ),
        at_most("get_tuple, the same after reads of another thread: no slower", summary, _ms("cold_thread_ms"), 1.0),
        at_most("list of 20, above decoding: at most a quarter of the peer's", summary, _ms("list_above_ms"), 0.25),
    ]


def distant(summary: Summary) -> list[Goal]:
    """Where it is long."""
    return [at_most("overhead at most 0.35 of the peer's", summary, Figure(CASE, "overhead", "s"), 0.35)]


def _megabytes(name: str) -> Figure:
    return Figure(CASE, name, "MB", 1e6)


def _ms(name: str) -> Figure:
    return Figure(CASE, name, "ms", digits=1)


def _below(name: str, summary: Summary, figure: str, limit: float) -> Goal:
    ours, peer = summary.median(CASE, "holdfast", figure), summary.better_peer(CASE, figure)
    if ours is None:
        return Goal(name, None, "")
    theirs = f" (the peer {peer[0]:.2f} ms)" if peer else ""
    return Goal(name, ours <= limit, f"{ours:.2f} ms{theirs}")
