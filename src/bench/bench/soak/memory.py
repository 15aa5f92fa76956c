"""What a server's memory does over time."""

from __future__ import annotations

import re
import statistics
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

MB = 1e6
# The last quarter may be so much over the second; in the first caches fill and the JVM compiles.
MOST_GROWTH = 1.15
_LINE = re.compile(r"^(jvm_memory_used_bytes|jvm_gc_live_data_size_bytes)(\{.*\})? (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """At one moment.

    Attributes:
        seconds: since the beginning.
        resident: bytes of the process.
        heap: bytes in use, what may be collected included.
        live: bytes of the long-lived part of the heap after its last collection.
    """

    seconds: float
    resident: float
    heap: float
    live: float

    def told(self) -> str:
        """A line for who waits."""
        sizes = (self.resident, self.heap, self.live)
        return f"{self.seconds:6.0f} s  resident {sizes[0] / MB:6.0f} MB  heap {sizes[1] / MB:6.0f} MB" + (
            f"  live after the last full collection {sizes[2] / MB:6.0f} MB"
        )


def read(pid: int, url: str, start: float) -> Reading:
    """Now; `start` is of `time.monotonic`."""
    with urllib.request.urlopen(f"{url}/metrics", timeout=30) as answer:
        heap, live = of_metrics(answer.read().decode())
    return Reading(time.monotonic() - start, resident(pid), heap, live)


def of_metrics(text: str) -> tuple[float, float]:
    """Bytes of the heap in use, and of its long-lived part after the last full collection."""
    used = live = 0.0
    for name, labels, told in _LINE.findall(text):
        if name == "jvm_gc_live_data_size_bytes":
            live = float(told)
        elif 'area="heap"' in labels:
            used += float(told)
    return used, live


def resident(pid: int) -> float:
    """Bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1]) * 1024
    raise RuntimeError("this system does not tell a process' memory")


def quarters(readings: list[Reading], field: str) -> list[float]:
    """The median of each quarter of the time."""
    if len(readings) < 4:
        raise ValueError("fewer readings than quarters")
    values = [getattr(one, field) for one in readings]
    cuts = [len(values) * at // 4 for at in range(5)]
    return [statistics.median(values[one:other]) for one, other in zip(cuts, cuts[1:], strict=False)]


def flat(medians: list[float]) -> bool:
    """Whether the last quarter is hardly above the second."""
    return medians[3] <= MOST_GROWTH * medians[1]


def lines(readings: list[Reading]) -> tuple[list[str], bool]:
    """A table of the quarters, and whether what counts is flat: the process, and what it cannot let go of."""
    told, all_flat = [f"{'MB, medians of quarters':40} first  second   third    last  last / second"], True
    for field, title in (
        ("resident", "resident"),
        ("live", "live after full collections"),
        ("heap", "heap in use (not judged)"),
    ):
        medians = quarters(readings, field)
        growth = medians[3] / medians[1] if medians[1] else 1.0
        judged = field != "heap"
        all_flat = all_flat and (flat(medians) or not judged)
        verdict = ("flat" if flat(medians) else "GROWS") if judged else ""
        told.append(f"{title:38}" + "".join(f"{one / MB:8.0f}" for one in medians) + f"  {growth:.2f} {verdict}")
    return told, all_flat
