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
    """The lanes in use, and the writes that are not answered yet. Not thread-safe: its outbox locks."""

    def __init__(self) -> None:
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._open_writes: dict[str, dict[Operation, None]] = {}

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

    def opened(self, operation: Operation) -> None:
        """Notes a write that is not answered yet; a thread-wide one waits for those before it."""
        for thread in operation.across:
            for other in self._open_writes.get(thread, ()):
                operation.blockers += 1
                other.dependents = [*(other.dependents or ()), operation]
        if operation.writes:
            for thread in self._threads(operation):
                self._open_writes.setdefault(thread, {})[operation] = None

    def closed(self, operation: Operation) -> list[Operation]:
        """Forgets an answered write; returns the thread-wide operations that need wait no longer."""
        if operation.writes:
            for thread in self._threads(operation):
                others = self._open_writes.get(thread)
                if others is not None:
                    others.pop(operation, None)
                    if not others:
                        del self._open_writes[thread]
        free = []
        for dependent in operation.dependents or ():
            dependent.blockers -= 1
            if not dependent.blockers:
                free.append(dependent)
        operation.dependents = None
        return free

    @staticmethod
    def _threads(operation: Operation) -> tuple[str, ...]:
        return (operation.lane_key[0],) if operation.lane_key is not None else operation.across
