"""Sends for tasks: the requests of an event loop run in that loop, without any other thread."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from ..errors import HoldfastError
from .circle import ENOUGH, Circle
from .exchange import Exchange
from .http1 import BadAnswer, Response
from .limits import limits_of
from .line import Line
from .lines import Lines
from .operation import Batch, Operation
from .outbox import Outbox
from .threads import describe, refused, untrusted
from .verdict import Failed, Verdict, oversized, unreached, verdicts_of

_SWEEP = 0.25


class Loop(Circle):
    """The tasks of one event loop. Everything but `nudge` runs in that loop."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, outbox: Outbox, exchange: Exchange, free_stalled: Callable[[], None]
    ) -> None:
        super().__init__(exchange.endpoint.max_requests)
        self._loop = loop
        self._outbox = outbox
        self._exchange = exchange
        self._free_stalled = free_stalled
        self._lines = Lines(loop, exchange)
        self._open: dict[Operation, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._flushing = False
        self._end: AsyncIterator[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._sweeper: asyncio.TimerHandle | None = None

    async def run(self, operation: Operation) -> Any:
        """Waits for the operation's result; a cancelled caller leaves the others of its batch alone.

        Raises:
            HoldfastError: it failed, or the deadline came.
        """
        if self._end is None:
            self._end = self._close_at_the_end()
            await self._end.__anext__()
        operation.future = self._loop.create_future()
        self._open[operation] = None
        self._outbox.submit(operation, self)
        if len(self.ready) >= ENOUGH:
            self._flush()
        elif not self._flushing:
            self._flush_soon()
        if self._sweeper is None:
            self._sweeper = self._loop.call_later(_SWEEP, self._sweep)
        try:
            return await operation.future
        except asyncio.CancelledError:
            self._outbox.abandon(operation)
            raise
        finally:
            self._open.pop(operation, None)

    def nudge(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: others take its lanes away
            self._loop.call_soon_threadsafe(self._flush)

    def expect(self, callers: int, now: float) -> None:
        """Nobody is waited for: what is ready in one turn of the loop is together already."""

    def settle(self, operation: Operation) -> None:
        future = operation.future
        if future is None or future.done():
            return
        if operation.error is not None:
            future.set_exception(operation.error)
        else:
            future.set_result(operation.result)

    def stalled(self) -> bool:
        return self._loop.is_closed() or not self._loop.is_running()

    def close_idle(self) -> None:
        """Closes what is not in use; the next call opens again."""
        self._lines.close_idle()

    async def _close_at_the_end(self) -> AsyncIterator[None]:
        # asyncio.run closes the loop's generators before the loop: the moment to close its sockets.
        try:
            yield
        finally:
            self.close_idle()

    def _flush_soon(self) -> None:
        """Tasks that are ready in this turn of the loop join the same batch; at once if there are none."""
        if self._alone():
            self._flush()
        else:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _alone(self) -> bool:
        # What asyncio's own loops keep there; another loop does without the short cut.
        ready = getattr(self._loop, "_ready", None)
        return ready is not None and not ready

    def _flush(self) -> None:
        self._flushing = False
        while (batch := self._outbox.take(self)) is not None:
            line = self._lines.take() if self._outbox.greeted else None
            if line is not None:
                self._send(line, batch)
            else:
                task = self._loop.create_task(self._dial_and_send(batch))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.ready or self.delayed:
            wait = self._outbox.next_start(self) - monotonic()
            self._timer = self._loop.call_later(max(0.0, wait), self._flush)

    def _sweep(self) -> None:
        self._sweeper = None
        now = monotonic()
        for operation in [op for op in self._open if op.deadline <= now]:
            if operation.future is not None and not operation.future.done():
                operation.future.set_exception(operation.overdue())
                self._outbox.abandon(operation)
        if self._open:
            self._free_stalled()
            self._sweeper = self._loop.call_later(_SWEEP, self._sweep)

    def _send(self, line: Line, batch: Batch) -> None:
        too_large = oversized(batch, self._outbox.limits)
        if too_large is not None:
            self._lines.give_back(line)
            self._outbox.finish(batch, too_large)
            return
        reused = line.used
        head, body, timeout = self._exchange.request(batch, self._outbox.limits.timeout_ms)

        def answered(response: Response | None, error: BaseException | None) -> None:
            self._finish(batch, line, response, error, reused)

        line.request(head, body, timeout, answered)

    def _finish(
        self, batch: Batch, line: Line, response: Response | None, error: BaseException | None, reused: bool
    ) -> None:
        if response is not None:
            verdicts = self._verdicts(batch, response)
            if response.reusable and not line.closed:
                self._lines.give_back(line)
            else:
                line.close()
        else:
            stale = reused and not isinstance(error, TimeoutError)
            verdicts = unreached(batch, describe(error or EOFError()), sent=True, at_once=stale)
            line.close()
            if stale:
                self.close_idle()
        self._outbox.finish(batch, verdicts)

    @staticmethod
    def _verdicts(batch: Batch, response: Response) -> list[Verdict]:
        try:
            return verdicts_of(batch, response)
        except Exception as error:  # nobody but these callers would hear of it
            return [Failed(error) for _ in batch.operations]

    async def _dial_and_send(self, batch: Batch) -> None:
        verdicts: list[Verdict] = unreached(batch, "the event loop is ending", sent=False, at_once=True)
        try:
            left = max(0.001, min(10.0, batch.deadline() - monotonic()))
            line = await asyncio.wait_for(self._lines.dial(), left)
            if not self._outbox.greeted:
                line = await self._greet(line, left)
            self._send(line, batch)
            return
        except HoldfastError as error:
            verdicts = refused(batch, error)
        except ssl.SSLCertVerificationError as error:
            verdicts = [Failed(untrusted(error)) for _ in batch.operations]
        except (OSError, BadAnswer, asyncio.TimeoutError) as error:
            verdicts = unreached(batch, describe(error), sent=False, at_once=False)
        except Exception as error:
            verdicts = [Failed(error) for _ in batch.operations]
        except asyncio.CancelledError:
            self._outbox.finish(batch, verdicts)
            raise
        self._outbox.finish(batch, verdicts)

    async def _greet(self, line: Line, left: float) -> Line:
        answer: asyncio.Future[Response] = self._loop.create_future()

        def answered(response: Response | None, error: BaseException | None) -> None:
            if answer.done():
                return
            if response is not None:
                answer.set_result(response)
            else:
                answer.set_exception(error or BadAnswer("no answer"))

        line.request(self._exchange.hello, b"", left, answered)
        try:
            response = await answer
            self._outbox.greet(limits_of(response))
        except BaseException:
            line.close()
            raise
        if response.reusable and not line.closed:
            return line
        line.close()
        return await self._lines.dial()
