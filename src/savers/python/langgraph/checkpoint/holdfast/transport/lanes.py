"""Queues that keep the order of one thread's operations."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .operation import Batch, Operation


class Lane:
    """What waits for one `(thread_id, checkpoint_ns)`, in the order of the calls.

    A batch that writes holds its lanes until it is answered: at most one writing request of a
    lane is in flight. Reads wait for the writes before them but hold nothing.
    """

    __slots__ = ("key", "queue", "held_by")

    def __init__(self, key: tuple[str, str] | None) -> None:
        self.key = key
        self.queue: deque[Operation] = deque()
        self.held_by: Batch | None = None


class Lanes:
    """The lanes in use. Not thread-safe: its outbox locks."""

    def __init__(self) -> None:
        self._lanes: dict[tuple[str, str], Lane] = {}

    def join(self, operation: Operation, front: bool = False) -> Lane:
        """Puts the operation at the end (or back at the front) of its lane.

        An operation without a lane gets one of its own.
        """
        key = operation.lane_key
        lane = self._lanes.get(key) if key is not None else operation.lane
        if lane is None:
            lane = Lane(key)
            if key is not None:
                self._lanes[key] = lane
        operation.lane = lane
        if front:
            lane.queue.appendleft(operation)
        else:
            lane.queue.append(operation)
        return lane

    def drop_if_idle(self, lane: Lane) -> None:
        if lane.key is not None and not lane.queue and lane.held_by is None:
            self._lanes.pop(lane.key, None)

    def find(self, key: tuple[str, str] | None) -> Lane | None:
        return self._lanes.get(key) if key is not None else None

    def block(self, operation: Operation) -> None:
        """Makes a thread-wide operation wait for the writes of its threads that are not answered yet."""
        threads = set(operation.across)
        for lane in self._lanes.values():
            if lane.key is None or lane.key[0] not in threads:
                continue
            held = lane.held_by.operations if lane.held_by is not None else ()
            for other in (*held, *lane.queue):
                if other.writes and other.lane is lane and not other.done:
                    operation.blockers += 1
                    other.dependents = [*(other.dependents or ()), operation]


def freed_by(operation: Operation) -> list[Operation]:
    """The thread-wide operations that waited for this one only."""
    free = []
    for dependent in operation.dependents or ():
        dependent.blockers -= 1
        if not dependent.blockers:
            free.append(dependent)
    operation.dependents = None
    return free
