"""The store that LangGraph calls."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Literal

from langgraph.store.base import NOT_PROVIDED, BaseStore, NotProvided, Op, Result, TTLConfig

from langgraph.checkpoint.holdfast.transport import Connection, Endpoint

from ._items import results_of
from ._parts import FOREVER, store_operation


class HoldfastStore(BaseStore):
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
            way (`ttl=None`: it does not expire); and `refresh_on_read` (default True) for reads that do not say. Expired items are never returned, and the server sweeps them: the other
            settings of LangGraph's `TTLConfig` change nothing, and there is no sweeper to start.
        timeout: seconds that one call may take, repeats included.
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
        timeout: float = 30.0,
        verify: str | bool | ssl.SSLContext | None = None,
        proxy: str | None = None,
        max_requests: int = 4,
    ) -> None:
        endpoint = Endpoint(url.rstrip("/"), api_key, verify=verify, proxy=proxy, max_requests=max_requests)
        self._begin(Connection.to(endpoint), ttl, timeout)

    @classmethod
    def from_url(cls, url: str, **options: Any) -> HoldfastStore:
        """A store on the server at `url`; takes the options of the constructor.

        Usable as it is, or in `with` and `async with`, which give idle sockets back at the end.
        """
        return cls(url, **options)

    @classmethod
    def from_conn_string(cls, conn_string: str, **options: Any) -> HoldfastStore:
        """The same as `from_url`, named as in LangGraph's other stores."""
        return cls(conn_string, **options)

    @classmethod
    def on(cls, connection: Connection, *, ttl: TTLConfig | None = None, timeout: float = 30.0) -> HoldfastStore:
        """A store that uses this connection; `HoldfastSaver.store` gives one on the saver's."""
        store = cls.__new__(cls)
        store._begin(connection, ttl, timeout)
        return store

    def __enter__(self) -> HoldfastStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close_idle()

    async def __aenter__(self) -> HoldfastStore:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close_idle()

    def setup(self) -> None:
        """Does nothing: the server keeps its own tables."""

    async def asetup(self) -> None:
        """Does nothing: the server keeps its own tables."""

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
            LimitExceeded: too many operations, or a value, key or limit that is too large.
            HoldfastError: nothing was done, or (`OutcomeUnknown`) maybe everything was.
        """
        asked = list(ops)
        if not asked:
            return []
        return results_of(asked, self._connection.run(store_operation(asked, self._timeout)))

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """Like `batch`. Values are copied before the first wait."""
        asked = list(ops)
        if not asked:
            return []
        return results_of(asked, await self._connection.arun(store_operation(asked, self._timeout)))

    def _begin(self, connection: Connection, ttl: TTLConfig | None, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self.ttl_config = ttl
