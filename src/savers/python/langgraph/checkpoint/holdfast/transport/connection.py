"""The shared connection of a process to one server."""

from __future__ import annotations

import asyncio
import os
import weakref
from collections.abc import Callable
from itertools import count
from threading import Lock
from typing import Any, TypeVar

from .endpoint import Endpoint
from .exchange import Exchange
from .loops import Loop
from .operation import Operation
from .outbox import Outbox
from .threads import Threads

T = TypeVar("T")


class Connection:
    """Sends operations for every thread and event loop of this process.

    Use `Connection.to`, so that savers of one server share it. After `os.fork` the child has fresh
    sockets and its own session number. Never needs closing; `close_idle` only gives sockets back.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._exchange = Exchange(endpoint)
        self._start()
        _connections.add(self)

    @classmethod
    def to(cls, endpoint: Endpoint) -> Connection:
        """The connection for an equal endpoint if there is one, else a new one."""
        with _registry_lock:
            connection = _registry.get(endpoint)
            if connection is None:
                connection = cls(endpoint)
                _registry[endpoint] = connection
            return connection

    def shared(self, name: str, make: Callable[[], T]) -> T:
        """An object that all savers of this connection have in common, made for the first that asks."""
        found = self._common.get(name)
        if found is None:
            with self._lock:
                found = self._common.setdefault(name, make())
        return found  # type: ignore[no-any-return]

    def next_sequence(self) -> int:
        """A number above all that were given before in this process."""
        return next(self._sequence)

    def run(self, operation: Operation) -> Any:
        """Blocks the calling thread until the operation has its result.

        On a thread whose event loop is running it blocks that loop, as any synchronous call does,
        but never waits for requests that this or another loop would have to answer.
        """
        return self._threads.run(operation, bypass=asyncio._get_running_loop() is not None)

    async def arun(self, operation: Operation) -> Any:
        """Waits for the operation's result without blocking the event loop."""
        loop = asyncio.get_running_loop()
        circle = self._loops.get(loop)
        if circle is None:
            circle = self._circle_of(loop)
        return await circle.run(operation)

    def close_idle(self) -> None:
        """Closes the connections of threads, and of the running event loop, that are not in use."""
        self._threads.close_idle()
        loop = asyncio._get_running_loop()
        circle = self._loops.get(loop) if loop is not None else None
        if circle is not None:
            circle.close_idle()

    def _start(self) -> None:
        self._lock = Lock()
        self._common: dict[str, Any] = {}
        self._sequence = count(1)
        self._outbox = Outbox()
        self._threads = Threads(self._outbox, self._exchange, self._free_stalled)
        self._loops: dict[asyncio.AbstractEventLoop, Loop] = {}

    def _circle_of(self, loop: asyncio.AbstractEventLoop) -> Loop:
        with self._lock:
            circle = self._loops.get(loop)
            if circle is None:
                for closed in [other for other in self._loops if other.is_closed()]:
                    self._outbox.free_stalled([self._loops.pop(closed)])
                circle = Loop(loop, self._outbox, self._exchange, self._free_stalled)
                self._loops[loop] = circle
            return circle

    def _free_stalled(self) -> None:
        with self._lock:
            circles = list(self._loops.values())
        self._outbox.free_stalled(circles)


_registry_lock = Lock()
_registry: weakref.WeakValueDictionary[Endpoint, Connection] = weakref.WeakValueDictionary()
_connections: weakref.WeakSet[Connection] = weakref.WeakSet()


def _after_fork_in_child() -> None:
    global _registry_lock
    _registry_lock = Lock()
    for connection in list(_connections):
        connection._exchange.renew_session()
        connection._start()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
