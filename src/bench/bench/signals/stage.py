"""Where signals go: a Temporal, Holdfast before it, a worker behind it, and callers."""

from __future__ import annotations

import itertools
import json
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import processes
from ..places import Place
from .arrivals import Arrivals, Sent, read_sent
from .programs import ENVELOPED, SINGLE, Program
from .temporal import Temporal

DIRECT = "direct"
PATIENCE_SECONDS = 20.0


class Stage:
    """Everything that runs; workflows are new for each call of `workflows`."""

    def __init__(self, place: Place, temporal: Temporal, directory: Path) -> None:
        self.temporal, self.server, self._directory = temporal, place.server, directory
        self._postgres = place.cluster.pid
        self.worker = Program(
            directory / "worker.log", "work", temporal.target, directory / "handled", ENVELOPED, SINGLE
        )
        self.arrivals = Arrivals(directory / "handled")
        self.callers = Program(directory / "callers.log", "call", temporal.target)
        self._names = itertools.count()

    @contextmanager
    def workflows(self, queue: str, count: int) -> Iterator[Workflows]:
        """So many new ones, until the block ends."""
        flows = Workflows(self, f"{queue}-{time.time_ns()}-{next(self._names)}", count)
        self.callers.do("start", flows.prefix, count, queue)
        try:
            yield flows
        finally:
            self.callers.do("end", flows.prefix, count)

    def cpu_seconds(self) -> dict[str, float]:
        """What each program has used so far."""
        pids = {
            "holdfast": self.server.pid,
            "postgres": self._postgres,
            "temporal": self.temporal.pid,
            "worker": self.worker.pid,
            "callers": self.callers.pid,
        }
        return {name: processes.cpu_seconds(pid) for name, pid in pids.items()}

    def file(self) -> Path:
        """A name for one more."""
        return self._directory / f"sent-{next(self._names)}"

    def stop(self) -> None:
        """The programs; neither Temporal nor Holdfast."""
        self.callers.stop()
        self.worker.stop()


class Workflows:
    """Some that run."""

    def __init__(self, stage: Stage, prefix: str, count: int) -> None:
        self._stage, self.prefix, self.count = stage, prefix, count

    def send(self, way: str, seconds: float, *streams: str) -> list[Sent]:
        """Signals in turn; returns when the last is answered. A way is `direct`, or else Holdfast."""
        file = self._stage.file()
        to = DIRECT if way == DIRECT else self._stage.server.url
        self._stage.callers.do("send", self.prefix, self.count, file, seconds, to, *streams)
        sent = read_sent(file)
        file.unlink()
        return sent

    def missing(self, sent: list[Sent], patience_seconds: float = PATIENCE_SECONDS) -> int:
        """How many that were taken have not arrived, once nothing more arrives."""
        return len(self._stage.arrivals.wait([one for one in sent if one.taken], patience_seconds))

    def handled(self) -> int:
        """How many they have counted."""
        return self._stage.callers.do("handled", self.prefix, self.count)

    def events(self) -> int:
        """How many events of their histories are signals."""
        return self._stage.callers.do("events", self.prefix, self.count)

    def dead(self) -> Counter[str]:
        """Dead letters by their reason."""
        return sum((self._dead(f"{self.prefix}-{at}") for at in range(self.count)), Counter())

    def _dead(self, workflow: str) -> Counter[str]:
        found: Counter[str] = Counter()
        cursor: str | None = ""
        while cursor is not None:
            query = f"workflow_id={workflow}&limit=1000" + (f"&cursor={cursor}" if cursor else "")
            url = f"{self._stage.server.url}/v1/signals/dead-letters?{query}"
            with urllib.request.urlopen(url, timeout=30) as answer:
                page = json.loads(answer.read())
            found.update(one["reason"] for one in page["signals"])
            cursor = page["cursor"]
        return found


def stream(priority: str, callers: int, rate: float = 0, most: int = 0, each: int = 1) -> str:
    """Callers of one kind, as the Java program reads them; `rate` 0: each again when it is answered."""
    return f"{priority}:{callers}:{rate:g}:{most}:{each}"
