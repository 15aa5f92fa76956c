"""What callers were told and when handlers ran, put together."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..savers.meter import percentile

MS = 1e6
TAKEN = ("delivered", "queued")


@dataclass(frozen=True)
class Sent:
    """One signal as its caller saw it; moments in nanoseconds."""

    number: int
    priority: str
    sent: int
    answered: int
    outcome: str

    @property
    def taken(self) -> bool:
        """Whether the caller was told that it will arrive."""
        return self.outcome in TAKEN


def read_sent(path: Path) -> list[Sent]:
    """What the calling program wrote."""
    told = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return [Sent(int(one[0]), one[1], int(one[2]), int(one[3]), one[4]) for one in told]


class Arrivals:
    """When the handler of each signal ran first, from the file of the worker, as it grows."""

    def __init__(self, path: Path) -> None:
        self._path, self._at, self._rest = path, 0, ""
        self.handled: dict[int, int] = {}
        self.times: Counter[int] = Counter()

    def look(self) -> None:
        """Reads what is new."""
        with self._path.open(encoding="utf-8") as file:
            file.seek(self._at)
            text = self._rest + file.read()
            self._at = file.tell()
        *lines, self._rest = text.split("\n")
        for line in lines:
            number, moment = map(int, line.split())
            self.handled.setdefault(number, moment)
            self.times[number] += 1

    def wait(self, signals: Iterable[Sent], patience_seconds: float) -> set[int]:
        """Waits until all have arrived, or none more does for so long; the numbers of those that have not."""
        missing, since = {one.number for one in signals}, time.monotonic()
        while missing and time.monotonic() - since < patience_seconds:
            time.sleep(0.05)
            self.look()
            left = missing - self.handled.keys()
            if len(left) < len(missing):
                missing, since = left, time.monotonic()
        return missing


def _spread(name: str, nanos: list[int]) -> dict[str, float]:
    if not nanos:
        return {}
    ordered = sorted(one / MS for one in nanos)
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {f"{name}_{which}_ms": percentile(ordered, share) for which, share in shares.items()} | {
        f"{name}_max_ms": ordered[-1]
    }


def figures(signals: list[Sent], handled: dict[int, int]) -> dict[str, float]:
    """Times to the answer and to the handler, from sending and from acceptance, by priority; and rates."""
    told: dict[str, float] = {}
    for priority in sorted({one.priority for one in signals}):
        mine = [one for one in signals if one.priority == priority and one.taken]
        there = [one for one in mine if one.number in handled]
        told |= _spread(f"{priority}_answer", [one.answered - one.sent for one in mine])
        told |= _spread(f"{priority}_handler", [handled[one.number] - one.sent for one in there])
        told |= _spread(f"{priority}_accepted", [max(0, handled[one.number] - one.answered) for one in there])
        told[f"{priority}_sent"] = float(len([one for one in signals if one.priority == priority]))
        told[f"{priority}_handled"] = float(len(there))
        told |= _rates(priority, mine, there, handled)
    return told


def _rates(priority: str, taken: list[Sent], there: list[Sent], handled: dict[int, int]) -> dict[str, float]:
    """Signals a second that were accepted, and that were handled: from the first call to the last of either."""
    if not there:
        return {}
    start = min(one.sent for one in taken)
    seconds = {
        "accepted": (max(one.answered for one in taken) - start) / 1e9,
        "handled": (max(handled[one.number] for one in there) - start) / 1e9,
    }
    counts = {"accepted": len(taken), "handled": len(there)}
    return {f"{priority}_{what}_per_s": counts[what] / seconds[what] for what in seconds}
