"""Sends for callers who block: the caller that finds no request in flight sends for all that wait.

No thread is started, so a single caller pays for no hand-over, and a process that ends has nothing to stop.
"""

from __future__ import annotations

import asyncio
import ssl
import weakref
from collections.abc import Callable
from time import monotonic
from typing import Any

from ..errors import HoldfastError, IncompatibleServerError
from .circle import Circle
from .dialing import Socket
from .exchange import Exchange
from .http1 import BadAnswer
from .limits import limits_of
from .operation import Batch, Operation
from .outbox import Outbox
from .verdict import Failed, Verdict, oversized, unreached, verdicts_of


class Threads(Circle):
    """All threads of the process; each runs its own operation or the batch that contains it."""

    def __init__(self, outbox: Outbox, exchange: Exchange, free_stalled: Callable[[], None]) -> None:
        super().__init__(exchange.endpoint.max_requests)
        self._outbox = outbox
        self._exchange = exchange
        self._free_stalled = free_stalled
        self._idle: list[Socket] = []
        weakref.finalize(self, _close_all, self._idle)

    def run(self, operation: Operation, *, bypass: bool) -> Any:
        """Blocks until the operation has its result.

        Raises:
            HoldfastError: it failed, or the deadline came.
        """
        operation.expect_thread()
        self._outbox.submit(operation, self, bypass=bypass)
        try:
            while not operation.done:
                batch = self._outbox.take(self)
                if batch is not None:
                    self._drive(batch)
                elif not operation.done:
                    self._wait(operation)
        except BaseException:
            self._outbox.abandon(operation)
            self.nudge()
            raise
        if operation.error is not None:
            raise operation.error
        return operation.result

    def nudge(self) -> None:
        head = self._outbox.head(self)
        if head is not None:
            head.wake()

    def settle(self, operation: Operation) -> None:
        operation.wake()

    def close_idle(self) -> None:
        """Closes what is not in use; the next call opens again."""
        _close_all(self._idle)

    def _wait(self, operation: Operation) -> None:
        patience = self._outbox.patience(operation)
        assert operation.waiter is not None
        if operation.waiter.acquire(timeout=patience) or operation.done:
            return
        self._free_stalled()
        if monotonic() >= operation.deadline:
            raise operation.overdue()

    def _drive(self, batch: Batch) -> None:
        verdicts: list[Verdict] | None = None
        try:
            verdicts = self._attempt(batch)
        finally:
            # Also when this thread is interrupted: the others' operations must go on.
            self._outbox.finish(
                batch, verdicts or unreached(batch, "the sender was interrupted", sent=True, at_once=True)
            )

    def _attempt(self, batch: Batch) -> list[Verdict]:
        sock: Socket | None = None
        sent = reused = False
        try:
            sock = self._connected(batch)
            reused = sock.used
            too_large = oversized(batch, self._outbox.limits)
            if too_large is not None:
                return too_large
            head, body, timeout = self._exchange.request(batch, self._outbox.limits.timeout_ms)
            sent = True
            response = sock.exchange(head, body, timeout)
            verdicts = verdicts_of(batch, response)
            if response.reusable:
                self._idle.append(sock)
                sock = None
            return verdicts
        except HoldfastError as error:
            return refused(batch, error)
        except ssl.SSLCertVerificationError as error:
            return [Failed(untrusted(error)) for _ in batch.operations]
        except (OSError, BadAnswer) as error:
            stale = reused and not isinstance(error, TimeoutError)
            if stale:
                self.close_idle()
            return unreached(batch, describe(error), sent=sent, at_once=stale)
        finally:
            if sock is not None:
                sock.close()

    def _connected(self, batch: Batch) -> Socket:
        try:
            return self._idle.pop()
        except IndexError:
            pass
        left = max(0.001, min(10.0, batch.deadline() - monotonic()))
        sock = Socket(self._exchange, left)
        if not self._outbox.greeted:
            try:
                response = sock.exchange(self._exchange.hello, b"", left)
                self._outbox.greet(limits_of(response))
                if not response.reusable:
                    sock.close()
                    return Socket(self._exchange, left)
            except BaseException:
                sock.close()
                raise
        return sock


def _close_all(sockets: list[Socket]) -> None:
    while sockets:
        sockets.pop().close()


def describe(error: BaseException) -> str:
    """A sentence for a broken connection, without addresses."""
    if isinstance(error, (TimeoutError, asyncio.TimeoutError)):
        return "the server did not answer in time"
    if isinstance(error, BadAnswer):
        return str(error)
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens at the server's address"
    return f"no connection to the server ({type(error).__name__})"


def untrusted(error: ssl.SSLCertVerificationError) -> HoldfastError:
    """The server's certificate is not signed by a CA that we trust; repeating does not help."""
    return IncompatibleServerError(f"the server's certificate is not trusted: {error.verify_message}")


def refused(batch: Batch, error: HoldfastError) -> list[Verdict]:
    """Verdicts when the server was asked what it is and gave a problem."""
    if error.retry in ("same_request", "after") or error.code == "unavailable":
        return unreached(batch, error.detail or error.code, sent=False, at_once=False)
    return [Failed(error.anew()) for _ in batch.operations]
