"""Sees to it that the server's index is the one that a store is set up for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import ormsgpack

from langgraph.checkpoint.holdfast.errors import HoldfastError, IndexMismatch, NotFound, NotIndexed
from langgraph.checkpoint.holdfast.transport import Connection, Operation

from ._index import Index

_RESOURCE = "/v1/store/index"


def status_operation(timeout: float) -> Operation:
    """Asks for the index, and for how far it is; `NotFound` if there is none."""
    return Operation(b"", target=("GET", _RESOURCE), timeout=timeout)


def drop_operation(timeout: float) -> Operation:
    """Removes the index and everything in it."""
    return Operation(b"", target=("DELETE", _RESOURCE), writes=True, timeout=timeout)


def not_indexed(error: NotFound) -> NotIndexed:
    """The server has no index."""
    return NotIndexed("the server has no index", status=error.status, correlation_id=error.correlation_id)


class Definition:
    """Told to the server once for each connection: by who embeds. Where the server does, it is only compared."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known = False
        self._number: int | None = None
        self._asking: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[None]] = WeakKeyDictionary()

    @classmethod
    def on(cls, connection: Connection, index: Index) -> Definition:
        """Stores of one connection that are set up alike share it."""
        return connection.shared(index.name, lambda: cls(index))

    @property
    def number(self) -> int | None:
        """What the server calls the index that it was told; vectors made for it carry this."""
        return self._number

    def tell(self, connection: Connection, timeout: float) -> bool:
        """Returns when the server has this index; whether it had to be told now.

        Raises:
            IndexMismatch: it has another.
            NotIndexed: it is to embed, and has none.
        """
        if self._known:
            return False
        try:
            self._learn(connection.run(self._operation(timeout)))
        except NotFound as error:
            raise not_indexed(error) from None
        return True

    async def atell(self, connection: Connection, timeout: float) -> bool:
        """Like `tell`; the tasks of one event loop ask together."""
        if self._known:
            return False
        loop = asyncio.get_running_loop()
        asking = self._asking.get(loop)
        if asking is None:
            asking = loop.create_task(self._ask(connection, timeout))
            self._asking[loop] = asking
            asking.add_done_callback(self._asked)
        try:
            # Shielded: a caller that is cancelled leaves the others alone.
            await asyncio.shield(asking)
        except NotFound as error:
            raise not_indexed(error) from None
        except HoldfastError as error:
            raise error.anew() from None
        return True

    def forget(self) -> None:
        """The server has said that it is not so any more: the next call tells it again."""
        self._known = False

    async def _ask(self, connection: Connection, timeout: float) -> None:
        self._learn(await connection.arun(self._operation(timeout)))

    def _asked(self, asking: asyncio.Task[None]) -> None:
        self._asking.pop(asking.get_loop(), None)
        if not asking.cancelled():
            asking.exception()  # Seen, even if every caller has left.

    def _operation(self, timeout: float) -> Operation:
        if self._index.embedded_by == "server":
            return status_operation(timeout)
        body = ormsgpack.packb(self._index.definition)
        return Operation(body, target=("PUT", _RESOURCE), writes=True, timeout=timeout)

    def _learn(self, told: Mapping[str, Any]) -> None:
        if self._index.embedded_by == "server":
            self._compare(told)
        self._number = told.get("number")
        self._known = True

    def _compare(self, told: Mapping[str, Any]) -> None:
        wanted = {"embedded_by": "server", **self._index.named}
        if self._index.dimensions is not None:
            wanted["dimensions"] = self._index.dimensions
        for name, value in wanted.items():
            if told.get(name) != value:
                raise IndexMismatch(f"{name} of the server's index is {told.get(name)!r}, the store's {value!r}")
