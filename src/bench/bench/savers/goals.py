"""What Holdfast sets out to reach, and whether it did. Peers: the better one, measure by measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..contenders import CONTENDERS
from .summary import Summary

PEERS = [one.name for one in CONTENDERS if one.is_peer]
MEMORY_BYTES = 400 * 1000 * 1000


@dataclass(frozen=True)
class Goal:
    """One goal; `found` is in words."""

    name: str
    reached: bool
    found: str


def goals(summary: Summary, server_peak: int) -> list[Goal]:
    """Those for which something was measured."""
    told = []
    if "put x1" in summary:
        told.append(_latency(summary))
    if "put x32" in summary:
        told += [_rate(summary), _tail(summary), _transactions(summary)]
    memory = f"{server_peak / 1e6:.0f} MB"
    told.append(Goal("peak memory of the server below 400 MB", server_peak < MEMORY_BYTES, memory))
    return told


def _both(summary: Summary, case: str, measure: str, better: Callable[..., float]) -> tuple[float, float]:
    told = summary[case]
    return told["holdfast"][measure].median, better(told[peer][measure].median for peer in PEERS if peer in told)


def _latency(summary: Summary) -> Goal:
    ours, theirs = _both(summary, "put x1", "p50_ms", min)
    name = "put by 1 thread: p50 at most 1.2 times the better peer's"
    return Goal(name, ours <= 1.2 * theirs, f"{ours:.3f} / {theirs:.3f} ms = {ours / theirs:.2f}")


def _rate(summary: Summary) -> Goal:
    ours, theirs = _both(summary, "put x32", "calls_per_s", max)
    name = "put by 32 threads: at least 3 times the better peer's calls/s"
    return Goal(name, ours >= 3 * theirs, f"{ours:.0f} / {theirs:.0f} = {ours / theirs:.2f}")


def _tail(summary: Summary) -> Goal:
    ours, theirs = _both(summary, "put x32", "p99_ms", min)
    return Goal("put by 32 threads: p99 no worse", ours <= theirs, f"{ours:.2f} / {theirs:.2f} ms")


def _transactions(summary: Summary) -> Goal:
    ours, theirs = _both(summary, "put x32", "transactions", min)
    name = "put by 32 threads: at least 10 times fewer write transactions a call"
    return Goal(name, 10 * ours <= theirs, f"{ours:.4f} / {theirs:.4f} = 1 / {theirs / ours:.1f}")
