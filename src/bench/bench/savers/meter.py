"""Reads every counter before and after a run."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .. import counters, processes
from ..places import Place
from .cases import Case
from ..contenders import Contender
from .sample import Sample, percentile


@dataclass(frozen=True)
class Reading:
    """All counters at one moment."""

    postgres: counters.Counters
    postgres_cpu: float
    server_cpu: float
    committed: int
    client_cpu: float
    clock: float


def _cpu(place: Place) -> tuple[float, float]:
    return processes.cpu_seconds(place.cluster.pid), processes.cpu_seconds(place.server.pid)


def before(place: Place, contender: Contender) -> Reading:
    """Slow counters first: what reading costs is not counted."""
    counted = counters.read(place.cluster, contender.database or "postgres")
    committed = place.server.committed()
    return Reading(counted, *_cpu(place), committed, time.process_time(), time.perf_counter())


def after(place: Place, contender: Contender) -> Reading:
    """The same the other way round."""
    clock, client = time.perf_counter(), time.process_time()
    postgres_cpu, server_cpu = _cpu(place)
    committed = place.server.committed()
    counted = counters.read(place.cluster, contender.database or "postgres")
    return Reading(counted, postgres_cpu, server_cpu, committed, client, clock)


def sample(case: Case, contender: Contender, number: int, times: list[float], start: Reading, end: Reading) -> Sample:
    """What happened between two readings, for each call."""
    times.sort()
    calls, seconds = len(times) * case.calls_each, end.clock - start.clock
    changed = counters.between(start.postgres, end.postgres)
    ours = contender.name == "holdfast"
    return Sample(
        case=case.name,
        contender=contender.name,
        round=number,
        calls=calls,
        seconds=seconds,
        calls_per_s=calls / seconds,
        p50_ms=percentile(times, 0.5) * 1e3,
        p99_ms=percentile(times, 0.99) * 1e3,
        client_cpu_us=(end.client_cpu - start.client_cpu) / calls * 1e6,
        server_cpu_us=(end.server_cpu - start.server_cpu) / calls * 1e6 if ours else 0.0,
        postgres_cpu_us=(end.postgres_cpu - start.postgres_cpu) / calls * 1e6 if contender.database else 0.0,
        transactions=changed.transactions / calls if contender.database else 0.0,
        group_commits=(end.committed - start.committed) / calls if ours else None,
        wal_bytes=changed.wal_bytes / calls if contender.database else 0.0,
        rows=sum(changed.rows.values()) / calls,
    )
