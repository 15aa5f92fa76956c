"""Who is compared. The peers are opened as their documentation says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

POOL_SIZE = 10


@asynccontextmanager
async def _one_connection(url: str) -> AsyncIterator[Any]:
    async with AsyncPostgresSaver.from_conn_string(url) as saver:
        await saver.setup()
        yield saver


@asynccontextmanager
async def _pool(url: str) -> AsyncIterator[Any]:
    settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    pool: Any = AsyncConnectionPool(url, min_size=POOL_SIZE, max_size=POOL_SIZE, kwargs=settings, open=False)
    async with pool:
        await pool.wait()
        saver = AsyncPostgresSaver(pool)
        await saver.setup()
        yield saver


@asynccontextmanager
async def _holdfast(url: str) -> AsyncIterator[Any]:
    async with HoldfastSaver(url, proxy="") as saver:
        yield saver


@asynccontextmanager
async def _memory(_url: str) -> AsyncIterator[Any]:
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
    """One of those compared, and how it is opened."""

    name: str
    title: str
    database: str | None
    open: Callable[[str], AbstractAsyncContextManager[Any]]
    open_sync: Callable[[str], AbstractContextManager[Any]] | None = None

    @property
    def is_peer(self) -> bool:
        """Whether it is what Holdfast is to be better than; memory keeps nothing, so it is the floor instead."""
        return self.name.startswith("postgres")


CONTENDERS = (
    Contender("postgres", "Postgres saver, one connection", "peer_one", _one_connection, _postgres_sync),
    Contender("postgres-pool", f"Postgres saver, pool of {POOL_SIZE}", "peer_pool", _pool),
    Contender("holdfast", "Holdfast", "holdfast", _holdfast, _holdfast_sync),
    Contender("memory", "memory saver (keeps nothing)", None, _memory, _memory_sync),
)
