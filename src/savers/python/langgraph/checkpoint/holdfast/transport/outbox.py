"""Gathers what callers issue into batches, and keeps each thread's order."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from time import monotonic

from ..errors import Closed
from .circle import Circle
from .lanes import Lane, Lanes, freed_by
from .limits import Limits
from .operation import Batch, Operation
from .turns import Turns, first
from .verdict import Again, Done, Failed, Verdict


class Outbox:
    """Thread-safe queues of operations, between callers and those who send.

    Args:
        linger: seconds for which new operations gather while a younger request is in flight.
    """

    def __init__(self, linger: float = 0.002) -> None:
        self.limits = Limits()
        self.greeted = False
        self._lock = Lock()
        self._lanes = Lanes()
        self._turns = Turns(self._lanes, linger)

    def greet(self, limits: Limits) -> None:
        """The server has said what it is and what it takes; nobody needs to ask again."""
        self.limits = limits
        self.greeted = True

    def submit(self, operation: Operation, circle: Circle, *, bypass: bool = False) -> None:
        """Queues an operation.

        Args:
            bypass: the caller blocks an event loop, so it must not wait behind operations of event
                loops: behind such ones it goes without its lane.
        """
        operation.circle = circle
        nudged: Circle | None = None
        with self._lock:
            if bypass and self._would_wait_for_loop(operation, circle):
                operation.lane_key, operation.across = None, ()
            if operation.across:
                self._lanes.block(operation)
            if not operation.blockers:
                lane = self._lanes.join(operation)
                if len(lane.queue) == 1:
                    self._turns.offer(lane)
                elif not operation.linger:
                    nudged = self._end_linger(lane)
        if nudged is not None and nudged is not circle:
            nudged.nudge()

    def take(self, circle: Circle) -> Batch | None:
        """The next batch for `circle` to send, or None if there is none or it should gather more."""
        now = monotonic()
        nudged: dict[Circle, None] = {}
        with self._lock:
            self._turns.promote(circle, now)
            if not circle.ready or not self._turns.may_start(circle, now, self.limits):
                return None
            batch = Batch(circle)
            full = False
            while circle.ready and not full:
                full = self._turns.fill(batch, circle.ready.popleft(), now, nudged, self.limits)
            if batch.operations:
                batch.started = now
                circle.in_flight[batch] = None
            if full:
                nudged[circle] = None
        for other in nudged:
            other.nudge()
        return batch if batch.operations else None

    def finish(self, batch: Batch, verdicts: list[Verdict]) -> None:
        """Settles what is done, requeues what goes again, and lets the lanes move on."""
        circle = batch.circle
        nudged: dict[Circle, None] = {}
        again: list[Operation] = []
        with self._lock:
            circle.in_flight.pop(batch, None)
            circle.expect(len(batch.operations), monotonic())
            for operation, verdict in zip(batch.operations, verdicts, strict=True):
                if isinstance(verdict, Again) and not operation.abandoned:
                    operation.not_before = verdict.when
                    operation.batch = None
                    again.append(operation)
                else:
                    self._close(operation, verdict, nudged)
            for lane in batch.lanes:
                if lane.held_by is batch:
                    lane.held_by = None
            self._requeue(batch, again, nudged)
            if circle.ready or circle.delayed:
                nudged[circle] = None
        for operation in batch.operations:
            if operation.done:
                circle.settle(operation)
        for operation in again:
            operation.wake()
        for other in nudged:
            other.nudge()

    def abandon(self, operation: Operation) -> None:
        """The caller has left: unsent it is dropped, in flight its answer is ignored."""
        nudged: dict[Circle, None] = {}
        with self._lock:
            operation.abandoned = True
            lane = operation.lane
            if operation.batch is None and not operation.done:
                self._close(operation, Failed(Closed("the caller left")), nudged)
                if lane is not None and operation in lane.queue:
                    lane.queue.remove(operation)
                    nudged[self._turns.offer(lane) or operation.circle] = None  # type: ignore[index]
        for circle in nudged:
            circle.nudge()

    def patience(self, operation: Operation) -> float:
        """Seconds after which the waiting caller should look again by itself."""
        circle = operation.circle
        now = monotonic()
        longest = max(0.0, min(0.25, operation.deadline - now))
        with self._lock:
            if operation.batch is not None or operation.lane is None or circle is None:
                return longest
            if operation.not_before > now:
                return min(longest, operation.not_before - now)
            if operation is first(circle.ready):
                return min(longest, max(0.0, self._turns.next_start(circle) - now))
        return longest

    def next_start(self, circle: Circle) -> float:
        """When a further request may start, on the monotonic clock; at the latest in a quarter second."""
        return self._turns.next_start(circle)

    def free_stalled(self, circles: Iterable[Circle]) -> None:
        """Takes lanes away from event loops that have stopped, so that nobody waits for them."""
        nudged: dict[Circle, None] = {}
        with self._lock:
            for circle in circles:
                if circle.stalled():
                    self._free(circle, nudged)
        for circle in nudged:
            circle.nudge()

    def head(self, circle: Circle) -> Operation | None:
        """Whose turn it is to send next."""
        with self._lock:
            return first(circle.ready)

    def _free(self, circle: Circle, nudged: dict[Circle, None]) -> None:
        waiting = [lane for lane in circle.ready] + [entry[2] for entry in circle.delayed]
        held = [lane for batch in circle.in_flight for lane in batch.lanes if lane.held_by is batch]
        for batch in circle.in_flight:
            for operation in batch.operations:
                self._release_dependents(operation, nudged)
        for lane in held:
            lane.held_by = None
        circle.ready.clear()
        circle.delayed.clear()
        for lane in {id(lane): lane for lane in waiting + held}.values():
            # Should that loop run again, its operations go on by themselves, outside their lane.
            for operation in [op for op in lane.queue if op.circle is circle]:
                lane.queue.remove(operation)
                self._release_dependents(operation, nudged)
                operation.lane_key, operation.lane = None, None
                circle.ready.append(self._lanes.join(operation))
            other = self._turns.offer(lane)
            if other is not None:
                nudged[other] = None

    def _end_linger(self, lane: Lane) -> Circle | None:
        """What lingers at the head of the lane has its company; returns the circle that sends it."""
        head = lane.queue[0]
        if not head.linger:
            return None
        head.linger = head.not_before = 0.0
        return self._turns.offer(lane)

    def _would_wait_for_loop(self, operation: Operation, circle: Circle) -> bool:
        if operation.across:
            return True
        lane = self._lanes.find(operation.lane_key)
        if lane is None:
            return False
        if lane.held_by is not None and lane.held_by.circle is not circle:
            return True
        return any(other.circle is not circle for other in lane.queue)

    def _requeue(self, batch: Batch, again: list[Operation], nudged: dict[Circle, None]) -> None:
        """Puts these back in front of their lanes, in their order, and offers the batch's lanes."""
        lanes = dict.fromkeys(batch.lanes)
        for operation in reversed(again):
            lanes[self._lanes.join(operation, front=True)] = None
        for lane in lanes:
            other = self._turns.offer(lane)
            if other is not None:
                nudged[other] = None

    def _close(self, operation: Operation, verdict: Verdict, nudged: dict[Circle, None]) -> None:
        if isinstance(verdict, Done):
            operation.result = verdict.result
        elif isinstance(verdict, Failed):
            operation.error = verdict.error
        operation.done = True
        operation.revise = operation.batch = None  # or it and its batch would wait for the garbage collector
        if operation.dependents:
            self._release_dependents(operation, nudged)

    def _release_dependents(self, operation: Operation, nudged: dict[Circle, None]) -> None:
        for free in freed_by(operation):
            if not free.done:
                circle = self._turns.offer(self._lanes.join(free))
                if circle is not None:
                    nudged[circle] = None
