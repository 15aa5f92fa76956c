"""How signals travel with a write, and what becomes of both when something goes wrong."""

from __future__ import annotations

import asyncio
import time
from collections import deque

import ormsgpack
import pytest
from langgraph.types import Command, interrupt

from fake_server import FakeHoldfast, plain
from fake_state import FakeState
from langgraph.checkpoint import holdfast
from langgraph.checkpoint.holdfast import (
    HoldfastError,
    HoldfastSaver,
    IncompatibleServerError,
    NamespaceRefused,
    OutcomeUnknown,
    SignalRefused,
)
from langgraph.checkpoint.holdfast._leaving import NOTHING, Leaving
from langgraph.checkpoint.holdfast._unsent import UnsentSignals
from langgraph.checkpoint.holdfast.transport.circle import Circle
from langgraph.checkpoint.holdfast.transport.operation import Batch, Operation, Prelude
from samples import METADATA, checkpoint, config, operations
from signalling import Runner, said, sent


@pytest.fixture(params=["sync", "async"])
def run(request):
    return Runner(request.param)


def asking(config):
    holdfast.signal(config, "flow", "asked", "may I?", namespace="default")
    return {"said": [interrupt("may I?")]}


def telling(namespace="default", **options):
    def tell(config):
        holdfast.signal(config, "flow", "told", "a", namespace=namespace, **options)
        return {"said": ["a"]}

    return tell


def losing(fake, kind, times=1):
    """The first answers to requests with such an operation are lost after everything was done."""
    left = [times]

    async def fault(request, _):
        if left[0] and any(op["op"] == kind for op in request.operations):
            left[0] -= 1
            fake.state.batch(ormsgpack.unpackb(request.body)["session"], request.operations)
            return b""
        return None

    fake.fault = fault


def rejecting_signals(fake):
    """After a while signals are refused with the writes that they came with; what else is in the request is done."""
    rejected = {"problem": {"code": "rejected", "retry": "never", "status": 422, "title": "t", "detail": "d"}}

    async def fault(request, _):
        told = ormsgpack.unpackb(request.body)
        signals = {n: op["with"] for n, op in enumerate(told["operations"]) if op["op"] == "signal"}
        if not signals:
            return None
        await asyncio.sleep(0.1)
        refused = {*signals, *signals.values()}
        kept = [op for n, op in enumerate(told["operations"]) if n not in refused]
        done = iter(fake.state.batch(told["session"], kept))
        results = [rejected if n in refused else next(done) for n in range(len(told["operations"]))]
        return plain(200, ormsgpack.packb({"results": results}))

    return fault


@pytest.mark.parametrize("node", [asking, telling()])
@pytest.mark.parametrize("durability", ["sync", "async", "exit"])
def test_a_lost_answer_makes_the_same_request_again_and_one_signal(fake, run, node, durability):
    losing(fake, "signal", times=2)
    graph = run.line(HoldfastSaver(fake.url), node)
    run(graph, "t", {"said": []}, durability=durability)
    assert len(said(fake)) == 1 and sent(fake) == 3
    assert len({tuple(op["idempotency_key"] for op in operations(fake, "signal"))[n] for n in range(3)}) == 1


@pytest.mark.usefixtures("two_repeats")
def test_a_write_whose_outcome_is_unknown_may_be_repeated_by_its_node(fake, run):
    losing(fake, "signal", times=99)
    graph = run.line(HoldfastSaver(fake.url), asking)
    with pytest.raises(OutcomeUnknown):
        run(graph, "t", {"said": []}, durability="sync")
    fake.fault = None
    run(graph, "t", None, durability="sync")
    assert run(graph, "t", Command(resume="yes"))["said"] == ["yes"]
    assert len(said(fake)) == 1


def test_a_node_that_signals_something_else_when_it_runs_again_has_signalled_already(fake, run):
    tries = []

    def differs(config):
        tries.append(len(tries))
        holdfast.signal(config, "flow", "asked", f"for the {len(tries)}. time")
        return {"said": [interrupt("?")]}

    saver = HoldfastSaver(fake.url)
    graph = run.line(saver, differs)
    run(graph, "t", {"said": []})
    for rows in fake.state.writes.values():  # what an interrupted task has sent is not known any more
        for key in [key for key, write in rows.items() if write["channel"] == "__holdfast_signalled__"]:
            del rows[key]
    run(graph, "t", Command(resume="yes"))
    assert sent(fake) == 2 and said(fake) == [("flow", "asked", "for the 1. time")]


@pytest.mark.parametrize("durability", ["sync", "async", "exit"])
def test_a_namespace_that_is_refused_fails_the_write_and_nothing_is_stored(fake, run, durability):
    graph = run.line(HoldfastSaver(fake.url), telling("elsewhere"))
    with pytest.raises(NamespaceRefused) as caught:
        run(graph, "t", {"said": []}, durability=durability)
    assert (caught.value.code, caught.value.status, caught.value.retry) == ("namespace-refused", 403, "never")
    assert isinstance(caught.value, SignalRefused) and isinstance(caught.value, HoldfastError)
    assert said(fake) == []
    tasks = {op["idempotency_key"].split("/")[2] for op in operations(fake, "signal")}
    assert not [w for rows in fake.state.writes.values() for w in rows.values() if w["task_id"] in tasks]
    # Of the input and before the node: nothing that would have what the node did.
    assert len(fake.state.rows) == (0 if durability == "exit" else 2)


def test_one_signal_that_is_refused_takes_the_others_of_its_write_along(fake, run):
    def both(config):
        telling()(config)
        telling("elsewhere")(config)

    with pytest.raises(NamespaceRefused):
        run(run.line(HoldfastSaver(fake.url), both), "t", {"said": []})
    assert said(fake) == []


def test_a_write_that_is_refused_takes_its_signals_along(fake, run):
    saver = HoldfastSaver(fake.url)

    def late(config):
        telling()(config)
        fake.state.delete_thread("t")
        fake.state.put_writes("t", "another life", "x", [])

    with pytest.raises(holdfast.ThreadDeleted):
        run(run.line(saver, late), "t", {"said": []}, durability="sync")
    assert sent(fake) == 1 and said(fake) == []


def test_a_server_that_does_not_know_signals_is_told_of(run):
    class Old(FakeState):
        def batch(self, session, operations):
            unknown = {"problem": {"code": "unknown-operation", "retry": "never", "status": 400, "detail": "d"}}
            return [unknown if op["op"] == "signal" else self.apply(session, op) for op in operations]

    with FakeHoldfast(Old()) as fake, pytest.raises(IncompatibleServerError):
        run(run.line(HoldfastSaver(fake.url), telling()), "t", {"said": []})


def test_what_shares_a_request_keeps_its_own_signals(fake):
    runner = Runner("async")
    graph = runner.line(HoldfastSaver(fake.url, history="latest"), telling(), telling())

    async def many():
        await asyncio.gather(*(graph.ainvoke({"said": []}, config(f"t{n}")) for n in range(20)))

    asyncio.run(many())
    assert len(said(fake)) == 40
    together = 0
    for request in fake.batches:
        for op in request.operations:
            if op["op"] == "signal":
                write = request.operations[op["with"]]
                assert (write["op"], write["thread_id"]) == ("put_writes", op["idempotency_key"].split("/")[0])
                together += op["with"] > 0
    assert together


def test_a_request_holds_a_write_and_its_signals_or_neither(fake):
    fake.hello["limits"]["operations"] = 4
    runner = Runner("async")

    def three(config):
        for text in "abc":
            holdfast.signal(config, "flow", "told", text)

    graph = runner.line(HoldfastSaver(fake.url), three)

    async def many():
        await asyncio.gather(*(graph.ainvoke({"said": []}, config(f"t{n}")) for n in range(5)))

    asyncio.run(many())
    assert len(said(fake)) == 15
    assert {len(r.operations) for r in fake.batches if any(op["op"] == "signal" for op in r.operations)} == {4}


def test_places_count_what_stands_before_in_the_request():
    batch = Batch(Circle(1))
    first = Operation(b"\xa1p", prelude=Prelude(b"\xa1h", lambda _: True), attached=(b"\x81\xa4with", b"\x81\xa4with"))
    for operation in (first, Operation(b"\xa1g"), Operation(b"\xa1w", attached=(b"\x81\xa4with",))):
        batch.add(operation)
    body = batch.body(7, 1000)
    assert ormsgpack.unpackb(body)["operations"] == ["h", "p", {"with": 1}, {"with": 1}, "g", "w", {"with": 5}]
    assert len(body) - batch.size < 64 and batch.count == 7


@pytest.mark.parametrize("durability", ["sync", "async"])
def test_a_checkpoint_waits_for_the_signals_of_its_tasks_and_is_not_stored_without_them(fake, run, durability):
    def more(config):
        holdfast.signal(config, "flow", "told", "b")

    fake.fault = rejecting_signals(fake)
    graph = run.line(HoldfastSaver(fake.url), telling(), more, more)
    with pytest.raises(HoldfastError, match="rejected"):
        run(graph, "t", {"said": []}, durability=durability)
    assert len(fake.state.rows) == 2 and said(fake) == []
    fake.fault = None
    run(graph, "t", None, durability=durability)
    assert sorted(text for _, _, text in said(fake)) == ["a", "b", "b"]


def test_in_synchronous_graphs_a_checkpoint_may_be_asked_for_before_the_writes_it_is_made_of(fake, monkeypatch):
    saver, runner = HoldfastSaver(fake.url), Runner("sync")
    put_writes = HoldfastSaver.put_writes

    def slow(self, *arguments):
        if operations(fake):
            time.sleep(0.05)
        put_writes(self, *arguments)

    monkeypatch.setattr(HoldfastSaver, "put_writes", slow)
    runner(runner.line(saver, telling(), telling()), "t", {"said": []}, durability="async")
    order = [op for request in fake.batches for op in request.operations]
    for place, op in enumerate(order):
        if op["op"] == "signal":
            made_of = op["idempotency_key"].split("/")[1]
            (put,) = [n for n, other in enumerate(order) if other.get("parent_checkpoint_id") == made_of]
            assert put > place
    assert sent(fake) == 2


def test_a_put_that_is_sent_again_with_more_values_has_its_signals_again(fake):
    saver, made = HoldfastSaver(fake.url), checkpoint({"kept": [1]})
    signal = {"op": "signal", "workflow_id": "flow", "signal": "told", "idempotency_key": "1", "with": 0}
    call = saver._put(config("t"), made, METADATA, {})
    saver._connection.run(call.operation(5, Leaving((ormsgpack.packb(signal)[:-1],))))
    assert [[op["op"] for op in r.operations] for r in fake.batches] == [["put", "signal"]] * 2
    assert len(said(fake)) == 1


class FakeTask:
    """A task of a thread that never writes."""

    def __init__(self, thread_id):
        self.thread_id, self.task_id, self.around, self.run = thread_id, "task", frozenset(), None
        self.writes, self.at_exit, self.may_try_again = deque(), False, False


def test_tasks_that_never_write_do_not_pile_up(caplog):
    unsent = UnsentSignals(most=3)
    for number in range(5):
        unsent.add(FakeTask(f"t{number}"), lambda _: b"signal")
    assert [*unsent._threads] == ["t2", "t3", "t4"]
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
    writes = [("a", 1)]
    assert unsent.with_writes({"thread_id": "t1"}, writes, "task").signals == ()
    assert unsent.with_writes({"thread_id": "t2"}, writes, "task").signals == (b"signal",)


class NotLookedAt(list):
    """Writes that nobody may go through."""

    def __iter__(self):
        raise AssertionError("somebody looks at writes without signals")


def test_writes_are_looked_at_only_if_signals_wait_for_them():
    unsent, writes = UnsentSignals(), NotLookedAt([("a", 1)])
    assert unsent.with_writes({"thread_id": "t"}, writes, "task") is NOTHING
    unsent.add(FakeTask("another"), lambda _: b"signal")
    assert unsent.with_writes({"thread_id": "t"}, writes, "task") is NOTHING


def test_so_does_what_interrupted_tasks_have_sent():
    unsent = UnsentSignals(most=3)
    for number in range(5):
        told = ormsgpack.packb({"thread_id": f"t{number}", "signals": 1})
        write = {"channel": "__holdfast_signalled__", "task_id": "task", "bytes": told}
        unsent.learn({"thread_id": f"t{number}", "writes": [write]})
    assert [thread for thread, _ in unsent._sent] == ["t2", "t3", "t4"]
