"""Reads every counter before and after a run."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .. import counters, processes
from ..contenders import Contender
from ..places import Place
from ..samples import Sample
from .cases import Case

NOWHERE = counters.Position(0, 0)


@dataclass(frozen=True)
class Reading:
    """All counters at one moment."""

    rows: dict[str, int]
    checkpoints: int
    postgres: counters.Position
    postgres_cpu: float
    server_cpu: float
    committed: int
    client_cpu: float
    clock: float


def _rows(place: Place, contender: Contender) -> dict[str, int]:
    return counters.rows(place.cluster, contender.database) if contender.database else {}


def _checkpoints(place: Place, contender: Contender) -> int:
    return counters.checkpoints(place.cluster, contender.database) if contender.database else 0


def _position(place: Place, contender: Contender) -> counters.Position:
    return counters.settled(place.cluster) if contender.database else NOWHERE


def _cpu(place: Place) -> tuple[float, float]:
    return processes.cpu_seconds(place.cluster.pid), processes.cpu_seconds(place.server.pid)


def before(place: Place, contender: Contender) -> Reading:
    """Slow counters first: what reading costs is not counted."""
    rows, checkpoints = _rows(place, contender), _checkpoints(place, contender)
    position, committed = _position(place, contender), place.server.committed()
    return Reading(rows, checkpoints, position, *_cpu(place), committed, time.process_time(), time.perf_counter())


def after(place: Place, contender: Contender) -> Reading:
    """The same the other way round."""
    clock, client = time.perf_counter(), time.process_time()
    postgres_cpu, server_cpu = _cpu(place)
    committed, position = place.server.committed(), _position(place, contender)
    rows, checkpoints = _rows(place, contender), _checkpoints(place, contender)
    return Reading(rows, checkpoints, position, postgres_cpu, server_cpu, committed, client, clock)


def percentile(times: list[float], share: float) -> float:
    """The value that `share` of the sorted times do not exceed."""
    return times[min(len(times) - 1, int(len(times) * share))]


def sample(case: Case, contender: Contender, number: int, times: list[float], start: Reading, end: Reading) -> Sample:
    """What happened between two readings; latencies in milliseconds, CPU in microseconds for each call."""
    times.sort()
    calls, seconds = len(times) * case.calls_each, end.clock - start.clock
    figures = {
        "calls": calls,
        "seconds": seconds,
        "calls_per_s": calls / seconds,
        "p50_ms": percentile(times, 0.5) * 1e3,
        "p99_ms": percentile(times, 0.99) * 1e3,
        "client_cpu_us": (end.client_cpu - start.client_cpu) / calls * 1e6,
    }
    if contender.name == "holdfast":
        figures["server_cpu_us"] = (end.server_cpu - start.server_cpu) / calls * 1e6
        figures["group_commits"] = (end.committed - start.committed) / calls
    if contender.database:
        rows = sum(end.rows.values()) - sum(start.rows.values())
        figures |= {
            "postgres_cpu_us": (end.postgres_cpu - start.postgres_cpu) / calls * 1e6,
            "transactions": (end.postgres.transactions - start.postgres.transactions) / calls,
            "wal_bytes": (end.postgres.wal_bytes - start.postgres.wal_bytes) / calls,
            "rows": rows / calls,
        }
    return Sample(case.name, contender.name, number, figures)
