"""Search by meaning and by words, with vectors that the client makes; also against a live server."""

from __future__ import annotations

import pytest
from langgraph.store.base import PutOp, SearchOp

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.store.holdfast import HoldfastStore, IndexMismatch, NotIndexed
from meanings import aembed, settings

TEXTS = {"figs": "figs and more figs", "plums": "plums", "trains": "trains run on rails", "none": ""}


@pytest.fixture
def make(bare, calling, api_key):
    return lambda **more: calling(HoldfastStore(bare, api_key=api_key, index=settings(**more)))


@pytest.fixture
def filled(make, room):
    store = make()
    store.batch([PutOp((room, "a"), key, {"text": text, "kind": len(text)}) for key, text in TEXTS.items()])
    return store


def keys(found):
    return [item.key for item in found]


def test_the_nearest_comes_first_with_its_score(filled, room):
    found = filled.search((room,), query="figs")
    assert found[0].key == "figs"
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert 0.8 < found[0].score <= 1 and found[0].value["text"] == TEXTS["figs"]


def test_a_text_finds_itself_at_one(filled, room):
    (found,) = filled.search((room,), query="plums", limit=1)
    assert found.key == "plums" and found.score == pytest.approx(1)


def test_pages_filters_and_prefixes_apply_to_queries(filled, room):
    every = keys(filled.search((room,), query="rails"))
    assert keys(filled.search((room,), query="rails", limit=1, offset=1)) == every[1:2]
    assert keys(filled.search((room,), query="rails", filter={"kind": len("plums")})) == ["plums"]
    assert filled.search((room, "b"), query="rails") == [] == filled.search((room,), query="rails", limit=0)


def test_an_empty_query_is_none(filled, room):
    found = filled.search((room,), query="")
    assert len(found) == len(TEXTS) and {item.score for item in found} == {None}


def test_what_is_not_to_be_indexed_is_not_found(filled, room):
    filled.put((room, "a"), "hidden", {"text": "figs"}, index=False)
    filled.put((room, "a"), "empty", {"text": "figs"}, index=[])
    assert not {"hidden", "empty"} & set(keys(filled.search((room,), query="figs")))
    assert filled.get((room, "a"), "hidden").value == {"text": "figs"}
    filled.put((room, "a"), "figs", {"text": "figs"}, index=False)
    assert "figs" not in keys(filled.search((room,), query="figs"))


def test_a_put_may_name_other_paths(filled, room):
    filled.put((room, "a"), "titled", {"text": "rails", "title": "xyzzy"}, index=["title"])
    assert filled.search((room,), query="xyzzy", limit=1)[0].score == pytest.approx(1)


def test_of_several_vectors_the_nearest_counts(filled, room):
    notes = [{"title": "xyzzy"}, {"title": "rails"}, {"other": "figs"}]
    filled.put((room, "a"), "notes", {"notes": notes}, index=["notes[*].title"])
    for query in ("xyzzy", "rails"):
        found = filled.search((room,), query=query, filter={"notes": {"$exists": True}})
        assert [(item.key, item.score) for item in found] == [("notes", pytest.approx(1))]


def test_a_new_value_takes_the_vectors_of_the_old_along(filled, room):
    filled.put((room, "a"), "plums", {"text": "quinces"})
    found = {item.key: item.score for item in filled.search((room,), query="plums")}
    assert found["plums"] < 0.9
    filled.delete((room, "a"), "plums")
    assert "plums" not in keys(filled.search((room,), query="quinces"))


def test_a_batch_of_searches_and_puts_sees_what_was_before(filled, room):
    ops = [PutOp((room, "a"), "new", {"text": "new"}), SearchOp((room,), query="new"), SearchOp((room,), query="figs")]
    told = filled.batch(ops)
    assert told[0] is None and "new" not in keys(told[1]) and told[2][0].key == "figs"
    assert filled.search((room,), query="new", limit=1)[0].key == "new"


def test_words_find_what_holds_them(filled, room):
    store = filled.saver.with_mode("text")
    (found,) = store.search((room,), query="rails")
    assert found.key == "trains" and found.score > 0
    assert store.search((room,), query="quinces") == []
    assert filled.saver._mode is None


def test_hybrid_counts_both(filled, room):
    found = filled.saver.with_mode("hybrid").search((room,), query="rails")
    assert found[0].key == "trains" and found[0].score > found[1].score


@pytest.mark.parametrize("distance, best", [("l2", 0), ("inner_product", 4)])
def test_scores_are_those_of_the_distance(make, room, distance, best):
    store = make(distance_type=distance)
    store.put((room,), "k", {"text": "abcd"})
    assert store.search((room,), query="abcd")[0].score == pytest.approx(best, abs=1e-6)


def test_an_async_function_serves_asynchronous_callers(make, room):
    store = make(embed=aembed)
    if store.loop is None:
        with pytest.raises(ValueError, match="async"):
            store.put((room,), "k", {"text": "figs"})
        assert store.get((room,), "k") is None
        return
    store.put((room,), "k", {"text": "figs"})
    assert keys(store.search((room,), query="figs")) == ["k"]


def test_without_an_index_a_query_is_refused(bare, calling, api_key, room):
    store = calling(HoldfastStore(bare, api_key=api_key))
    store.put((room,), "k", {"text": "figs"})
    for asked in (store, calling(store.saver.with_mode("text"))):
        with pytest.raises(NotIndexed):
            asked.search((room,), query="figs")
    with pytest.raises(NotIndexed):
        store.index_status()


def test_another_index_is_a_mismatch_and_nothing_is_stored(filled, bare, calling, api_key, room):
    store = calling(HoldfastStore(bare, api_key=api_key, index=settings(model="another")))
    with pytest.raises(IndexMismatch) as caught:
        store.put((room, "a"), "k", {"text": "figs"})
    assert (caught.value.code, caught.value.status, caught.value.retry) == ("index-mismatch", 409, "never")
    assert isinstance(caught.value, ValueError) and store.get((room, "a"), "k") is None
    with pytest.raises(IndexMismatch):
        store.search((room,), query="figs")


def test_stores_that_are_set_up_alike_share_the_index(filled, bare, calling, api_key, room):
    store = calling(HoldfastSaver(bare, api_key=api_key).store(index=settings()))
    assert store.search((room,), query="figs")[0].key == "figs"
    assert calling(HoldfastStore.on(store.saver._connection, index=settings())).search((room,), query="figs")


def test_a_put_without_a_vector_is_stored_and_not_indexed(filled, bare, calling, api_key, room):
    before = filled.index_status()
    calling(HoldfastStore(bare, api_key=api_key)).put((room, "a"), "late", {"text": "figs"})
    assert filled.get((room, "a"), "late") is not None
    assert "late" not in keys(filled.search((room,), query="figs"))
    after = filled.index_status()
    assert (after.items, after.indexed) == (before.items + 1, before.indexed)


def test_the_status_tells_what_the_index_is(filled):
    status = filled.index_status()
    assert status.definition["dimensions"] == 26 and status.definition["embedded_by"] == "client"
    assert status.items == status.indexed + status.stale + status.failed
    assert status.waiting == 0 and status.oldest.total_seconds() == 0


def test_an_index_that_was_dropped_is_defined_again_by_the_next_call(filled, bare, calling, api_key, room):
    calling(HoldfastStore(bare, api_key=api_key)).drop_index()
    assert filled.search((room,), query="figs") == []  # what was put before has no vectors
    calling(HoldfastStore(bare, api_key=api_key)).drop_index()
    filled.put((room, "a"), "figs", {"text": "figs"})
    assert keys(filled.search((room,), query="figs")) == ["figs"]


def test_another_model_begins_with_a_drop(filled, bare, calling, api_key, room):
    store = calling(HoldfastStore(bare, api_key=api_key, index=settings(model="another")))
    store.drop_index()
    assert store.get((room, "a"), "figs").value["text"] == TEXTS["figs"]
    store.put((room, "a"), "plums", {"text": "plums"})
    assert keys(store.search((room,), query="plums")) == ["plums"]
    assert store.index_status().definition["model"] == "another"


def test_words_alone_need_no_vectors(bare, calling, api_key, room):
    store = calling(HoldfastStore(bare, api_key=api_key, index={"embed": "nobody", "fields": ["text"], "mode": "text"}))
    store.put((room,), "k", {"text": "figs and plums", "other": "rails"})
    assert keys(store.search((room,), query="plums")) == ["k"] and store.search((room,), query="rails") == []
    with pytest.raises(NotIndexed):
        calling(store.saver.with_mode("semantic")).search((room,), query="plums")
