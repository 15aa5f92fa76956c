"""What a store asks of a model, and of the server, so that a query finds something."""

from __future__ import annotations

import asyncio
import math
import struct
import threading
import time

import pytest
from langgraph.store.base import GetOp, PutOp, SearchOp

from fake_index import Wrong
from fake_server import problem_answer
from langgraph.checkpoint.holdfast import EmbeddingRefused, EmbeddingUnavailable, HoldfastSaver, InvalidRequest
from langgraph.store.holdfast import HoldfastStore, IndexMismatch, NotIndexed, store
from meanings import SIZE, Counting, embed, settings
from test_concurrency import run_all

SERVER = {"model": "m", "dimensions": SIZE, "fields": ["text"], "embedded_by": "server"}


def parts(fake):
    """The parts of the last batch that was sent."""
    return fake.batches[-1].operations[-1]["parts"]


def calls(fake):
    """How the index was asked for, or defined."""
    return [kind for kind, _ in fake.state.items.index.calls]


@pytest.fixture
def make(fake, calling):
    return lambda **more: calling(HoldfastStore(fake.url, index=settings(**more)))


def test_the_texts_of_a_batch_are_one_call_each_text_once(make):
    model = Counting()
    make(embed=model).batch(
        [PutOp(("a",), "1", {"text": "figs"}), PutOp(("a",), "2", {"text": "plums"}),
         PutOp(("a",), "3", {"text": "figs"}), PutOp(("a",), "1", {"text": "last"}), PutOp(("a",), "4", {"n": 1}),
         PutOp(("a",), "5", None), PutOp(("a",), "6", {"text": "no"}, index=False),
         SearchOp(("a",), query="q"), SearchOp(("b",), query="q")]
    )  # fmt: skip
    assert model.documents == [["last", "plums", "figs"]] and model.queries == ["q"]


def test_vectors_travel_as_little_endian_floats_with_their_paths(make, fake):
    make(dims=2, embed=lambda texts: [[1, 0.1]] * len(texts)).put(("a",), "k", {"text": "x", "n": ["y", "z"]}, ["n[*]"])
    vector = struct.pack("<2f", 1, 0.1)
    assert parts(fake)[0]["vectors"] == [{"path": "n[*]", "vector": vector}] * 2
    assert parts(fake)[0]["index"] == ["n[*]"]


def test_texts_are_those_of_the_value_as_it_is_stored(make, fake):
    model = Counting()
    make(embed=model, fields=None).put(("a",), "k", {"t": (1, 2), 3: "x"})
    assert model.documents == [['{"3": "x", "t": [1, 2]}']]


def test_the_index_is_told_once_and_only_for_what_needs_it(make, fake):
    store = make()
    store.batch([GetOp(("a",), "k"), SearchOp(("a",)), PutOp(("a",), "k", None), PutOp(("a",), "l", {}, index=False)])
    assert calls(fake) == []
    for _ in range(3):
        store.put(("a",), "k", {"text": "figs"})
        store.search(("a",), query="figs")
    make().put(("a",), "k", {"text": "figs"})
    assert calls(fake) == ["PUT"]


async def test_many_tasks_tell_it_once(fake):
    store = HoldfastStore(fake.url, index=settings())
    await asyncio.gather(*(store.aput(("a",), str(n), {"text": str(n)}) for n in range(50)))
    assert calls(fake) == ["PUT"] and len(await store.asearch(("a",), query="q", limit=100)) == 50


def test_threads_may_begin_together(fake):
    store = HoldfastStore(fake.url, index=settings())
    run_all([lambda n=n: store.put(("a",), str(n), {"text": str(n)}) for n in range(10)])
    assert len(store.search(("a",), query="q")) == 10


async def test_a_first_caller_that_is_cancelled_leaves_the_others(fake):
    store = HoldfastStore(fake.url, index=settings())
    first, second = (asyncio.create_task(store.aput(("a",), key, {"text": key})) for key in "kl")
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert [item.key for item in await store.asearch(("a",))] == ["l"] and calls(fake) == ["PUT"]


async def test_each_of_many_tasks_hears_of_a_mismatch_by_itself(fake):
    fake.state.items.index.put({"dimensions": 3, "embedded_by": "client"})
    store = HoldfastStore(fake.url, index=settings())
    puts = [store.aput(("a",), str(n), {"text": "x"}) for n in range(5)]
    errors = await asyncio.gather(*puts, return_exceptions=True)
    assert {type(error) for error in errors} == {IndexMismatch} and len(set(map(id, errors))) == 5
    assert fake.batches == []


def test_a_vector_of_another_size_is_refused_before_it_is_sent(make, fake):
    store = make(dims=SIZE - 1)
    with pytest.raises(IndexMismatch, match="26 dimensions, the index has 25"):
        store.put(("a",), "k", {"text": "figs"})
    with pytest.raises(IndexMismatch):
        store.search(("a",), query="figs")
    assert fake.batches == []


@pytest.mark.parametrize(
    "vectors", [[], [[1.0]] * 2, [[math.nan]], [[math.inf]], [[1e39]], [["x"]], ["x"], [None], [b"abc"]], ids=range(9)
)
def test_what_is_no_vector_is_refused_before_it_is_sent(make, fake, vectors):
    with pytest.raises(InvalidRequest, match="embed gave"):
        make(dims=1, embed=lambda texts: vectors).put(("a",), "k", {"text": "figs"})
    assert fake.batches == []


def test_what_a_model_raises_reaches_the_caller_and_nothing_is_done(make, fake):
    def fails(texts):
        raise ConnectionError("no model")

    store = make(embed=fails)
    with pytest.raises(ConnectionError, match="no model"):
        store.batch([PutOp(("a",), "k", {}, index=False), PutOp(("a",), "l", {"text": "figs"})])
    assert fake.batches == [] and store.get(("a",), "k") is None


async def test_a_function_that_blocks_does_not_block_the_loop(fake):
    model = Counting()
    store = HoldfastStore(fake.url, index=settings(embed=model))
    await store.aput(("a",), "k", {"text": "figs"})
    await store.asearch(("a",), query="figs")
    assert model.threads and threading.get_ident() not in model.threads


def test_what_is_passed_may_change_while_it_is_embedded(fake):
    value = {"text": "figs"}

    def slow(texts):
        value["text"] = "changed"
        return embed(texts)

    store = HoldfastStore(fake.url, index=settings(embed=slow))
    store.put(("a",), "k", value)
    assert store.get(("a",), "k").value == {"text": "figs"}


def test_words_are_not_embedded(make, fake):
    model = Counting()
    store = make(embed=model, mode="text")
    store.search(("a",), query="figs")
    assert model.queries == [] and parts(fake)[0]["mode"] == "text" and "vector" not in parts(fake)[0]
    store.saver.with_mode("hybrid").search(("a",), query="figs")
    assert (
        model.queries == ["figs"] and parts(fake)[0]["mode"] == "hybrid" and len(parts(fake)[0]["vector"]) == 4 * SIZE
    )


def test_vectors_name_the_index_that_they_are_for(make, fake):
    store = make()
    store.batch([PutOp(("a",), "k", {"text": "figs"}), PutOp(("a",), "l", {"n": 1}), SearchOp(("a",), query="q")])
    number = fake.state.items.index.number
    assert [part.get("index_number") for part in parts(fake)] == [number, None, number]


def test_a_rebuild_for_another_model_is_a_mismatch_and_nothing_is_stored(make, fake):
    store = make(model="one")
    store.put(("a",), "k", {"text": "figs"})
    fake.state.items.index.rebuild({"dimensions": SIZE, "embedded_by": "client", "fields": ["text"], "model": "two"})
    with pytest.raises(IndexMismatch):
        store.put(("a",), "l", {"text": "plums"})
    with pytest.raises(IndexMismatch):
        store.search(("a",), query="figs")
    assert store.get(("a",), "l") is None


def test_a_rebuild_of_the_same_definition_is_not_noticed(make, fake):
    store = make()
    store.put(("a",), "k", {"text": "figs"})
    definition = fake.state.items.index.definition
    fake.state.items.index.rebuild(definition)
    store.put(("a",), "k", {"text": "figs"})
    fake.state.items.index.rebuild(definition)
    assert store.search(("a",), query="figs") and parts(fake)[0]["index_number"] == 3


def test_a_mismatch_of_the_same_index_is_not_repeated(make, fake):
    store = make()
    store.put(("a",), "k", {"text": "figs"})
    sent = len(fake.batches)
    fake.state.items.index.check = refuses
    with pytest.raises(IndexMismatch):
        store.put(("a",), "k", {"text": "figs"})
    assert len(fake.batches) - sent == 1


def refuses(part):
    raise Wrong("index-mismatch", 409)


# ---- the server embeds


def test_the_server_embeds_where_nothing_else_is_said(fake, calling):
    fake.state.items.index.put(SERVER)
    for index in ({"embed": "server"}, {}, {"dims": SIZE, "model": "m", "distance_type": "cosine"}):
        store = calling(HoldfastStore(fake.url, index=index))
        store.put(("a",), "k", {"text": "figs"})
        assert "vectors" not in parts(fake)[0] and "index" not in parts(fake)[0]
        assert store.search(("a",), query="figs")[0].score == pytest.approx(1)
    assert "PUT" not in calls(fake)[1:] and parts(fake)[0]["query"] == "figs"


def test_fields_of_the_store_are_then_named_by_each_put(fake, calling):
    fake.state.items.index.put(SERVER)
    store = calling(HoldfastStore(fake.url, index={"fields": ["title"]}))
    store.batch(
        [PutOp(("a",), "k", {"title": "figs"}), PutOp(("a",), "l", {}, index=["x"]), PutOp(("a",), "m", {}, False)]
    )
    assert [part["index"] for part in parts(fake)] == [["title"], ["x"], False]


@pytest.mark.parametrize("named", [{"dims": 3}, {"model": "other"}, {"distance_type": "l2"}])
def test_another_index_of_the_server_is_a_mismatch(fake, calling, named):
    fake.state.items.index.put(SERVER)
    with pytest.raises(IndexMismatch, match="the store's"):
        calling(HoldfastStore(fake.url, index=named)).put(("a",), "k", {"text": "figs"})
    assert fake.batches == []


def test_so_is_one_that_it_does_not_embed_for(fake, calling):
    store = calling(HoldfastStore(fake.url, index={"embed": "server"}))
    with pytest.raises(NotIndexed):
        store.put(("a",), "k", {"text": "figs"})
    fake.state.items.index.put({"dimensions": SIZE, "embedded_by": "client"})
    with pytest.raises(IndexMismatch, match="embedded_by"):
        store.put(("a",), "k", {"text": "figs"})


def test_a_store_without_settings_leaves_it_to_the_server(fake, calling):
    fake.state.items.index.put(SERVER)
    store = calling(HoldfastStore(fake.url))
    store.put(("a",), "k", {"title": "figs"}, index=["title"])
    assert store.search(("a",), query="figs")[0].score == pytest.approx(1)
    assert calls(fake) == ["PUT"]  # our own


def test_how_far_a_queue_is_behind_can_be_asked(fake, calling):
    fake.state.items.index.put({**SERVER, "queued": True})
    store = calling(HoldfastStore(fake.url))
    assert store.put(("a",), "k", {"text": "figs"}) is None
    assert store.search(("a",), query="figs") == []
    status = store.index_status()
    assert (status.waiting, status.stale, status.indexed, status.oldest.total_seconds()) == (1, 1, 0, 0.007)
    fake.state.items.index.drain()
    assert store.index_status()[1:4] == (1, 1, 0) and len(store.search(("a",), query="figs")) == 1


async def test_what_is_asked_about_the_index_travels_by_itself(fake):
    fake.state.items.index.put(SERVER)
    store = HoldfastStore(fake.url)
    await store.aget(("a",), "k")
    calls = [call for n in range(5) for call in (store.aput(("a",), str(n), {"text": "x"}), store.aindex_status())]
    told = await asyncio.gather(*calls)
    assert [status.definition["model"] for status in told[1::2]] == ["m"] * 5 and told[::2] == [None] * 5
    assert len(await store.asearch(("a",))) == 5


def test_a_model_that_comes_back_in_time_is_not_noticed(fake, calling):
    fake.state.items.index.put(SERVER)
    answers = []

    async def down(request, writer):
        if len(answers) < 2:
            answers.append(time.monotonic())
            return problem_answer(503, code="embedding-unavailable", retry="after", retry_after_ms=30)

    fake.fault = down
    store = calling(HoldfastStore(fake.url))
    store.put(("a",), "k", {"text": "figs"})
    assert len(answers) == 2 and answers[1] - answers[0] >= 0.03


@pytest.mark.usefixtures("two_repeats")
def test_a_model_that_stays_away_or_refuses_is_told_so(fake, calling):
    fake.state.items.index.put(SERVER)
    store = calling(HoldfastStore(fake.url))
    fake.state.items.index.mood = ("embedding-unavailable", 503, "after")
    with pytest.raises(EmbeddingUnavailable):
        store.search(("a",), query="figs")
    fake.state.items.index.mood = ("embedding-refused", 422, "never")
    with pytest.raises(EmbeddingRefused) as caught:
        store.search(("a",), query="figs")
    assert isinstance(caught.value, ValueError)


# ---- settings


@pytest.mark.parametrize(
    "index",
    [{"embed": embed}, {"embed": embed, "dims": 0}, {"embed": embed, "dims": "3"}, {"dim": 3}, {"fields": [1]},
     {"fields": 7}, {"distance_type": "manhattan"}, {"mode": "best"}, {"model": 7}, {"dims": -1}],
    ids=range(10),
)  # fmt: skip
def test_settings_that_cannot_be_are_refused_at_once(fake, index):
    with pytest.raises(InvalidRequest):
        HoldfastStore(fake.url, index=index)


def test_a_mode_or_a_path_that_cannot_be_is_refused(fake, calling):
    store = calling(HoldfastStore(fake.url))
    with pytest.raises(InvalidRequest, match="semantic, text, hybrid"):
        store.saver.with_mode("best")
    for index in (True, 7, [1]):
        with pytest.raises(InvalidRequest, match="list of paths"):
            store.batch([PutOp(("a",), "k", {}, index=index)])


def test_settings_of_postgres_store_are_taken(fake):
    HoldfastStore(fake.url, index={**settings(), "ann_index_config": {"kind": "hnsw"}, "__tokenized_fields": []})


def test_a_name_of_a_provider_is_resolved_by_langchain_and_names_the_model(fake, calling, monkeypatch):
    monkeypatch.setattr("langgraph.store.base.embed._get_init_embeddings", lambda: lambda name: Counting())
    calling(HoldfastStore(fake.url, index={"dims": SIZE, "embed": "a:b"})).put(("a",), "k", {"text": "figs"})
    assert fake.state.items.index.definition["model"] == "a:b"
    monkeypatch.setattr("langgraph.store.base.embed._get_init_embeddings", lambda: None)
    with pytest.raises(ValueError, match="a:b"):
        HoldfastStore(fake.url, index={"dims": SIZE, "embed": "a:b"})


def test_every_way_to_a_store_takes_an_index(fake, calling):
    saver = HoldfastSaver(fake.url)
    made = [HoldfastStore.from_url(fake.url, index=settings()), saver.store(index=settings()),
            HoldfastStore.on(saver._connection, index=settings())]  # fmt: skip
    for each in made:
        calling(each).put(("a",), "k", {"text": "figs"})
        assert calling(each).search(("a",), query="figs")[0].key == "k"
    assert calls(fake) == ["PUT"]


@pytest.mark.parametrize("place", ["{here}/embedding.py:embed", "{here}/embedding.py:missing", "{here}/no.py:embed"])
async def test_the_factory_takes_what_stands_in_langgraph_json(fake, monkeypatch, tmp_path, place):
    (tmp_path / "embedding.py").write_text(
        "def embed(texts):\n    return [[float(len(text)), 1.0] for text in texts]\n"
    )
    told = '{"path": "p", "ttl": {"default_ttl": 5}, "index": {"dims": 2, "embed": "%s", "fields": ["text"]}}'
    monkeypatch.setenv("HOLDFAST_URL", fake.url)
    monkeypatch.setenv("LANGGRAPH_STORE", told % place.format(here=tmp_path))
    if not place.endswith("embedding.py:embed"):
        with pytest.raises(InvalidRequest, match="langgraph.json"):
            async with store():
                pass
        return
    async with store() as made:
        await made.aput(("a",), "k", {"text": "figs"})
        assert parts(fake)[0]["ttl"] == 5
        assert (await made.asearch(("a",), query="figs"))[0].score == pytest.approx(1)
