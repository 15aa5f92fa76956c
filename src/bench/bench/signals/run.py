"""One case, one contender, one round."""

from __future__ import annotations

from ..samples import Sample
from . import cases
from .arrivals import Sent, figures
from .programs import ENVELOPED, SINGLE
from .stage import DIRECT, Stage, Workflows, stream

HOLDFAST = "holdfast"


class LostSignal(Exception):
    """Somebody was told that a signal will arrive, and it did not."""


class Run:
    """Measures on a stage.

    Args:
        seconds: of a flow.
        idle_calls: of each contender, one after the other.
        signals: of a burst; the peer sends a tenth.
        limit: signals of one run that Temporal takes.
    """

    def __init__(self, stage: Stage, seconds: float, idle_calls: int, signals: int, limit: int) -> None:
        self._stage, self._seconds, self._idle_calls = stage, seconds, idle_calls
        self._signals, self._limit = signals, limit

    def idle(self, number: int, blocks: int = 4) -> list[Sample]:
        """Blocks in turn, so that both see the same machine."""
        ways = {cases.HOLDFAST: HOLDFAST, cases.SDK: DIRECT}
        sent: dict[str, list[Sent]] = {name: [] for name in ways}
        with self._stage.workflows(ENVELOPED, cases.WORKFLOWS) as flows:
            for block in range(blocks):
                names = [*ways] if (number + block) % 2 else [*reversed(ways)]
                for name in names:
                    calls = stream("critical", 1, most=self._idle_calls // blocks)
                    sent[name] += flows.send(ways[name], 60, calls)
            self._complete(flows, [one for each in sent.values() for one in each])
        return [self._sample(cases.IDLE, name, number, sent[name]) for name in ways]

    def beside(self, name: str, number: int) -> Sample:
        """Critical ones while normal ones flow."""
        rate = {cases.HOLDFAST: cases.RATE, cases.SDK_SLOW: cases.PEER_RATE, cases.SDK: 0}[name]
        normal = stream("normal", cases.CALLERS, rate)
        critical = stream("critical", cases.CRITICAL_CALLERS, cases.CRITICAL_RATE)
        with self._stage.workflows(ENVELOPED, cases.WORKFLOWS) as flows:
            way = HOLDFAST if name == cases.HOLDFAST else DIRECT
            sent, cpu = self._metered(flows, way, self._seconds, normal, critical)
        return self._sample(cases.BESIDE, name, number, sent, cpu)

    def rates(self, name: str, number: int) -> Sample:
        """A burst, until the last handler has run."""
        many = self._signals if name != cases.SDK else self._signals // 10
        burst = stream("normal", cases.CALLERS, most=many, each=100 if name == cases.BATCHED else 1)
        with self._stage.workflows(ENVELOPED, cases.WORKFLOWS) as flows:
            sent, cpu = self._metered(flows, DIRECT if name == cases.SDK else HOLDFAST, 60, burst)
            events = flows.events()
        return self._sample(cases.RATES, name, number, sent, {"events": float(events)} | cpu)

    def one(self, number: int) -> Sample:
        """Events of a history."""
        with self._stage.workflows(ENVELOPED, 1) as flows:
            sent = flows.send(HOLDFAST, 60, stream("normal", cases.CALLERS, most=cases.TO_ONE))
            self._complete(flows, sent)
            events = flows.events()
        return self._sample(cases.ONE, cases.HOLDFAST, number, sent, {"events": float(events)})

    def limit(self, name: str, number: int) -> Sample:
        """More than a run takes: what arrived, and what died of which reason."""
        queue = ENVELOPED if name == cases.HOLDFAST else SINGLE
        many = self._limit * (12 if name == cases.HOLDFAST else 11) // 10
        with self._stage.workflows(queue, 1) as flows:
            sent = flows.send(HOLDFAST, 60, stream("normal", 5, most=many, each=20))
            missing = flows.missing(sent)
            dead, counted = flows.dead(), flows.handled()
        more = {
            "missing": float(missing),
            "dead": float(sum(dead.values())),
            "dead_of_limit": float(dead["signal-limit"]),
            "counted": float(counted),
        }
        if counted + sum(dead.values()) != len(sent):
            raise LostSignal(f"{len(sent)} sent, {counted} handled, {dict(dead)} dead")
        return self._sample(cases.LIMIT, name, number, sent, more)

    def _metered(
        self, flows: Workflows, way: str, seconds: float, *streams: str
    ) -> tuple[list[Sent], dict[str, float]]:
        """What was sent, and the microseconds of CPU that each program used for one of them."""
        before = self._stage.cpu_seconds()
        sent = flows.send(way, seconds, *streams)
        self._complete(flows, sent)
        after = self._stage.cpu_seconds()
        return sent, {f"cpu_{name}_us": (after[name] - before[name]) / len(sent) * 1e6 for name in before}

    def _complete(self, flows: Workflows, sent: list[Sent]) -> None:
        refused = [one for one in sent if not one.taken]
        if refused:
            raise LostSignal(f"{len(refused)} of {len(sent)} were refused, the first: {refused[0].outcome}")
        missing = flows.missing(sent)
        if missing:
            raise LostSignal(f"{missing} of {len(sent)} have not arrived")
        counted = flows.handled()
        if counted != len(sent):
            raise LostSignal(f"{len(sent)} were sent, the workflows have counted {counted}")

    def _sample(
        self, case: str, name: str, number: int, sent: list[Sent], more: dict[str, float] | None = None
    ) -> Sample:
        return Sample(case, name, number, figures(sent, self._stage.arrivals.handled) | (more or {}))
