"""The server has done it and its answer is lost: the saver repeats, and the repeat does nothing twice."""

from __future__ import annotations

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.serde.types import RESUME

from support.holding import HoldingProxy
from support.samples import METADATA, config, ids, new_id, new_thread, put
from support.server import post_batch
from support.talk import talk


@pytest.fixture
def proxy(url):
    with HoldingProxy(url) as proxy:
        yield proxy


@pytest.fixture
def saver(proxy, calling, api_key):
    """A saver whose answers the proxy may lose."""
    return calling(HoldfastSaver(proxy.url, api_key=api_key))


def repeats(proxy, kind):
    return sum(operation["op"] == kind for operation in proxy.seen)


def test_a_put_is_there_once(saver, live, proxy, thread):
    parent = put(saver, thread, {"a": 1})
    proxy.lose = "put"

    made = put(saver, thread, {"a": 2}, parent=parent)

    assert repeats(proxy, "put") == 3
    assert ids(live.list(config(thread))) == [made, parent]
    assert live.get_tuple(config(thread)).parent_config == config(thread, parent)


def test_a_put_that_was_sent_as_a_splice_is_there_once(saver, live, proxy, thread):
    parent = put(saver, thread, {"talk": talk(thread, 1)})
    proxy.lose = "put"

    made = put(saver, thread, {"talk": talk(thread, 2)}, parent=parent)
    after = put(saver, thread, {"talk": talk(thread, 3)}, parent=made)

    values = [operation["values"]["talk"] for operation in proxy.seen if operation["op"] == "put"]
    assert ["base" in value for value in values] == [False, True, True, True]
    assert values[1] == values[2]
    found = {one.checkpoint["id"]: one.checkpoint["channel_values"]["talk"] for one in live.list(config(thread))}
    assert found == {parent: talk(thread, 1), made: talk(thread, 2), after: talk(thread, 3)}


def test_a_splice_whose_answer_and_base_are_lost_goes_whole(saver, live, proxy, thread):
    parent = put(saver, thread, {"talk": talk(thread, 1)})

    def forget_the_base():
        put(live, thread, {"talk": talk(thread, 9)})
        live.prune([thread])

    proxy.lose, proxy.meanwhile = "put", forget_the_base
    made = put(saver, thread, {"talk": talk(thread, 2)}, parent=parent)

    # The repeat finds neither its parent nor itself: whatever is told, the value comes back.
    values = [operation["values"]["talk"] for operation in proxy.seen if operation["op"] == "put"]
    assert ["base" in value for value in values] == [False, True, True, False]
    assert live.get_tuple(config(thread, made)).checkpoint["channel_values"] == {"talk": talk(thread, 2)}


def test_writes_are_there_once(saver, live, proxy, thread):
    made = new_id()

    proxy.lose, proxy.meanwhile = "put_writes", lambda: live.put_writes(config(thread, made), [(RESUME, 2)], "task")
    put(saver, thread, {"a": 1}, id=made)
    saver.put_writes(config(thread, made), [(RESUME, 1), ("a", 1)], "task")

    found = live.get_tuple(config(thread)).pending_writes
    assert sorted(channel for _, channel, _ in found) == [RESUME, "a"]
    assert repeats(proxy, "put_writes") == 2


def test_a_deletion_does_not_remove_the_run_that_followed(saver, live, proxy, thread):
    put(saver, thread, {"a": "old"})
    proxy.lose, proxy.meanwhile = "delete_thread", lambda: put(live, thread, {"a": "new"})

    saver.delete_thread(thread)

    assert repeats(proxy, "delete_thread") == 2
    assert [found.checkpoint["channel_values"] for found in live.list(config(thread))] == [{"a": "new"}]


def test_a_deletion_of_runs_does_not_remove_the_run_that_followed(saver, live, proxy, thread):
    metadata = {**METADATA, "run_id": f"run of {thread}"}
    put(saver, thread, {"a": "old"}, metadata=metadata)
    proxy.lose = "delete_for_runs"
    proxy.meanwhile = lambda: put(live, thread, {"a": "new"}, metadata=metadata)

    saver.delete_for_runs([metadata["run_id"]])

    assert repeats(proxy, "delete_for_runs") == 2
    assert [found.checkpoint["channel_values"] for found in live.list(config(thread))] == [{"a": "new"}]


@pytest.mark.parametrize("strategy", ["keep_latest", "delete"])
def test_a_prune_leaves_what_was_put_after_it(saver, live, proxy, thread, strategy):
    for number in range(3):
        last = put(saver, thread, {"a": number})
    more = []
    proxy.lose = "prune"
    proxy.meanwhile = lambda: more.extend(put(live, thread, {"a": number}) for number in (3, 4))

    saver.prune([thread], strategy=strategy)

    assert repeats(proxy, "prune") == 2
    assert ids(live.list(config(thread))) == [*more[::-1], *([last] if strategy == "keep_latest" else [])]


def test_a_copy_is_not_refused_because_it_is_there_already(saver, live, proxy, thread):
    made = put(saver, thread, {"a": 1})
    copy = new_thread()
    proxy.lose = "copy_thread"

    saver.copy_thread(thread, copy)

    assert repeats(proxy, "copy_thread") == 2
    assert ids(live.list(config(copy))) == [made]


def test_a_late_repeat_never_replaces_what_came_after_it(url, api_key, thread):
    def operations(sequence, text):
        told = {"type": "bytes", "bytes": text}
        place = {"thread_id": thread, "checkpoint_id": "1", "sequence": sequence}
        special = {"channel": RESUME, **told}
        return [
            {"op": "put", **place, "channel_versions": {}, "skeleton": told, "metadata": {"text": text}},
            {"op": "put_writes", **place, "task_id": "t", "writes": [special]},
        ]

    headers = {"x-api-key": api_key} if api_key else {}
    for sequence, text in ((1, "AAAA"), (2, "BBBB"), (1, "AAAA")):
        post_batch(url, *operations(sequence, text), headers=headers, session=7)
    (told,) = post_batch(url, {"op": "get_tuple", "thread_id": thread}, headers=headers)

    found = told["tuple"]
    assert (found["skeleton"]["bytes"], found["metadata"], found["writes"][0]["bytes"]) == (
        "BBBB",
        {"text": "BBBB"},
        "BBBB",
    )
