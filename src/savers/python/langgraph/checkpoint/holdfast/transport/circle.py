"""Who shares batches with whom."""

from __future__ import annotations

from collections import deque

from .lanes import Lane
from .operation import Batch, Operation

# Threads that were answered together mostly call again at once, each when it gets the interpreter lock.
_GATHER_EACH, _GATHER_MOST = 40e-6, 0.002
# So many threads of LangGraph make a request worth sending at once. The server then works while the
# callers that are left prepare theirs; with all in one request either side would wait for the other.
ENOUGH = 16


class Circle:
    """Callers who share batches: all threads of the process together, or the tasks of one event loop.

    Each circle drives its own requests, so none depends on another's event loop running.
    """

    def __init__(self, max_requests: int) -> None:
        self.max_requests = max_requests
        self.ready: deque[Lane] = deque()
        self.delayed: list[tuple[float, int, Lane]] = []
        self.in_flight: dict[Batch, None] = {}
        self.expected = 0
        self.gather_until = 0.0

    def expect(self, callers: int, now: float) -> None:
        """So many callers are being answered together: the next request may wait for them a moment."""
        self.expected = callers + len(self.ready)
        self.gather_until = now + min(callers * _GATHER_EACH, _GATHER_MOST)

    def nudge(self) -> None:
        """Somebody of this circle looks for a batch to send. Called without the outbox's lock."""
        raise NotImplementedError

    def settle(self, operation: Operation) -> None:
        """Hands a finished operation to its caller. Called without the outbox's lock."""
        raise NotImplementedError

    def stalled(self) -> bool:
        """Whether nobody will drive this circle's requests any more (its event loop has stopped)."""
        return False
