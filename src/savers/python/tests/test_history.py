"""A saver whose threads keep only the latest of their history tells the server so, right before their first put."""

from __future__ import annotations

import asyncio
import logging

import ormsgpack
import pytest

from fake_server import FakeHoldfast, plain
from langgraph.checkpoint.holdfast import HoldfastSaver, ThreadDeleted
from samples import METADATA, Chain, checkpoint, config, operations, put


@pytest.fixture
def latest(fake, calling):
    return calling(HoldfastSaver(fake.url, history="latest"))


def told(fake):
    return operations(fake, "set_history")


def names(request):
    return [op["op"] for op in request.operations]


def test_a_saver_that_is_not_told_tells_nothing(fake, calling):
    put(calling(HoldfastSaver(fake.url)), "t")
    put(calling(HoldfastSaver(fake.url, history="full")), "t")
    assert told(fake) == []


def test_another_policy_is_refused(fake):
    with pytest.raises(ValueError, match="newest"):
        HoldfastSaver(fake.url, history="newest")


def test_it_goes_right_before_the_first_put_of_a_thread_and_not_again(fake, latest):
    chain = Chain(latest)
    for text in "abc":
        chain.put(a=text)
    assert [names(request) for request in fake.batches] == [["set_history", "put"], ["put"], ["put"]]
    assert told(fake) == [{"op": "set_history", "thread_id": "t", "history": "latest"}]
    Chain(latest, "u").put(a="a")
    assert fake.state.history == {"t": "latest", "u": "latest"}


def test_savers_of_one_server_tell_it_once(fake, calling):
    first, second = (calling(HoldfastSaver(fake.url, history="latest")) for _ in range(2))
    chain = Chain(first)
    chain.put(a="a")
    chain.put(second, a="b")
    assert len(told(fake)) == 1


def test_subgraphs_of_a_thread_that_was_told_do_not_tell_again(fake, latest):
    put(latest, "t")
    for number in range(3):
        put(latest, "t", ns=f"child:{number}")
    assert len(told(fake)) == 1


def test_a_subgraph_that_comes_first_tells(fake, latest):
    put(latest, "t", ns="child:1")
    assert len(told(fake)) == 1


def test_a_thread_that_was_deleted_and_begins_again_is_told_again(fake, latest, calling):
    put(latest, "t")
    calling(HoldfastSaver(fake.url)).delete_thread("t")
    put(latest, "t")
    assert fake.state.history == {"t": "latest"}


def test_a_life_that_somebody_else_began_is_told(fake, latest, calling):
    put(latest, "t")
    other = calling(HoldfastSaver(fake.url, cache_bytes=0))
    other.delete_thread("t")
    _, made = put(other, "t")
    latest.get_tuple(config("t"))
    put(latest, "t", parent=made["id"])
    assert [op.get("incarnation") for op in told(fake)] == [None, fake.state.incarnation["t"]]
    assert fake.state.history == {"t": "latest"}


def test_a_late_put_into_a_deleted_thread_does_not_begin_it_again(fake, calling):
    full = calling(HoldfastSaver(fake.url))
    _, made = put(full, "t")
    fake.state.delete_thread("t")
    with pytest.raises(ThreadDeleted):
        put(calling(HoldfastSaver(fake.url, history="latest")), "t", parent=made["id"])
    assert len(told(fake)) == 1 and fake.state.incarnation == {}


def test_what_is_repeated_is_repeated_with_it_until_it_is_done(calling):
    later = {"problem": {"code": "overloaded", "retry": "after", "status": 503, "retry_after_ms": 1}}
    seen = []

    async def fault(request, _):
        seen.append(names(request))
        answers = [later, later] if len(seen) == 1 else [{"incarnation": 7}, later] if len(seen) == 2 else None
        return answers and plain(200, ormsgpack.packb({"results": answers}))

    with FakeHoldfast(fault=fault) as fake:
        put(calling(HoldfastSaver(fake.url, history="latest")), "t")
    assert seen == [["set_history", "put"], ["set_history", "put"], ["put"]]


def test_a_put_that_is_sent_again_with_more_values_goes_without_it(fake, latest):
    made = checkpoint({"a": 1, "b": 2})
    latest.put(config("t"), made, METADATA, {"a": made["channel_versions"]["a"]})
    assert [names(request) for request in fake.batches] == [["set_history", "put"], ["put"]]


def test_a_server_that_does_not_know_of_policies_still_takes_puts(calling, caplog, monkeypatch):
    with FakeHoldfast() as fake:
        monkeypatch.setattr(fake.state, "set_history", lambda **_: UNKNOWN)
        saver = calling(HoldfastSaver(fake.url, history="latest"))
        with caplog.at_level(logging.WARNING):
            stored, made = put(saver, "t")
            put(saver, "u")
        assert saver.get_tuple(stored).checkpoint == made
    assert [record.getMessage() for record in caplog.records] == [
        "The server does not take the policy for history: unknown-operation"
    ]


UNKNOWN = {"problem": {"code": "unknown-operation", "retry": "never", "status": 400, "title": "t", "detail": "d"}}


def test_both_count_where_the_server_takes_few_operations():
    async def many(saver):
        await saver.aput(config("first"), checkpoint(), METADATA, {})
        await asyncio.gather(*(saver.aput(config(f"t{n}"), checkpoint(), METADATA, {}) for n in range(20)))

    with FakeHoldfast(limits={"operations": 5}) as fake:
        asyncio.run(many(HoldfastSaver(fake.url, history="latest")))
        assert max(len(request.operations) for request in fake.batches) == 4
        assert len(fake.state.history) == 21
        assert fake.broken_rules == []
