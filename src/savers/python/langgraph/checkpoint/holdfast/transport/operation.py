"""What travels: one operation, and a batch of them in one request."""

from __future__ import annotations

import asyncio
from _thread import LockType, allocate_lock
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import DeadlineExceeded, HoldfastError, OutcomeUnknown

if TYPE_CHECKING:
    from .circle import Circle
    from .lanes import Lane

Revise = Callable[[Mapping[str, Any]], "bytes | None"]


class Prelude(NamedTuple):
    """An operation that goes in the same batch right before another, as often as that one is sent.

    Attributes:
        payload: its map in MessagePack.
        answered: told its result or `{"problem": …}`; whether it is done with, so that a repeat goes without it.
    """

    payload: bytes
    answered: Callable[[Any], bool]


class Operation:
    """One call of a saver on its way: packed at call time, so it holds nothing its caller may change.

    Args:
        payload: the operation's map in MessagePack.
        lane: `(thread_id, checkpoint_ns)` whose order it keeps, or None.
        writes: whether it changes something.
        across: threads that it changes in all their namespaces; it waits for their open writes.
        timeout: seconds from now until the caller is told that there is no answer.
        linger: seconds for which it waits for company in its lane; whatever comes there without a linger ends that.
        revise: makes a new payload for a `check_first` problem or `invalid-splice`, or None if it cannot.
        prelude: goes right before it; that it fails does not matter to this one.
        attached: signals that are committed with it or not at all, each packed up to the number that `with` is.
        target: method and path of a resource, which this is then a request to, by itself; the payload is its body.
    """

    # Defaults on the class: an operation is made for every call, and most never change these.
    circle: Circle | None = None
    lane: Lane | None = None
    batch: Batch | None = None
    attempts = revisions = 0
    not_before = 0.0
    result: Any = None
    error: BaseException | None = None
    last_error: HoldfastError | None = None
    done = abandoned = sent = alone = False
    waiter: LockType | None = None
    future: asyncio.Future[Any] | None = None
    blockers = 0
    dependents: list[Operation] | None = None

    def __init__(
        self,
        payload: bytes,
        *,
        lane: tuple[str, str] | None = None,
        writes: bool = False,
        across: tuple[str, ...] = (),
        timeout: float = 30.0,
        linger: float = 0.0,
        revise: Revise | None = None,
        prelude: Prelude | None = None,
        attached: tuple[bytes, ...] = (),
        target: tuple[str, str] | None = None,
    ) -> None:
        self.payload = payload
        self.lane_key = lane
        self.writes = writes
        self.across = across
        self.deadline = monotonic() + timeout
        self.linger = linger
        self.revise = revise
        self.prelude = prelude
        self.attached = attached
        self.target = target
        if target is not None:
            self.alone = True

    def pieces(self, before: int = 0) -> tuple[bytes, ...]:
        """What travels for it, each an operation of the protocol; `before` others stand before it in the request."""
        if self.prelude is None and not self.attached:
            return (self.payload,)
        first = () if self.prelude is None else (self.prelude.payload,)
        own = b"\xcd" + (before + len(first)).to_bytes(2, "big")
        return (*first, self.payload, *(signal + own for signal in self.attached))

    def expect_thread(self) -> None:
        """Prepares for a thread that waits; before the operation is submitted."""
        self.waiter = allocate_lock()
        self.waiter.acquire()

    def wake(self) -> None:
        """Lets the thread that waits for this operation look again; a wake before the wait is kept."""
        if self.waiter is not None:
            with suppress(RuntimeError):
                self.waiter.release()

    def overdue(self) -> HoldfastError:
        """Why the deadline came: the last problem, or what is true of an operation never answered."""
        if self.writes and (self.sent or self.batch is not None):
            return OutcomeUnknown("no answer within the deadline; the write may have been committed")
        return self.last_error or DeadlineExceeded("no answer within the deadline")


class Batch:
    """Operations that share one request, in the order in which they take effect."""

    __slots__ = ("circle", "operations", "count", "lanes", "size", "started")

    def __init__(self, circle: Circle) -> None:
        self.circle = circle
        self.operations: list[Operation] = []
        self.lanes: list[Lane] = []
        self.size = self.count = 0
        self.started = 0.0

    def accepts(self, operation: Operation, most: int, most_bytes: int) -> bool:
        """Whether there is room; an operation that is larger than a batch goes by itself."""
        if not self.operations:
            return True
        if operation.alone or self.operations[0].alone:
            return False
        pieces = operation.pieces()
        return self.count + len(pieces) <= most and self.size + sum(map(len, pieces)) <= most_bytes

    def add(self, operation: Operation) -> None:
        self.operations.append(operation)
        pieces = operation.pieces()
        self.count += len(pieces)
        self.size += sum(map(len, pieces))
        operation.batch = self

    @property
    def target(self) -> tuple[str, str] | None:
        """The resource that it is a request to, if it holds that and no operations."""
        return self.operations[0].target

    def deadline(self) -> float:
        """When the first of its callers stops waiting."""
        return min(operation.deadline for operation in self.operations)

    def body(self, session: int, timeout_ms: int) -> bytes:
        """The request's body; operations are packed already, so this only joins."""
        count = self.count
        head = b"\xdc" + count.to_bytes(2, "big") if count > 15 else bytes((0x90 | count,))
        pieces = [
            b"\x83\xa7session\xcf", session.to_bytes(8, "big"),
            b"\xaatimeout_ms\xce", timeout_ms.to_bytes(4, "big"),
            b"\xaaoperations", head,
        ]  # fmt: skip
        before = 0
        for operation in self.operations:
            own = operation.pieces(before)
            before += len(own)
            pieces += own
        return b"".join(pieces)
