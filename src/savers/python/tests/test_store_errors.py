"""What a store refuses, and how it says so; also against a live server."""

from __future__ import annotations

import asyncio
import datetime
import math
import uuid

import pytest
from langgraph.store.base import GetOp, InvalidNamespaceError, ListNamespacesOp, MatchCondition, PutOp, SearchOp

from fake_server import problem_answer
from langgraph.checkpoint.holdfast import (
    DeadlineExceeded,
    HoldfastError,
    IncompatibleServerError,
    InvalidRequest,
    OutcomeUnknown,
    Unavailable,
)
from langgraph.store.holdfast import HoldfastStore, InvalidNamespace, InvalidValue, LimitExceeded

BAD = [(), ("",), ("a", ""), ("a.b",), ("a", "b."), ("langgraph",), ("langgraph", "a"), ("a", "nul\0"), ("a", "\ud800"),
       ("x" * 1025,), ("\u00e9" * 513,), ("a",) * 65]  # fmt: skip


@pytest.mark.parametrize("namespace", BAD, ids=range(len(BAD)))
def test_a_put_into_a_namespace_that_cannot_be_is_refused_on_every_way(store, namespace):
    for put in (
        lambda: store.put(namespace, "k", {"n": 1}),
        lambda: store.batch([PutOp(namespace, "k", {"n": 1})]),
    ):
        with pytest.raises(InvalidNamespaceError):
            put()


def test_what_the_server_refuses_is_an_error_of_both(store):
    with pytest.raises(InvalidNamespace) as caught:
        store.batch([PutOp(("a.b",), "k", {"n": 1})])
    assert isinstance(caught.value, HoldfastError) and isinstance(caught.value, ValueError)
    assert (caught.value.code, caught.value.status, caught.value.retry) == ("invalid-namespace", 400, "never")


@pytest.mark.parametrize("namespace", BAD[1:], ids=range(1, len(BAD)))
def test_reads_and_deletes_of_a_namespace_that_cannot_be_find_nothing(store, namespace):
    path = (MatchCondition("prefix", namespace),)
    told = store.batch(
        [GetOp(namespace, "k"), SearchOp(namespace), PutOp(namespace, "k", None), ListNamespacesOp(path)]
    )
    assert told == [None, [], None, []]


def test_a_namespace_is_a_tuple_of_texts(store):
    for wrong in ("abc", (1,), ("a", None), (b"a",)):
        for op in (GetOp(wrong, "k"), PutOp(wrong, "k", None), PutOp(wrong, "k", {}), SearchOp(wrong)):
            with pytest.raises(InvalidNamespaceError):
                store.batch([op])


def test_if_one_part_is_refused_nothing_of_the_batch_takes_effect(store, room):
    for wrong in (PutOp(("a.b",), "k", {}), PutOp((room,), "k", {}, ttl=-1), SearchOp((room,), {"x": {"$no": 1}})):
        with pytest.raises(InvalidRequest):
            store.batch([PutOp((room,), "first", {}), wrong, PutOp((room,), "last", {})])
    assert store.search((room,)) == []


@pytest.mark.parametrize("key", ["", "nul\0", "\ud800", "x" * 1025])
def test_a_key_that_cannot_be_is_refused_and_never_found(store, room, key):
    with pytest.raises(InvalidRequest):
        store.put((room,), key, {"n": 1})
    assert store.get((room,), key) is None
    store.delete((room,), key)


@pytest.mark.parametrize(
    "value",
    [{"a": {1}}, {"a": b"x"}, {"a": datetime.datetime.now()}, {"a": uuid.uuid4()}, {"a": [math.nan]}, {"a": -math.inf},
     {"a": 2**63}, {"a": "\ud800"}, {"\ud800": 1}, {"a": ("\ud800",)}, {(1, 2): 1}, [], ["a"], "text", 1],
    ids=range(15),
)  # fmt: skip
def test_what_json_has_no_form_for_is_refused_before_it_is_sent(store, room, value):
    with pytest.raises(InvalidValue) as caught:
        store.put((room,), "k", value)
    assert isinstance(caught.value, ValueError) and "\ud800" not in str(caught.value)
    assert store.get((room,), "k") is None


def test_what_is_too_large_is_refused(store, room):
    deep = {}
    for _ in range(70):
        deep = {"d": deep}
    for put in (
        lambda: store.put((room,), "k", {"text": "x" * 2**19}),
        lambda: store.search((room,), filter={str(n): n for n in range(101)}),
        lambda: store.put((room,), "k", deep),
    ):
        with pytest.raises(LimitExceeded) as caught:
            put()
        assert caught.value.problem["limit"] and caught.value.problem["maximum"]
    cycle = {}
    cycle["self"] = cycle
    with pytest.raises(LimitExceeded):
        store.put((room,), "k", cycle)


def test_a_batch_of_more_than_a_thousand_is_refused_since_it_could_not_be_one(store, room):
    with pytest.raises(LimitExceeded, match="one transaction") as caught:
        store.batch([PutOp((room,), str(n), {}) for n in range(1001)])
    assert caught.value.problem == {"limit": "store_parts", "maximum": 1000}
    assert store.search((room,)) == []


def test_limits_and_offsets_out_of_range_are_refused(store, room):
    for more in ({"limit": -1}, {"offset": -1}, {"limit": 1.5}, {"limit": 10_001}):
        with pytest.raises(HoldfastError) as caught:
            store.search((room,), **more)
        assert isinstance(caught.value, ValueError), more


def test_what_is_no_operation_is_refused(store):
    with pytest.raises(ValueError, match="Unknown operation"):
        store.batch([("get", "a")])


def test_an_older_server_is_called_incompatible(fake, calling):
    fake.state.apply = lambda session, op: {"problem": {"code": "unknown-operation", "status": 400, "retry": "never"}}
    with pytest.raises(IncompatibleServerError):
        calling(HoldfastStore(fake.url)).get(("a",), "k")


def test_an_answer_that_is_none_is_an_error(fake, calling):
    fake.state.apply = lambda session, op: {"results": []}
    with pytest.raises(IncompatibleServerError):
        calling(HoldfastStore(fake.url)).get(("a",), "k")


@pytest.mark.usefixtures("two_repeats")
def test_a_problem_of_the_server_is_the_error_that_savers_know(fake, calling):
    async def down(request, writer):
        return problem_answer(503, code="unavailable", retry="after", retry_after_ms=10)

    fake.fault = down
    with pytest.raises(Unavailable):
        calling(HoldfastStore(fake.url)).put(("a",), "k", {})


def test_a_restart_within_the_timeout_is_not_noticed(fake, calling):
    store = calling(HoldfastStore(fake.url))
    store.put(("a",), "k", {"n": 1})
    fake.drop_connections()
    assert store.get(("a",), "k").value == {"n": 1}
    store.put(("a",), "k", {"n": 2})


@pytest.mark.parametrize("writes", [True, False])
def test_no_answer_in_time_says_whether_something_may_have_been_written(fake, calling, writes):
    async def silent(request, writer):
        await asyncio.sleep(30)

    calling(HoldfastStore(fake.url)).get(("a",), "k")  # there is a connection: what comes is sent in time
    hasty = calling(HoldfastStore(fake.url, timeout=0.5))
    fake.fault = silent
    ops = [GetOp(("a",), "k"), SearchOp(("a",))] + [PutOp(("a",), "k", {})] * writes
    with pytest.raises(OutcomeUnknown if writes else DeadlineExceeded):
        hasty.batch(ops)
