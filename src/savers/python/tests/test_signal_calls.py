"""What `signal` takes, where it may be called, and what it says otherwise."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta, timezone
from enum import Enum

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph

from langgraph.checkpoint import holdfast
from langgraph.checkpoint.holdfast import HoldfastSaver, InvalidSignal, LimitExceeded
from needs import needs_311
from samples import operations
from signalling import Runner, State, said

UTC = timezone.utc


@pytest.fixture
def saver(fake):
    return HoldfastSaver(fake.url)


def run(saver, function, **options):
    runner = Runner("sync")
    return runner(runner.line(saver, function), "t", {"said": []}, **options)


def signalled(fake, saver, *arguments, **fields):
    """The operation that such a call becomes."""

    def node(config):
        holdfast.signal(config, "flow", "told", *arguments, **fields)

    run(saver, node)
    (told,) = operations(fake, "signal")
    return {name: value for name, value in told.items() if name not in ("op", "with", "idempotency_key", "first_wins")}


PLAIN = {
    "workflow_id": "flow",
    "signal": "told",
    "namespace": "default",
    "priority": "normal",
    "on_dead_letter": "pass",
}


def test_what_is_not_said_does_not_travel(fake, saver):
    assert signalled(fake, saver) == PLAIN


def test_every_field_travels_as_the_protocol_has_it(fake, saver):
    fake.state.signals.namespaces.add("orders")
    start = {"workflow_type": "Order", "task_queue": "q", "id_reuse_policy": "reject_duplicate", "arguments": [1, {}]}
    assert signalled(
        fake, saver, 1, None, {"a": [1.5, True]},
        namespace="orders", run_id="r-1", priority="critical", start=start, headers={"trace": {"id": "é"}}, fence=True,
        deliver_not_before=datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        expire_at=datetime(2026, 1, 2, tzinfo=UTC), on_dead_letter="hold", grace=timedelta(minutes=1),
    ) == {
        "workflow_id": "flow", "signal": "told", "namespace": "orders", "run_id": "r-1", "priority": "critical",
        "arguments": [1, None, {"a": [1.5, True]}], "start": start, "fence": True, "on_dead_letter": "hold",
        "headers": {"trace": {"metadata": {"encoding": b"json/plain"}, "data": '{"id":"é"}'.encode()}},
        "deliver_not_before": "2026-01-01T10:00:00+00:00", "expire_at": "2026-01-02T00:00:00+00:00", "grace_ms": 60000,
    }  # fmt: skip


def test_a_number_of_seconds_is_a_grace(fake, saver):
    assert signalled(fake, saver, grace=1.5)["grace_ms"] == 1500


class Colour(str, Enum):
    RED = "red"


def test_what_json_has_a_form_for_becomes_that(fake, saver):
    assert signalled(fake, saver, (1, 2), Colour.RED, {3: None})["arguments"] == [[1, 2], "red", {"3": None}]


def test_arguments_are_copied_when_it_is_called(fake, saver):
    def node(config):
        items = [1, {"a": 1}]
        holdfast.signal(config, "flow", "told", items)
        items[1]["a"] = 2
        items.append(3)

    run(saver, node)
    assert said(fake) == [("flow", "told", [1, {"a": 1}])]


DEEP = []
for _ in range(70):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"arguments": [{1, 2}]}, r"arguments\[0\] is a set"),
        ({"arguments": ["fine", {"at": datetime.now()}]}, r"arguments\[1\].at is a datetime"),
        ({"arguments": [float("nan")]}, "not a finite number"),
        ({"arguments": [2**64]}, "more than 64 bits"),
        ({"arguments": [b"x"]}, "is a bytes"),
        ({"arguments": ["\ud800"]}, "lone surrogate"),
        ({"workflow_id": ""}, "workflow_id"),
        ({"workflow_id": 7}, "workflow_id"),
        ({"workflow_id": "a\0"}, "workflow_id"),
        ({"workflow_id": "\ud800"}, "lone surrogate"),
        ({"name": None}, "name"),
        ({"namespace": ""}, "namespace"),
        ({"run_id": ""}, "run_id"),
        ({"priority": "urgent"}, "priority is none of critical, high, normal, low, background"),
        ({"priority": ["high"]}, "priority"),
        ({"on_dead_letter": "stop"}, "on_dead_letter"),
        ({"headers": {"a": object()}}, r"headers.a is a object"),
        ({"headers": {"": "a"}}, "a header's name"),
        ({"headers": "a"}, "headers is a str"),
        ({"expire_at": datetime(2026, 1, 1)}, "expire_at is not a datetime with a time zone"),
        ({"deliver_not_before": "tomorrow"}, "deliver_not_before"),
        ({"start": {"workflow_type": "W"}}, "start.task_queue"),
        ({"start": {"workflow_type": "W", "task_queue": "q", "queue": 1}}, "unknown field: queue"),
        ({"start": {"workflow_type": "W", "task_queue": "q", "arguments": "x"}}, "start.arguments"),
        ({"start": {"workflow_type": "W", "task_queue": "q", "id_reuse_policy": "x"}}, "id_reuse_policy"),
        ({"start": "W"}, "start is a str"),
        ({"fence": True}, "fence is for critical signals"),
        ({"fence": 1}, "fence is neither"),
        ({"grace": -1}, "grace"),
        ({"grace": timedelta(days=2)}, "grace"),
        ({"grace": "long"}, "grace"),
        ({"grace": float("nan")}, "grace"),
    ],
)
def test_what_cannot_travel_is_refused_at_the_call_and_nothing_leaves(fake, saver, wrong, words):
    called = {"workflow_id": "flow", "name": "told", **wrong}
    arguments = called.pop("arguments", [])

    def node(config):
        with pytest.raises(InvalidSignal, match=words):
            holdfast.signal(config, called.pop("workflow_id"), called.pop("name"), *arguments, **called)

    run(saver, node)
    assert operations(fake, "signal") == []


@pytest.mark.parametrize(
    ("called", "limit"),
    [
        ({"arguments": ["é" * 2**19]}, "signal_bytes: at most 1048576"),
        ({"arguments": [1], "headers": {"a": "y" * 2**20}}, "signal_bytes"),
        ({"start": {"workflow_type": "t", "task_queue": "q", "arguments": ["y" * 2**20]}}, "signal_bytes"),
        ({"arguments": [1] * 1001}, "arguments: at most 1000"),
        ({"name": "w" * 1001}, "signal_characters: at most 1000"),
        ({"name": "é" * 600}, "signal_characters"),
        ({"arguments": [DEEP]}, "64 levels"),
    ],
)
def test_more_than_the_server_takes_is_refused_at_the_call(fake, saver, called, limit):
    def node(config):
        fields = {"name": "told", **called}
        with pytest.raises(LimitExceeded, match=limit):
            holdfast.signal(config, "flow", fields.pop("name"), *fields.pop("arguments", []), **fields)

    run(saver, node)
    assert operations(fake, "signal") == []


@pytest.mark.parametrize("durability", ["async", "exit"])
def test_more_than_a_request_holds_is_refused_at_the_call(fake, saver, durability):
    def node(config):
        for number in range(900):
            holdfast.signal(config, "flow", "told", number)
        with pytest.raises(LimitExceeded, match="more than 900 signals"):
            holdfast.signal(config, "flow", "told", 900)

    run(saver, node, durability=durability)
    assert [number for _, _, number in said(fake)] == [*range(900)]


def test_a_run_that_stores_at_its_end_has_as_many_together(fake, saver):
    def some(config):
        for number in range(450):
            holdfast.signal(config, "flow", "told", number)

    def more(config):
        some(config)
        with pytest.raises(LimitExceeded):
            holdfast.signal(config, "flow", "told", 900)

    runner = Runner("sync")
    runner(runner.line(saver, some, more), "t", {"said": []}, durability="exit")
    assert len(said(fake)) == 900


def test_outside_of_a_node_it_says_so():
    for config in (None, {}, {"configurable": {"thread_id": "t"}}, {"configurable": None}, "config"):
        with pytest.raises(InvalidSignal, match="running node"):
            holdfast.signal(config, "flow", "told")


def test_without_a_checkpointer_or_with_another_one_it_says_so():
    for saver, words in ((None, "no checkpointer"), (InMemorySaver(), "a InMemorySaver as checkpointer")):

        def node(config, words=words):
            with pytest.raises(InvalidSignal, match=words):
                holdfast.signal(config, "flow", "told")

        run(saver, node)


def test_a_config_that_lacks_what_langgraph_has_in_it_says_so(saver):
    def node(config):
        less = {k: v for k, v in config["configurable"].items() if k != "__pregel_read"}
        with pytest.raises(InvalidSignal, match="does not tell"):
            holdfast.signal({"configurable": less}, "flow", "told")

    run(saver, node)


def test_in_a_node_the_config_may_be_left_to_langgraph(fake, saver):
    run(saver, lambda config: holdfast.signal(None, "flow", "told", 1))
    assert said(fake) == [("flow", "told", 1)]


@needs_311
def test_in_an_async_node_the_config_may_be_left_to_langgraph(fake, saver):
    async def node(state):
        await asyncio.sleep(0)
        holdfast.signal(None, "flow", "told", 1)

    graph = StateGraph(State).add_node("node", node).add_edge(START, "node").compile(checkpointer=saver)
    asyncio.run(graph.ainvoke({"said": []}, {"configurable": {"thread_id": "t"}}))
    assert said(fake) == [("flow", "told", 1)]
    assert sys.version_info >= (3, 11)
