"""Traps about history and concurrency: 14, 15, 17, 18, 19."""

from __future__ import annotations

import asyncio
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, TypedDict

from langgraph.channels.delta import DeltaChannel
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.serde.types import _DeltaSnapshot
from langgraph.graph import END, START, StateGraph

from support.holding import HoldingProxy
from support.samples import METADATA, checkpoint, config, ids, new_id, new_thread, next_version, put
from support.waiting import eventually


async def test_a_walk_of_more_than_1024_checkpoints_is_whole(live, thread):
    count = 1100
    made = [new_id() for _ in range(count)]

    async def one(number):
        versions = {"log": next_version(number)}
        stored = {"log": _DeltaSnapshot(["seed"])} if number == 0 else {}
        parent = made[number - 1] if number else None
        new = checkpoint(stored, versions, id=made[number])
        await live.aput(config(thread, parent), new, {**METADATA, "step": number}, versions)
        await live.aput_writes(config(thread, made[number]), [("log", number)], "task")

    async with live:
        await asyncio.gather(*(one(number) for number in range(count)))
        for target in (50, count - 1):
            told = await live.aget_delta_channel_history(config=config(thread, made[target]), channels=["log"])
            assert [value for _, _, value in told["log"]["writes"]] == list(range(target))
            assert told["log"]["seed"] == _DeltaSnapshot(["seed"])


def test_a_walk_follows_parents_not_ids(saver, thread):
    late, early = new_id(), new_id()
    root = put(saver, thread, versions={"log": next_version()}, id=early)
    saver.put_writes(config(thread, root), [("log", "root")], "task")
    aside = put(saver, thread, versions={"log": next_version(1)}, parent=root)
    saver.put_writes(config(thread, aside), [("log", "aside")], "task")
    # A parent whose id is greater than its child's: clocks of two machines differ.
    target = put(saver, thread, versions={"log": next_version(2)}, parent=root, id=late)

    told = saver.get_delta_channel_history(config=config(thread, target), channels=["log"])

    assert [value for _, _, value in told["log"]["writes"]] == ["root"]


def appended(state, writes):
    return [*state, *(item for write in writes for item in write)]


class DeltaState(TypedDict):
    log: Annotated[list, DeltaChannel(appended, snapshot_frequency=1000)]
    turn: int


def delta_graph(saver):
    graph = StateGraph(DeltaState)
    graph.add_node("one", lambda state: {"log": [f"one-{state['turn']}"]})
    graph.add_node("two", lambda state: {"log": [f"two-{state['turn']}"]})
    graph.add_edge(START, "one")
    graph.add_edge("one", "two")
    graph.add_edge("two", END)
    return graph.compile(checkpointer=saver)


def test_keep_latest_keeps_what_a_delta_channel_is_rebuilt_from(live, thread):
    graph = delta_graph(live)
    for turn in range(3):
        graph.invoke({"turn": turn, "log": [f"in-{turn}"]}, config(thread))
    before = graph.get_state(config(thread)).values
    assert len(before["log"]) == 9

    live.prune([thread], strategy="keep_latest")

    assert delta_graph(live).get_state(config(thread)).values == before
    graph.invoke({"turn": 3, "log": ["in-3"]}, config(thread))
    assert graph.get_state(config(thread)).values["log"] == [*before["log"], "in-3", "one-3", "two-3"]


def test_writes_are_shared_by_all_branches(saver, thread):
    root = put(saver, thread, versions={"log": next_version()})
    saver.put_writes(config(thread, root), [("log", "root")], "task")
    branches = [put(saver, thread, versions={"log": next_version(1)}, parent=root) for _ in range(2)]

    for branch in branches:
        told = saver.get_delta_channel_history(config=config(thread, branch), channels=["log"])
        assert [value for _, _, value in told["log"]["writes"]] == ["root"]


def test_what_is_returned_belongs_to_the_caller(saver, thread):
    made = put(saver, thread, {"list": [1]}, versions_seen={"node": {"list": "1"}})
    saver.put_writes(config(thread, made), [("list", [2])], "task")

    first = saver.get_tuple(config(thread))
    first.checkpoint["channel_values"]["list"].append("changed")
    first.checkpoint["channel_versions"]["new"] = "changed"
    first.checkpoint["versions_seen"]["node"]["list"] = "changed"
    first.metadata["changed"] = True
    first.metadata["parents"]["changed"] = "changed"
    first.pending_writes[0][2].append("changed")
    first.config["configurable"]["checkpoint_id"] = "changed"

    assert "changed" not in repr(saver.get_tuple(config(thread)))
    assert "changed" not in repr(saver.list(config(thread)))


async def test_what_is_passed_is_taken_at_the_call(live, thread):
    passed = checkpoint({"list": [1], "raw": bytearray(b"a")}, versions_seen={"node": {}})
    written = [[2]]
    metadata = {**METADATA, "parents": {}}

    async with live:
        calls = [
            asyncio.ensure_future(live.aput(config(thread), passed, metadata, passed["channel_versions"])),
            asyncio.ensure_future(live.aput_writes(config(thread, passed["id"]), [("list", written)], "task")),
        ]
        await asyncio.sleep(0)  # both have begun, neither is done
        assert not any(call.done() for call in calls)
        passed["channel_values"]["list"].append("changed")
        passed["channel_values"]["raw"] += b"changed"
        passed["versions_seen"]["node"]["list"] = "changed"
        metadata["parents"]["changed"] = "changed"
        written[0].append("changed")
        await asyncio.gather(*calls)
        found = await live.aget_tuple(config(thread))

    assert "changed" not in repr(found)
    assert found.checkpoint["channel_values"] == {"list": [1], "raw": bytearray(b"a")}
    assert found.pending_writes == [("task", "list", [[2]])]


def test_calls_for_other_threads_do_not_wait(url, api_key):
    with HoldingProxy(url) as proxy, ThreadPoolExecutor(8) as pool:
        saver = HoldfastSaver(proxy.url, api_key=api_key, max_requests=8)
        saver.get_tuple(config(new_thread()))
        proxy.hold = True
        calls = [pool.submit(put, saver, new_thread(), {"a": 1}) for _ in range(8)]

        eventually(lambda: sum(op["op"] == "put" for op in proxy.seen) == 8, 30, "eight puts under way at once")
        assert not any(call.done() for call in calls)
        proxy.release()
        assert all(call.result(30) for call in calls)


def metric(url, api_key, name):
    request = urllib.request.Request(f"{url}/metrics", headers={"x-api-key": api_key} if api_key else {})
    with urllib.request.urlopen(request) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith((name + "{", name + " ")))


def test_concurrent_puts_share_commits(live, url, api_key):
    threads, rounds = 64, 8
    commits = "holdfast_group_commit_transactions_seconds_count"
    before = metric(url, api_key, commits)
    start = threading.Barrier(threads)

    def run(_):
        thread = new_thread()
        start.wait()
        return [put(live, thread, {"a": "x" * 1000}) for _ in range(rounds)]

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))

    assert 0 < metric(url, api_key, commits) - before < threads * rounds / 2


def test_every_put_is_a_row_and_keeps_its_writes(saver, thread):
    made, parent = [], None
    for number in range(12):
        parent = put(saver, thread, {"a": number}, parent=parent, metadata={**METADATA, "step": number})
        saver.put_writes(config(thread, parent), [("a", number)], "task")
        made.append(parent)

    found = saver.list(config(thread))

    assert ids(found) == made[::-1]
    assert [one.checkpoint["channel_values"]["a"] for one in found] == list(range(12))[::-1]
    assert [one.pending_writes for one in found] == [[("task", "a", n)] for n in range(12)][::-1]
    assert [one.metadata["step"] for one in found] == list(range(12))[::-1]


def test_a_first_read_of_a_namespace_is_a_miss(saver, thread):
    put(saver, thread)

    assert saver.get_tuple(config(thread, ns="node:1")) is None
    assert saver.get_tuple(config(new_thread())) is None
    assert saver.list(config(thread, ns="node:1")) == []
