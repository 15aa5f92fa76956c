"""Signals of nodes leave with what their task writes: once, and only if it is stored."""

from __future__ import annotations

import re

import pytest
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, RetryPolicy, Send, interrupt

from langgraph.checkpoint import holdfast
from langgraph.checkpoint.holdfast import HoldfastSaver
from samples import operations
from signalling import DURABILITIES, STEPS, Runner, State, said, sent, stored_channels


@pytest.fixture(params=["sync", "async"])
def run(request):
    return Runner(request.param)


@pytest.fixture
def saver(fake):
    return HoldfastSaver(fake.url)


@pytest.fixture(autouse=True)
def nothing_stays_remembered(fake, saver):
    yield
    assert saver._unsent._threads == {}


def telling(*texts, then=None):
    """A node that sends these one after the other, and then returns or does something."""

    def tell(config):
        for text in texts:
            holdfast.signal(config, "flow", "told", text)
        return then() if then else {"said": [*texts]}

    return tell


class Failing:
    """Raises so often, then gives nothing."""

    def __init__(self, times):
        self.left = times

    def __call__(self):
        self.left -= 1
        if self.left >= 0:
            raise ConnectionError("not now")


def texts(fake):
    """The texts that the server took, in any order: two nodes that end at once may swap their writes in LangGraph."""
    return sorted(text for _, _, text in said(fake))


def keys(fake):
    return [op["idempotency_key"] for op in operations(fake, "signal")]


STORED_LATER = ("async", "exit")
FAST = RetryPolicy(initial_interval=0.001, jitter=False, max_attempts=3, retry_on=ConnectionError)


@pytest.mark.parametrize("durability", STEPS)
def test_it_is_in_the_request_of_the_tasks_writes_and_names_them(fake, saver, run, durability):
    run(run.line(saver, telling("a")), "t", {"said": []}, durability=durability)
    (request,) = [r for r in fake.batches if any(op["op"] == "signal" for op in r.operations)]
    (signal,) = [op for op in request.operations if op["op"] == "signal"]
    write = request.operations[signal["with"]]
    assert (write["op"], write["thread_id"]) == ("put_writes", "t")
    assert [w["channel"] for w in write["writes"]] == ["said"]
    assert signal["idempotency_key"] == f"t/{write['checkpoint_id']}/{write['task_id']}/0"
    assert signal["first_wins"] is True and (signal["workflow_id"], signal["namespace"]) == ("flow", "default")


@pytest.mark.parametrize("durability", DURABILITIES)
def test_several_of_one_node_come_in_their_order(fake, saver, run, durability):
    graph = run.line(saver, telling("a", "b", "c"), telling(), telling("d", "e"))
    run(graph, "t", {"said": []}, durability=durability)
    took = [text for _, _, text in said(fake)]
    assert [text for text in took if text in "abc"] == ["a", "b", "c"]
    assert [text for text in took if text in "de"] == ["d", "e"]
    assert sent(fake) == 5


@pytest.mark.parametrize("durability", DURABILITIES)
def test_a_node_that_writes_no_state_signals(fake, saver, run, durability):
    run(run.line(saver, telling("a", then=lambda: None)), "t", {"said": []}, durability=durability)
    assert said(fake) == [("flow", "told", "a")]


@pytest.mark.parametrize("durability", DURABILITIES)
def test_before_an_interrupt_it_leaves_with_that_and_not_again_when_the_node_runs_again(fake, saver, run, durability):
    def ask(config):
        holdfast.signal(config, "flow", "asked", "may I?")
        answer = interrupt("may I?")
        holdfast.signal(config, "flow", "answered", answer)
        return {"said": [answer]}

    graph = run.line(saver, telling("begun"), ask)
    run(graph, "t", {"said": []}, durability=durability)
    assert sorted(said(fake)) == [("flow", "asked", "may I?"), ("flow", "told", "begun")]
    run(graph, "t", Command(resume="yes"), durability=durability)
    assert said(fake)[2:] == [("flow", "answered", "yes")]
    assert sent(fake) == 3
    assert sorted(key[-2:] for key in keys(fake)) == ["/0", "/0", "/1"]


def test_what_an_interrupted_task_has_sent_is_known_to_other_processes_and_seen_by_nobody(fake, saver, run):
    graph = run.line(saver, telling("a", "b", then=lambda: {"said": [interrupt("?") + interrupt("?!")]}))
    run(graph, "t", {"said": []})
    told = [w for found in saver.list(None) for w in found.pending_writes if w[1] not in ("said", "branch:to:n0")]
    assert [channel for _, channel, _ in told] == ["__interrupt__"]
    assert "__holdfast_signalled__" in stored_channels(fake)
    saver._unsent._sent.clear()  # as in another process
    run(graph, "t", Command(resume="x"))
    saver._unsent._sent.clear()
    assert run(graph, "t", Command(resume="y"))["said"] == ["xy"]
    assert [text for _, _, text in said(fake)] == ["a", "b"] and sent(fake) == 2


@pytest.mark.parametrize("says", [("ab", "", "ab"), ("ab", "a", "ab"), ("a", "abc", "abc")])
def test_a_task_that_waits_again_has_sent_what_it_said_most(fake, saver, run, says):
    says, most = [*says], max(says, key=len)

    def tell(config):
        for text in says.pop(0):
            holdfast.signal(config, "flow", "told", text)
        return {"said": [interrupt("?") + interrupt("?!")]}

    graph = run.line(saver, tell)
    for given in ({"said": []}, Command(resume="x"), Command(resume="y")):
        run(graph, "t", given)
    assert [text for _, _, text in said(fake)] == [*most] and sent(fake) == len(most)


def test_a_copy_of_a_waiting_thread_signals_for_itself(fake, saver, run):
    graph = run.line(saver, telling("a", then=lambda: {"said": [interrupt("?")]}))
    run(graph, "t", {"said": []})
    saver.copy_thread("t", "u")
    run(graph, "u", Command(resume="x"))
    assert [text for _, _, text in said(fake)] == ["a", "a"]
    assert [key.split("/")[0] for key in keys(fake)] == ["t", "u"]


@pytest.mark.parametrize("durability", DURABILITIES)
def test_of_a_node_that_fails_nothing_leaves_and_all_when_it_runs_again(fake, saver, run, durability):
    failing = Failing(1)
    graph = run.line(saver, telling("before"), telling("a", then=failing))
    with pytest.raises(ConnectionError):
        run(graph, "t", {"said": []}, durability=durability)
    assert said(fake) == [("flow", "told", "before")]
    run(graph, "t", None, durability=durability)
    assert said(fake) == [("flow", "told", "before"), ("flow", "told", "a")]
    assert sent(fake) == 2


@pytest.mark.parametrize("durability", DURABILITIES)
def test_of_attempts_that_failed_nothing_leaves(fake, saver, run, durability):
    attempts = []

    def flaky(config):
        attempts.append(1)
        if len(attempts) < 3:
            holdfast.signal(config, "flow", "told", f"attempt {len(attempts)}")
            raise ConnectionError("not now")
        return {"said": ["at last"]}

    graph = run.line(saver, flaky, telling("next"), retry_policy=FAST)
    assert run(graph, "t", {"said": []}, durability=durability)["said"] == ["at last", "next"]
    assert said(fake) == [("flow", "told", "next")]


@pytest.mark.parametrize("durability", DURABILITIES)
def test_of_the_attempt_that_did_not_fail_it_leaves_and_counts_from_its_first(fake, saver, run, durability):
    graph = run.line(saver, telling("a", "b", then=Failing(2)), retry_policy=FAST)
    run(graph, "t", {"said": []}, durability=durability)
    assert [text for _, _, text in said(fake)] == ["a", "b"]
    assert [key[-2:] for key in keys(fake)] == ["/0", "/1"]


@pytest.mark.parametrize("durability", DURABILITIES)
def test_a_node_whose_last_attempt_failed_runs_again_as_if_it_had_not_signalled(fake, saver, run, durability):
    graph = run.line(saver, telling("a", then=Failing(3)), retry_policy=FAST)
    with pytest.raises(ConnectionError):
        run(graph, "t", {"said": []}, durability=durability)
    assert said(fake) == [] and stored_channels(fake) - {"said", "branch:to:n0"} == {"__error__"}
    run(graph, "t", None, durability=durability)
    assert said(fake) == [("flow", "told", "a")]
    assert "holdfast" not in str(fake.state.writes)


@pytest.mark.parametrize("durability", DURABILITIES)
def test_each_task_of_a_fan_out_signals(fake, saver, run, durability):
    def one(state, config):
        holdfast.signal(config, f"flow-{state}", "told", state)
        return {"said": [state]}

    async def aone(state, config):
        return one(state, config)

    graph = StateGraph(State).add_node("one", aone if run.asynchronous else one)
    graph.add_conditional_edges(START, lambda _: [Send("one", n) for n in range(10)])
    run(graph.compile(checkpointer=saver), "t", {"said": []}, durability=durability)
    assert sorted(said(fake)) == [(f"flow-{n}", "told", n) for n in range(10)]
    assert len(set(keys(fake))) == 10


@pytest.mark.parametrize("durability", DURABILITIES)
def test_in_a_subgraph_it_leaves_with_the_inner_task(fake, saver, run, durability):
    inner = run.line(None, telling("first"), telling("asked", then=lambda: {"said": [interrupt("?")]}))
    graph = run.line(saver, telling("outer"), inner, telling("after"))
    run(graph, "t", {"said": []}, durability=durability)
    assert texts(fake) == ["asked", "first", "outer"]
    run(graph, "t", Command(resume="yes"), durability=durability)
    assert said(fake)[3:] == [("flow", "told", "after")]
    assert sent(fake) == 4


STORING = [(None, "sync"), (True, "sync"), *((own, later) for own in (None, True, False) for later in STORED_LATER)]


# LangGraph itself cannot run a subgraph without a checkpointer where each step is to be stored before the next.
@pytest.mark.parametrize(("own", "durability"), STORING)
def test_a_subgraph_that_ends_signals_whatever_it_stores(fake, saver, run, durability, own):
    inner = run.line(own, telling("first"), telling("second"))
    run(run.line(saver, inner, telling("after")), "t", {"said": []}, durability=durability)
    assert texts(fake) == ["after", "first", "second"]


@pytest.mark.parametrize("durability", STORED_LATER)
@pytest.mark.parametrize("end", ["fails", "asks"])
def test_of_a_subgraph_that_stores_nothing_it_leaves_when_the_task_around_it_ends(fake, saver, run, durability, end):
    inner, failing = run.line(False, telling("inner")), Failing(1)

    def ended():
        return failing() if end == "fails" else {"said": [interrupt("?")]}

    def around(state, config):
        holdfast.signal(config, "flow", "told", "around")
        inner.invoke({"said": []}, config)
        return ended()

    async def aaround(state, config):
        holdfast.signal(config, "flow", "told", "around")
        await inner.ainvoke({"said": []}, config)
        return ended()

    graph = StateGraph(State).add_node("around", aaround if run.asynchronous else around)
    graph = graph.add_edge(START, "around").compile(checkpointer=saver)
    if end == "fails":
        with pytest.raises(ConnectionError):
            run(graph, "t", {"said": []}, durability=durability)
    else:
        run(graph, "t", {"said": []}, durability=durability)
    assert [text for _, _, text in said(fake)] == ([] if end == "fails" else ["around"])
    run(graph, "t", None if end == "fails" else Command(resume="x"), durability=durability)
    assert [text for _, _, text in said(fake)] == ["around", "inner"]


@pytest.mark.parametrize("durability", DURABILITIES)
def test_a_subgraph_may_go_on_in_its_parent(fake, saver, run, durability):
    inner = run.line(None, telling("inner", then=lambda: Command(graph=Command.PARENT, goto="far")))
    graph = StateGraph(State).add_node("inner", inner).add_node("far", run.node(telling("far")))
    graph.add_edge(START, "inner").add_edge("far", END)
    run(graph.compile(checkpointer=saver), "t", {"said": []}, durability=durability)
    assert texts(fake) == ["far", "inner"]


@pytest.mark.parametrize("durability", DURABILITIES)
def test_tasks_and_entrypoints_signal(fake, saver, run, durability):
    def told(text, config):
        holdfast.signal(config, "flow", "told", text)
        return text

    async def atold(text, config):
        return told(text, config)

    one = task(atold if run.asynchronous else told)

    def whole(given, config):
        first = [one(text).result() for text in given]
        return [*first, told("whole", config)]

    async def awhole(given, config):
        first = [await one(text) for text in given]
        return [*first, told("whole", config)]

    graph = entrypoint(checkpointer=saver)(awhole if run.asynchronous else whole)
    assert run(graph, "t", ["a", "b"], durability=durability) == ["a", "b", "whole"]
    assert texts(fake) == ["a", "b", "whole"]


@pytest.mark.parametrize("durability", STEPS)
def test_from_an_earlier_checkpoint_on_it_signals_again(fake, saver, run, durability):
    graph = run.line(saver, telling("a"), telling("b"))
    run(graph, "t", {"said": []}, durability=durability)
    (before,) = [s for s in graph.get_state_history({"configurable": {"thread_id": "t"}}) if s.next == ("n1",)]
    graph.update_state(before.config, {"said": ["another way"]}, as_node="n0")
    run(graph, "t", None, durability=durability)
    assert texts(fake) == ["a", "b", "b"]
    assert len(set(keys(fake))) == 3


def test_a_run_that_is_broken_off_leaves_nothing_to_the_next_one(fake, saver):
    asked = []

    def broken(state, config):
        if not asked:
            asked.append(1)
            holdfast.signal(config, "flow", "told", "a")
            raise KeyboardInterrupt
        return {"said": ["b"]}

    graph = StateGraph(State).add_node("broken", broken).add_edge(START, "broken").compile(checkpointer=saver)
    with pytest.raises(KeyboardInterrupt):
        graph.invoke({"said": []}, {"configurable": {"thread_id": "t"}})
    graph.invoke(None, {"configurable": {"thread_id": "t"}})
    assert said(fake) == []


def test_a_run_whose_last_write_failed_leaves_nothing_to_the_next_one(fake, saver, run):
    graph = run.line(saver, telling("a"))
    fake.state.signals.namespaces.clear()
    with pytest.raises(holdfast.NamespaceRefused):
        run(graph, "t", {"said": []}, durability="exit")
    assert fake.state.rows == {}
    fake.state.signals.namespaces.add("default")
    run(graph, "t", {"said": []}, durability="exit")
    assert [text for _, _, text in said(fake)] == ["a"]


def test_a_long_name_of_a_thread_makes_a_key_that_the_server_takes(fake, saver, run):
    run(run.line(saver, telling("a", "b")), "t" * 300, {"said": []})
    assert len(said(fake)) == 2
    assert all(re.fullmatch("sha256/[0-9a-f]{64}", key) for key in keys(fake))
