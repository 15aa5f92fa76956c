"""Temporal does not answer for a while: what callers are told meanwhile, and what the server holds."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ..samples import Sample
from ..soak.memory import resident
from . import cases
from .arrivals import Sent, figures
from .programs import ENVELOPED
from .stage import PATIENCE_SECONDS, Stage, Workflows, stream

NORMAL_RATE, CRITICAL_RATE = 200, 40
WARM_SECONDS = 10.0
MB = 1e6


@dataclass(frozen=True)
class Held:
    """What a server holds."""

    threads: int
    resident: float


def held(pid: int) -> Held:
    """Threads and bytes of a process now."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("Threads:"):
            return Held(int(line.split()[1]), resident(pid))
    raise RuntimeError("this system does not tell a process' threads")


class Away:
    """A stage whose Temporal goes and comes back."""

    def __init__(self, stage: Stage, seconds: float) -> None:
        self._stage, self._seconds = stage, seconds

    def warm(self) -> None:
        """Threads and memory are what they are under this load."""
        seconds = min(WARM_SECONDS, self._seconds)
        with self._stage.workflows(ENVELOPED, cases.WORKFLOWS) as flows:
            self._send(flows, seconds)

    def measure(self, how: str, number: int) -> Sample:
        """Figures of callers while it is away; how long until everything has arrived, and what has not."""
        with self._stage.workflows(ENVELOPED, cases.WORKFLOWS) as flows:
            # Envelopes begin once the worker has answered
            before_it = self._send(flows, 2)
            before = held(self._stage.server.pid)
            self._leave(how)
            with ThreadPoolExecutor(1) as pool:
                under = pool.submit(self._send, flows, self._seconds)
                time.sleep(self._seconds)
                meanwhile = held(self._stage.server.pid)
                begun = time.time_ns()
                self._return(how)
                sent = under.result()
            missing = flows.missing([*before_it, *sent], 3 * PATIENCE_SECONDS)
            counted = flows.handled()
            after = held(self._stage.server.pid)
            dead = sum(flows.dead().values())
        handled = self._stage.arrivals.handled
        last = max((handled[one.number] for one in sent if one.number in handled), default=begun)
        return Sample(
            f"{cases.AWAY} {how}",
            cases.HOLDFAST,
            number,
            figures(sent, handled)
            | {
                "missing": float(missing),
                "dead": float(dead),
                "repeated": float(counted + missing + dead - len(before_it) - len(sent)),
                "refused": float(sum(not one.taken for one in sent)),
                "delivered": float(sum(one.outcome == "delivered" for one in sent)),
                "drain_s": (last - begun) / 1e9,
                "threads_before": float(before.threads),
                "threads_more": float(max(meanwhile.threads, after.threads) - before.threads),
                "resident_before_mb": before.resident / MB,
                "resident_more_mb": (max(meanwhile.resident, after.resident) - before.resident) / MB,
            },
        )

    @staticmethod
    def _send(flows: Workflows, seconds: float) -> list[Sent]:
        # As many callers as would wait if each call took two seconds
        normal = stream("normal", cases.CALLERS, NORMAL_RATE)
        critical = stream("critical", 3 * CRITICAL_RATE, CRITICAL_RATE)
        return flows.send("holdfast", seconds, normal, critical)

    def _leave(self, how: str) -> None:
        if how == cases.KILLED:
            self._stage.temporal.kill()
        else:
            self._stage.temporal.pause()

    def _return(self, how: str) -> None:
        if how == cases.KILLED:
            self._stage.temporal.start()
        else:
            self._stage.temporal.go_on()
