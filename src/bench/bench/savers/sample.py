"""The result of one case for one contender in one round."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """Latencies in milliseconds; CPU in microseconds, transactions, WAL and rows for each call."""

    case: str
    contender: str
    round: int
    calls: int
    seconds: float
    calls_per_s: float
    p50_ms: float
    p99_ms: float
    client_cpu_us: float
    server_cpu_us: float
    postgres_cpu_us: float
    transactions: float
    group_commits: float | None
    wal_bytes: float
    rows: float

    def told(self) -> str:
        """A progress line."""
        return (
            f"{self.case:12} {self.contender:14}{self.calls_per_s:9.0f} calls/s  p50 {self.p50_ms:8.3f}"
            f"  p99 {self.p99_ms:8.3f} ms  transactions/call {self.transactions:.3f}"
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def percentile(times: list[float], share: float) -> float:
    """The value that `share` of the sorted times do not exceed."""
    return times[min(len(times) - 1, int(len(times) * share))]
