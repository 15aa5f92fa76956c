"""Which lanes may send, and when."""

from __future__ import annotations

import heapq
from collections import deque
from itertools import count
from time import monotonic

from .circle import ENOUGH, Circle
from .lanes import Lane, Lanes
from .limits import ENVELOPE_BYTES, Limits
from .operation import Batch, Operation

# Requests are not made larger than this even where the server takes more: a huge one delays its neighbours.
_SOFT_BODY_BYTES = 8 * 1024 * 1024


class Turns:
    """Shows lanes to the circles that send them, and fills batches. Not thread-safe: its outbox locks.

    Args:
        linger: seconds for which new operations gather while a younger request is in flight.
    """

    def __init__(self, lanes: Lanes, linger: float) -> None:
        self._lanes = lanes
        self._linger = linger
        self._tick = count()

    def offer(self, lane: Lane, now: float | None = None) -> Circle | None:
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

    def may_start(self, circle: Circle, now: float, limits: Limits) -> bool:
        """Whether a request of the circle may begin now, beside those in flight."""
        if not circle.in_flight:
            return len(circle.ready) >= circle.expected or now >= circle.gather_until
        if len(circle.in_flight) >= circle.max_requests:
            return False
        if len(circle.ready) >= min(ENOUGH, limits.operations):
            return True
        return now - max(batch.started for batch in circle.in_flight) >= self._linger

    def promote(self, circle: Circle, now: float) -> None:
        """Makes lanes ready whose time has come."""
        company = 0.0
        while circle.delayed and circle.delayed[0][0] <= now + company:
            head = first(deque((circle.delayed[0][2],)))
            if head is not None and head.linger:
                # What came in one turn of the loop began to linger at slightly different times.
                company, head.linger, head.not_before = head.linger, 0.0, 0.0
            elif circle.delayed[0][0] > now:
                break
            circle.ready.append(heapq.heappop(circle.delayed)[2])

    def fill(self, batch: Batch, lane: Lane, now: float, nudged: dict[Circle, None], limits: Limits) -> bool:
        """Moves what fits from the lane into the batch; True when the batch is full."""
        if lane.held_by is not None:
            return False
        room = min(limits.body_bytes - ENVELOPE_BYTES, _SOFT_BODY_BYTES)
        holds = full = False
        while lane.queue:
            operation = lane.queue[0]
            if operation.circle is not batch.circle or operation.not_before > now:
                break
            if not batch.accepts(operation, limits.operations, room):
                full = True
                break
            batch.add(lane.queue.popleft())
            holds = holds or operation.writes
        if holds:
            lane.held_by = batch
            batch.lanes.append(lane)
        else:
            other = self.offer(lane, now)
            if other is not None and other is not batch.circle:
                nudged[other] = None
        return full

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


def first(ready: deque[Lane]) -> Operation | None:
    """The operation whose turn it is among these lanes."""
    for lane in ready:
        if lane.queue:
            return lane.queue[0]
    return None
