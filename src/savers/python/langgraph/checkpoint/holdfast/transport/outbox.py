"""Gathers what callers issue into batches, and keeps each thread's order."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from itertools import count
from threading import Lock
from time import monotonic

from ..errors import Closed
from .circle import ENOUGH, Circle
from .lanes import Lane, Lanes, freed_by
from .limits import ENVELOPE_BYTES, Limits
from .operation import Batch, Operation
from .verdict import Again, Done, Failed, Verdict

# Requests are not made larger than this even where the server takes more: a huge one delays its neighbours.
_SOFT_BODY_BYTES = 8 * 1024 * 1024


class Outbox:
    """Thread-safe queues of operations, between callers and those who send.

    Args:
        linger: seconds for which new operations gather while a younger request is in flight.
    """

    def __init__(self, linger: float = 0.002) -> None:
        self.limits = Limits()
        self.greeted = False
        self._linger = linger
        self._lock = Lock()
        self._lanes = Lanes()
        self._tick = count()

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
                    self._offer(lane)
                elif not operation.linger:
                    nudged = self._end_linger(lane)
        if nudged is not None and nudged is not circle:
            nudged.nudge()

    def take(self, circle: Circle) -> Batch | None:
        """The next batch for `circle` to send, or None if there is none or it should gather more."""
        now = monotonic()
        nudged: dict[Circle, None] = {}
        with self._lock:
            self._promote(circle, now)
            if not circle.ready or not self._may_start(circle, now):
                return None
            batch = Batch(circle)
            full = False
            while circle.ready and not full:
                full = self._fill(batch, circle.ready.popleft(), now, nudged)
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
                    nudged[self._offer(lane) or operation.circle] = None  # type: ignore[index]
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
            if operation is _first(circle.ready):
                return min(longest, max(0.0, self.next_start(circle) - now))
        return longest

    def next_start(self, circle: Circle) -> float:
        """When a further request may start, on the monotonic clock; at the latest in a quarter second."""
        now = monotonic()
        times = [now + 0.25]
        if circle.delayed:
            times.append(circle.delayed[0][0])
        if circle.ready and not circle.in_flight:
            times.append(circle.gather_until)
        elif circle.ready and len(circle.in_flight) < circle.max_requests:
            times.append(max(batch.started for batch in circle.in_flight) + self._linger)
        return max(now, min(times))

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
            return _first(circle.ready)

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
            other = self._offer(lane)
            if other is not None:
                nudged[other] = None

    def _end_linger(self, lane: Lane) -> Circle | None:
        """What lingers at the head of the lane has its company; returns the circle that sends it."""
        head = lane.queue[0]
        if not head.linger:
            return None
        head.linger = head.not_before = 0.0
        return self._offer(lane)

    def _would_wait_for_loop(self, operation: Operation, circle: Circle) -> bool:
        if operation.across:
            return True
        lane = self._lanes.find(operation.lane_key)
        if lane is None:
            return False
        if lane.held_by is not None and lane.held_by.circle is not circle:
            return True
        return any(other.circle is not circle for other in lane.queue)

    def _may_start(self, circle: Circle, now: float) -> bool:
        if not circle.in_flight:
            return len(circle.ready) >= circle.expected or now >= circle.gather_until
        if len(circle.in_flight) >= circle.max_requests:
            return False
        if len(circle.ready) >= min(ENOUGH, self.limits.operations):
            return True
        return now - max(batch.started for batch in circle.in_flight) >= self._linger

    def _promote(self, circle: Circle, now: float) -> None:
        company = 0.0
        while circle.delayed and circle.delayed[0][0] <= now + company:
            head = _first(deque((circle.delayed[0][2],)))
            if head is not None and head.linger:
                # What came in one turn of the loop began to linger at slightly different times.
                company, head.linger, head.not_before = head.linger, 0.0, 0.0
            elif circle.delayed[0][0] > now:
                break
            circle.ready.append(heapq.heappop(circle.delayed)[2])

    def _fill(self, batch: Batch, lane: Lane, now: float, nudged: dict[Circle, None]) -> bool:
        """Moves what fits from the lane into the batch; True when the batch is full."""
        if lane.held_by is not None:
            return False
        room = min(self.limits.body_bytes - ENVELOPE_BYTES, _SOFT_BODY_BYTES)
        holds = full = False
        while lane.queue:
            operation = lane.queue[0]
            if operation.circle is not batch.circle or operation.not_before > now:
                break
            if not batch.accepts(operation, self.limits.operations, room):
                full = True
                break
            batch.add(lane.queue.popleft())
            holds = holds or operation.writes
        if holds:
            lane.held_by = batch
            batch.lanes.append(lane)
        else:
            other = self._offer(lane, now)
            if other is not None and other is not batch.circle:
                nudged[other] = None
        return full

    def _offer(self, lane: Lane, now: float | None = None) -> Circle | None:
        """Shows the lane to the circle whose operation is first in it; returns that circle."""
        if lane.held_by is not None:
            return None
        if not lane.queue:
            self._lanes.drop_if_idle(lane)
            return None
        head = lane.queue[0]
        circle = head.circle
        assert circle is not None
        now = monotonic() if now is None else now
        if head.linger and not head.not_before and all(one.linger for one in lane.queue):
            head.not_before = now + head.linger  # from now on: before, the lane was held anyway
        if head.not_before > now:
            heapq.heappush(circle.delayed, (head.not_before, next(self._tick), lane))
        else:
            circle.ready.append(lane)
        return circle

    def _requeue(self, batch: Batch, again: list[Operation], nudged: dict[Circle, None]) -> None:
        """Puts these back in front of their lanes, in their order, and offers the batch's lanes."""
        lanes = dict.fromkeys(batch.lanes)
        for operation in reversed(again):
            lanes[self._lanes.join(operation, front=True)] = None
        for lane in lanes:
            other = self._offer(lane)
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
                circle = self._offer(self._lanes.join(free))
                if circle is not None:
                    nudged[circle] = None


def _first(ready: deque[Lane]) -> Operation | None:
    for lane in ready:
        if lane.queue:
            return lane.queue[0]
    return None
