"""Which stores are compared. The peers are opened as their documentation says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from langgraph.store.holdfast import HoldfastStore
from langgraph.store.postgres import AsyncPostgresStore, PostgresStore
from langgraph.store.postgres.base import PoolConfig

from ..contenders import POOL_SIZE, Contender


def pool() -> PoolConfig:
    """Of the peers."""
    return PoolConfig(min_size=POOL_SIZE, max_size=POOL_SIZE)


@asynccontextmanager
async def _postgres(url: str, **_: Any) -> AsyncIterator[Any]:
    async with AsyncPostgresStore.from_conn_string(url, pool_config=pool()) as store:
        await store.conn.wait()  # type: ignore[union-attr]
        await store.setup()
        yield store


@contextmanager
def _postgres_sync(url: str) -> Iterator[Any]:
    with PostgresStore.from_conn_string(url, pool_config=pool()) as store:
        store.conn.wait()  # type: ignore[union-attr]
        store.setup()
        yield store


@asynccontextmanager
async def _holdfast(url: str, **_: Any) -> AsyncIterator[Any]:
    async with HoldfastStore(url, proxy="") as store:
        yield store


@contextmanager
def _holdfast_sync(url: str) -> Iterator[Any]:
    with HoldfastStore(url, proxy="") as store:
        yield store


# Named as the savers of the same sort, so that goals know the peer and plots its colour.
STORES = (
    Contender("postgres-pool", f"Postgres store, pool of {POOL_SIZE}", "peer_pool", _postgres, _postgres_sync),
    Contender("holdfast", "Holdfast", "holdfast", _holdfast, _holdfast_sync),
)
TITLES = {one.name: one.title for one in STORES}
# Where each keeps its items.
TABLES = {"postgres-pool": "store", "holdfast": "items"}
