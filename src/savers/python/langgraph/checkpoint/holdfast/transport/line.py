"""A connection of an event loop to the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from .http1 import BadAnswer, Response, ResponseReader

Answered = Callable[["Response | None", "BaseException | None"], None]


# What a head and a small body need.
_PIECE = 64 * 1024


class Line(asyncio.BufferedProtocol):
    """A keep-alive connection in an event loop; one request at a time.

    Args:
        lost: told when the connection is gone, in use or not.
    """

    def __init__(self, lost: Callable[[Line], None]) -> None:
        self.used = self.closed = False
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._reader: ResponseReader | None = None
        self._answered: Answered | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = 0.0
        self._piece = memoryview(bytearray(_PIECE))

    def request(self, head: bytes, body: bytes, timeout: float, answered: Answered) -> None:
        """Sends; calls `answered` once with the answer or the reason why there is none."""
        self._reader = ResponseReader()
        self._answered = answered
        self._deadline = self._loop.time() + timeout
        if self._timer is None or self._timer.when() > self._deadline:
            self._stop_timer()
            self._timer = self._loop.call_at(self._deadline, self._look_at_the_time)
        if self._transport is None or self._transport.is_closing():
            self._loop.call_soon(self._answer, None, ConnectionResetError("closed"))
        elif len(body) <= 65536:
            self._transport.write(head + body)
        else:
            self._transport.write(head)
            self._transport.write(body)

    def close(self) -> None:
        self.closed = True
        if self._answered is None:
            self._stop_timer()
        if self._transport is not None:
            # Not close(): that would first wait until a half-sent body has gone.
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not isinstance: uvloop's transports, which langgraph dev and uvicorn use, are of no class of asyncio.
        self._transport = cast(asyncio.Transport, transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        room = self._reader.room() if self._reader is not None else None
        return self._piece if room is None else room

    def buffer_updated(self, nbytes: int) -> None:
        reader = self._reader
        if reader is None or self._answered is None:
            self.close()  # nobody asked
            return
        try:
            large = reader.room() is not None
            response = reader.filled(nbytes) if large else reader.feed(bytes(self._piece[:nbytes]))
        except BadAnswer as error:
            self._answer(None, error)
            return
        if response is not None:
            self._answer(response, None)

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self._lost(self)
        self._stop_timer()
        if self._answered is None:
            return
        if self._reader is not None and self._reader.started:
            try:
                self._answer(self._reader.end(), None)
            except BadAnswer as error:
                self._answer(None, error)
        else:
            self._answer(None, exc or ConnectionResetError("the server closed the connection"))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look_at_the_time(self) -> None:
        # One timer outlives many requests: making and cancelling one for each costs more than looking again.
        self._timer = None
        if self._answered is None:
            return
        if self._loop.time() < self._deadline:
            self._timer = self._loop.call_at(self._deadline, self._look_at_the_time)
        else:
            self._answer(None, TimeoutError("no answer"))

    def _answer(self, response: Response | None, error: BaseException | None) -> None:
        answered, self._answered, self._reader = self._answered, None, None
        self.used = True
        if answered is not None:
            answered(response, error)
