"""The Python store on servers that embed by themselves: at once, and from a queue."""

from __future__ import annotations

import pytest
from langgraph.checkpoint.holdfast import EmbeddingUnavailable
from langgraph.store.holdfast import HoldfastStore, IndexMismatch

from support.embedding import DIMENSIONS, MODEL, FakeEmbeddingEndpoint
from support.repeats import no_repeats
from support.waiting import eventually


@pytest.fixture
def endpoint():
    with FakeEmbeddingEndpoint() as fake:
        yield fake


async def test_puts_and_queries_are_embedded_by_the_server(new_server, endpoint):
    server = new_server(**endpoint.settings(EMBEDDING_TIMEOUT="5s", EMBEDDING_RETRIES="0")).start()
    store = HoldfastStore(server.url, index={"embed": "server", "dims": DIMENSIONS, "model": MODEL})
    store.put(("a",), "figs", {"text": "figs"})
    await store.aput(("a",), "titled", {"text": "figs", "title": "rails"}, index=["title"])
    await store.aput(("a",), "hidden", {"text": "snow"}, index=False)
    assert "snow" not in endpoint.texts and {"figs", "rails"} <= set(endpoint.texts)
    assert [item.key for item in store.search(("a",), query="rails")] == ["titled", "figs"]
    found = await HoldfastStore(server.url).asearch(("a",), query="figs", limit=1)  # without settings
    assert [(item.key, item.score) for item in found] == [("figs", pytest.approx(1))]
    assert [item.key for item in store.with_mode("text").search(("a",), query="figs")] == ["figs"]
    status = await store.aindex_status()
    assert (status.items, status.indexed, status.definition["embedded_by"]) == (2, 2, "server")

    with pytest.raises(IndexMismatch):
        HoldfastStore(server.url, index={"embed": "server", "dims": 3}).put(("a",), "no", {"text": "no"})
    with pytest.raises(IndexMismatch):
        HoldfastStore(server.url, index={"dims": 1, "embed": lambda texts: [[1.0]] * len(texts)}).search((), query="x")
    endpoint.answering.clear()  # the same as gone
    # Not sent again: what became of an attempt that is under way at the deadline is not known.
    with no_repeats(), pytest.raises(EmbeddingUnavailable):
        store.put(("a",), "late", {"text": "late"})
    assert store.get(("a",), "late") is None


async def test_a_queue_is_behind_and_catches_up(new_server, endpoint):
    server = new_server(**endpoint.settings(INDEX_QUEUED="true")).start()
    store = HoldfastStore(server.url)
    endpoint.answering.clear()
    await store.aput(("a",), "figs", {"text": "figs"})
    status = await store.aindex_status()
    assert (status.items, status.indexed, status.stale) == (1, 0, 1)
    endpoint.answering.set()
    eventually(lambda: store.index_status().indexed == 1, 30, "the queue has caught up")
    assert store.index_status().waiting == 0
    assert [item.key for item in await store.asearch(("a",), query="figs")] == ["figs"]
