"""The store that LangGraph calls."""

from __future__ import annotations

import copy
import ssl
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from langgraph.store.base import NOT_PROVIDED, BaseStore, NotProvided, Op, Result, TTLConfig

from langgraph.checkpoint.holdfast.errors import HoldfastError, IndexMismatch, NotFound, NotIndexed
from langgraph.checkpoint.holdfast.transport import Connected, Connection, Endpoint, Operation

from ._definition import Definition, drop_operation, not_indexed, status_operation
from ._index import IndexSettings, Mode, index_of, mode_of
from ._items import results_of
from ._parts import FOREVER, parts_of, store_operation
from ._status import IndexStatus, status_of
from ._vectors import Texts, is_indexed, numbered


class HoldfastStore(Connected, BaseStore):
    """Keeps LangGraph's long-term memory in a Holdfast server.

    One store serves synchronous and asynchronous callers, any number of threads and event loops at
    once, and processes forked after it was made. Stores and savers of one server share a connection,
    which sends together what is called at the same time. A put returns when the server has
    committed it. Everything is repeated while that is safe, until `timeout`.

    A batch is one operation: its reads see what was there before its puts, its puts are one
    transaction, and if one part is refused nothing of it takes effect. A caller that is cancelled
    leaves the others alone; what was sent for it may still take effect.

    Args:
        url: the server's address, e.g. `http://127.0.0.1:8420`.
        api_key: the server's key, if it has one.
        ttl: `default_ttl` (minutes) for puts that name none, without which the server's policy has its
            way (`ttl=None`: it does not expire); and `refresh_on_read` (default True) for reads that do not say.
            Expired items are never returned, and the server sweeps them: the other settings of LangGraph's
            `TTLConfig` change nothing, and there is no sweeper to start.
        index: what a `query` finds, and who makes vectors of texts: LangGraph's `IndexConfig` and what
            `IndexSettings` adds. The server has one index; the first call that needs it defines it, or compares it
            with the server's. Without `index` queries and puts are left to the index that the server has.
        timeout: seconds that one call may take, repeats included; what `embed` takes comes on top.
        verify: CA bundle (path) or `SSLContext` for `https`; default: the system's CAs.
        proxy: HTTP proxy; default: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`; `""`: none.
        max_requests: most requests in flight for each event loop, and for all threads together.
    """

    supports_ttl = True

    def __init__(
        self,
        url: str,
        *,
        api_key: str | None = None,
        ttl: TTLConfig | None = None,
        index: IndexSettings | None = None,
        timeout: float = 30.0,
        verify: str | bool | ssl.SSLContext | None = None,
        proxy: str | None = None,
        max_requests: int = 4,
    ) -> None:
        endpoint = Endpoint(url.rstrip("/"), api_key, verify=verify, proxy=proxy, max_requests=max_requests)
        self._begin(Connection.to(endpoint), ttl, index, timeout)

    @classmethod
    def on(
        cls,
        connection: Connection,
        *,
        ttl: TTLConfig | None = None,
        index: IndexSettings | None = None,
        timeout: float = 30.0,
    ) -> HoldfastStore:
        """A store that uses this connection; `HoldfastSaver.store` gives one on the saver's."""
        store = cls.__new__(cls)
        store._begin(connection, ttl, index, timeout)
        return store

    def with_mode(self, mode: Mode) -> HoldfastStore:
        """The same store, whose queries compare by meaning (`semantic`), by words (`text`), or both (`hybrid`)."""
        other = copy.copy(self)
        other._mode = mode_of(mode)
        return other

    def put(
        self,
        namespace: tuple[str, ...],
        key: str,
        value: Mapping[str, Any],
        index: Literal[False] | list[str] | None = None,
        *,
        ttl: float | None | NotProvided = NOT_PROVIDED,
    ) -> None:
        """As in LangGraph; `ttl=None` says that the item does not expire, whatever the server's policy is."""
        super().put(namespace, key, value, index, ttl=FOREVER if ttl is None else ttl)

    async def aput(
        self,
        namespace: tuple[str, ...],
        key: str,
        value: Mapping[str, Any],
        index: Literal[False] | list[str] | None = None,
        *,
        ttl: float | None | NotProvided = NOT_PROVIDED,
    ) -> None:
        """Like `put`."""
        await super().aput(namespace, key, value, index, ttl=FOREVER if ttl is None else ttl)

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        """Runs the operations as one, committed when this returns; of two puts of one key the last wins.

        Values are copied before the call waits; what is returned belongs to the caller. On a thread
        whose event loop is running it blocks that loop, but never waits for it.

        Args:
            ops: at most 1000; none gives none, without asking the server.

        Returns:
            One result for each, in order; None for a put.

        Raises:
            InvalidNamespaceError: a put into a namespace that cannot be (`InvalidNamespace`).
            InvalidFilter: a filter that cannot be answered; a `ValueError`.
            NotIndexed: a search has a `query`, and nothing is indexed.
            IndexMismatch: the server has another index, or `embed` gave vectors of another size.
            LimitExceeded: too many operations, or a value, key or limit that is too large.
            HoldfastError: nothing was done, or (`OutcomeUnknown`) maybe everything was.
            Exception: what `embed` raised; nothing was done.
        """
        asked = list(ops)
        if not asked:
            return []
        parts = self._parts(asked)
        definition = self._definition(parts)
        if definition is None:
            return results_of(asked, self._connection.run(store_operation(parts, self._timeout)))
        told = definition.tell(self._connection, self._timeout)
        number = definition.number
        if self._index is not None and self._index.embeddings is not None:
            Texts(self._index, parts).embed()
        try:
            return results_of(asked, self._connection.run(self._operation(parts, number)))
        except (NotIndexed, IndexMismatch) as error:
            definition.forget()
            if told:
                raise
            refused = error
        # It was dropped or rebuilt since it was told, and nothing of the batch was done.
        definition.tell(self._connection, self._timeout)
        _check_changed(refused, number, definition)
        return results_of(asked, self._connection.run(self._operation(parts, definition.number)))

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """Like `batch`. Values are copied before the first wait."""
        asked = list(ops)
        if not asked:
            return []
        parts = self._parts(asked)
        definition = self._definition(parts)
        if definition is None:
            return results_of(asked, await self._connection.arun(store_operation(parts, self._timeout)))
        told = await definition.atell(self._connection, self._timeout)
        number = definition.number
        if self._index is not None and self._index.embeddings is not None:
            await Texts(self._index, parts).aembed()
        try:
            return results_of(asked, await self._connection.arun(self._operation(parts, number)))
        except (NotIndexed, IndexMismatch) as error:
            definition.forget()
            if told:
                raise
            refused = error
        await definition.atell(self._connection, self._timeout)
        _check_changed(refused, number, definition)
        return results_of(asked, await self._connection.arun(self._operation(parts, definition.number)))

    def index_status(self) -> IndexStatus:
        """The server's index, and how far behind the items it is.

        Raises:
            NotIndexed: the server has none.
        """
        try:
            return status_of(self._connection.run(status_operation(self._timeout)))
        except NotFound as error:
            raise not_indexed(error) from None

    async def aindex_status(self) -> IndexStatus:
        """Like `index_status`."""
        try:
            return status_of(await self._connection.arun(status_operation(self._timeout)))
        except NotFound as error:
            raise not_indexed(error) from None

    def drop_index(self) -> None:
        """Removes the server's index with all vectors, whoever defined it; items stay, and no query finds them.

        A model or its dimensions are changed so. The next call that needs an index defines the store's; what was put
        before is found once it is put again.
        """
        self._connection.run(drop_operation(self._timeout))

    async def adrop_index(self) -> None:
        """Like `drop_index`."""
        await self._connection.arun(drop_operation(self._timeout))

    def _operation(self, parts: list[dict[str, Any]], number: int | None) -> Operation:
        numbered(parts, number)
        return store_operation(parts, self._timeout)

    def _begin(
        self, connection: Connection, ttl: TTLConfig | None, index: IndexSettings | None, timeout: float
    ) -> None:
        self._connection = connection
        self._timeout = timeout
        self._index = None if index is None else index_of(index)
        self._mode = None if self._index is None else self._index.mode
        self.ttl_config = ttl

    def _definition(self, parts: Sequence[dict[str, Any]]) -> Definition | None:
        if self._index is None or not any(map(is_indexed, parts)):
            return None
        # Looked up each time: a forked child has a connection that has told nothing yet.
        return Definition.on(self._connection, self._index)

    def _parts(self, ops: Sequence[Op]) -> list[dict[str, Any]]:
        # Where the client defines the index, its fields are the index's; else each put names them.
        named = self._index is not None and self._index.embedded_by == "server"
        return parts_of(ops, self._mode, self._index.fields if named and self._index else None)


def _check_changed(refused: HoldfastError, number: int | None, definition: Definition) -> None:
    # Of the same index the same would be refused again.
    if isinstance(refused, IndexMismatch) and definition.number == number:
        raise refused
