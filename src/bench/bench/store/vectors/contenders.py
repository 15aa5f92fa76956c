"""Which stores are compared; vectors are made by the client on both sides."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from langgraph.store.holdfast import HoldfastStore
from langgraph.store.postgres import AsyncPostgresStore, PostgresStore

from ...contenders import POOL_SIZE, Contender
from ...places import Place
from ..contenders import pool
from .points import DIMENSIONS, Known

PEER, HOLDFAST, EXACT = "postgres-pool", "holdfast", "holdfast-exact"
TITLES = {
    PEER: f"Postgres store, pool of {POOL_SIZE}, pgvector",
    HOLDFAST: "Holdfast, pgvector",
    EXACT: "Holdfast without pgvector",
}


@dataclass(frozen=True)
class Side:
    """One of those compared, and where it runs.

    Attributes:
        name: of its samples; two sides may be the same contender at two places.
    """

    name: str
    contender: Contender
    place: Place


def sides(known: Known, with_pgvector: Place, without: Place) -> list[Side]:
    """The peer and Holdfast on the same Postgres, and Holdfast on one that has no pgvector."""
    holdfast = _holdfast(known)
    return [
        Side(PEER, _peer(known), with_pgvector),
        Side(HOLDFAST, holdfast, with_pgvector),
        Side(EXACT, holdfast, without),
    ]


def _index(known: Known) -> dict[str, Any]:
    """LangGraph's settings; `hnsw` is what its store does where nothing is said."""
    ann = {"kind": "hnsw", "vector_type": "vector"}
    fields = ["text"]
    return {"dims": DIMENSIONS, "embed": known, "fields": fields, "distance_type": "cosine", "ann_index_config": ann}


def _peer(known: Known) -> Contender:
    @asynccontextmanager
    async def tasks(url: str, **_: Any) -> AsyncIterator[Any]:
        named: Any = {"pool_config": pool(), "index": _index(known)}
        async with AsyncPostgresStore.from_conn_string(url, **named) as store:
            await store.conn.wait()  # type: ignore[union-attr]
            await store.setup()
            yield store

    @contextmanager
    def threads(url: str) -> Iterator[Any]:
        named: Any = {"pool_config": pool(), "index": _index(known)}
        with PostgresStore.from_conn_string(url, **named) as store:
            store.conn.wait()  # type: ignore[union-attr]
            store.setup()
            yield store

    return Contender(PEER, TITLES[PEER], "peer_pool", tasks, threads)


def _holdfast(known: Known) -> Contender:
    def made(url: str) -> HoldfastStore:
        settings: Any = _index(known)
        return HoldfastStore(url, proxy="", index=settings)

    @asynccontextmanager
    async def tasks(url: str, **_: Any) -> AsyncIterator[Any]:
        async with made(url) as store:
            yield store

    @contextmanager
    def threads(url: str) -> Iterator[Any]:
        with made(url) as store:
            yield store

    return Contender(HOLDFAST, TITLES[HOLDFAST], "holdfast", tasks, threads)
