"""Who is compared. The peers are opened as their documentation says."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

POOL_SIZE = 10


@asynccontextmanager
async def _one_connection(url: str, **_: Any) -> AsyncIterator[Any]:
    async with AsyncPostgresSaver.from_conn_string(url) as saver:
        await saver.setup()
        yield saver


@asynccontextmanager
async def _pool(url: str, **_: Any) -> AsyncIterator[Any]:
    settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    pool: Any = AsyncConnectionPool(url, min_size=POOL_SIZE, max_size=POOL_SIZE, kwargs=settings, open=False)
    async with pool:
        await pool.wait()
        saver = AsyncPostgresSaver(pool)
        await saver.setup()
        yield saver


@asynccontextmanager
async def _sqlite(path: str, **_: Any) -> AsyncIterator[Any]:
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        await saver.setup()
        yield saver


@asynccontextmanager
async def _redis(url: str, **_: Any) -> AsyncIterator[Any]:
    # Not among the requirements: few have the Redis that it needs
    redis = importlib.import_module("langgraph.checkpoint.redis.aio")
    async with redis.AsyncRedisSaver.from_conn_string(url) as saver:
        await saver.asetup()
        yield saver


@asynccontextmanager
async def _holdfast(url: str, **options: Any) -> AsyncIterator[Any]:
    async with HoldfastSaver(url, proxy="", **options) as saver:
        yield saver


@asynccontextmanager
async def _memory(_url: str, **_: Any) -> AsyncIterator[Any]:
    yield InMemorySaver()


@contextmanager
def _postgres_sync(url: str) -> Iterator[Any]:
    with PostgresSaver.from_conn_string(url) as saver:
        saver.setup()
        yield saver


@contextmanager
def _holdfast_sync(url: str) -> Iterator[Any]:
    with HoldfastSaver(url, proxy="") as saver:
        yield saver


@contextmanager
def _memory_sync(_url: str) -> Iterator[Any]:
    yield InMemorySaver()


@dataclass(frozen=True)
class Contender:
    """One of those compared, and how it is opened.

    Attributes:
        database: of the benchmark's Postgres; None: it writes elsewhere, or nowhere.
        open: takes the address and, of which only Holdfast's saver makes use, `cache_bytes`.
    """

    name: str
    title: str
    database: str | None
    open: Callable[..., AbstractAsyncContextManager[Any]]
    open_sync: Callable[[str], AbstractContextManager[Any]] | None = None

    @property
    def keeps(self) -> bool:
        """Whether another saver finds what it was given; the memory saver is the floor, not a peer."""
        return self.name != "memory"


CONTENDERS = (
    Contender("postgres", "Postgres saver, one connection", "peer_one", _one_connection, _postgres_sync),
    Contender("postgres-pool", f"Postgres saver, pool of {POOL_SIZE}", "peer_pool", _pool),
    Contender("holdfast", "Holdfast", "holdfast", _holdfast, _holdfast_sync),
    Contender("sqlite", "SQLite saver, a file", None, _sqlite),
    Contender("redis", "Redis saver", None, _redis),
    Contender("memory", "memory saver (keeps nothing)", None, _memory, _memory_sync),
)
TITLES = {one.name: one.title for one in CONTENDERS}
DATABASES = [one.database for one in CONTENDERS if one.database]
# What Holdfast is to be better than: the same Postgres, written to directly.
PEERS = [one.name for one in CONTENDERS if one.name.startswith("postgres")]
