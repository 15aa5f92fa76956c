"""Interrupts, resuming, failures and retries."""

from __future__ import annotations

import operator
from typing import Annotated, TypedDict

import pytest
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, RetryPolicy, interrupt


class State(TypedDict):
    seen: Annotated[list, operator.add]


def asking(saver):
    """Two nodes at once that ask, one of them twice, and one that runs through."""

    def first(_):
        return {"seen": [f"first {interrupt('first?')}"]}

    def second(_):
        return {"seen": [f"second {interrupt('second?')} {interrupt({'and': 'then?'})}"]}

    graph = StateGraph(State)
    for name, node in (("first", first), ("second", second), ("third", lambda _: {"seen": ["third"]})):
        graph.add_node(name, node)
        graph.add_edge(START, name)
    graph.add_node("join", lambda state: {"seen": [len(state["seen"])]})
    graph.add_edge(["first", "second", "third"], "join")
    graph.add_edge("join", END)
    return graph.compile(checkpointer=saver)


def test_several_interrupts_are_resumed_by_a_map(same):
    def story(graph):
        graph.invoke({"seen": ["in"]})
        asked = graph.state()
        answers = {one.id: f"answer to {one.value}" for one in asked.interrupts}
        graph.invoke(Command(resume=answers))
        (last,) = graph.state().interrupts
        return asked, graph.invoke(Command(resume={last.id: "the end"}))

    told = same(asking, story)

    assert sorted(map(str, told["answer"][1]["seen"])) == sorted(
        ["in", "first answer to first?", "second answer to second? the end", "third", "4"]
    )


def test_an_interrupted_graph_goes_on_after_one_answer(same):
    def node(state):
        return {"seen": [interrupt("name?"), interrupt("age?")]}

    def build(saver):
        graph = StateGraph(State)
        graph.add_node("ask", node)
        graph.add_node("end", lambda _: {"seen": ["end"]})
        graph.add_edge(START, "ask")
        graph.add_edge("ask", "end")
        return graph.compile(checkpointer=saver, interrupt_before=["end"])

    def story(graph):
        results = [graph.invoke({"seen": []})]
        results += [graph.invoke(Command(resume=answer)) for answer in ("Ada", 36)]
        return [*results, graph.state().next, graph.invoke(None)]

    told = same(build, story)

    assert told["answer"][-1] == {"seen": ["Ada", 36, "end"]}


def test_resume_with_update_and_goto(same):
    def build(saver):
        graph = StateGraph(State)
        graph.add_node("ask", lambda _: {"seen": [interrupt("?")]})
        graph.add_node("aside", lambda _: {"seen": ["aside"]})
        graph.add_edge(START, "ask")
        return graph.compile(checkpointer=saver)

    def story(graph):
        graph.invoke({"seen": ["in"]})
        return graph.invoke(Command(resume="yes", update={"seen": ["updated"]}, goto="aside"))

    told = same(build, story)

    assert sorted(told["answer"]["seen"]) == ["aside", "in", "updated", "yes"]


class Flaky:
    """A node that fails as often as it is told, and counts its calls."""

    def __init__(self, failures):
        self.failures, self.calls = failures, 0

    def __call__(self, _):
        self.calls += 1
        if self.calls <= self.failures:
            raise ConnectionError(f"failure {self.calls}")
        return {"seen": ["flaky"]}


def with_flaky(saver, flaky, attempts):
    graph = StateGraph(State)
    policy = RetryPolicy(initial_interval=0.001, max_attempts=attempts, jitter=False)
    graph.add_node("flaky", flaky, retry_policy=policy)
    graph.add_node("steady", lambda _: {"seen": ["steady"]})
    graph.add_node("join", lambda _: {"seen": ["join"]})
    graph.add_edge(START, "flaky")
    graph.add_edge(START, "steady")
    graph.add_edge(["flaky", "steady"], "join")
    return graph.compile(checkpointer=saver)


def test_a_node_that_fails_twice_is_retried(same):
    calls = []

    def build(saver):
        calls.append(Flaky(2))
        return with_flaky(saver, calls[-1], 3)

    told = same(build, lambda graph: graph.invoke({"seen": []}))

    assert told["answer"] == {"seen": ["flaky", "steady", "join"]}
    assert [one.calls for one in calls] == [3, 3]


def test_a_node_that_fails_for_good_is_resumed_and_only_that_node_runs_again(same, durability):
    steady = []

    def build(saver):
        graph = StateGraph(State)
        flaky = Flaky(1)
        runs = []
        steady.append(runs)
        graph.add_node("flaky", flaky, defer=False)
        graph.add_node("steady", lambda _: runs.append(1) or {"seen": ["steady"]})
        graph.add_edge(START, "steady")
        graph.add_edge("steady", "flaky")
        return graph.compile(checkpointer=saver)

    def story(graph):
        with pytest.raises(ConnectionError):
            graph.invoke({"seen": ["in"]})
        return graph.state(), graph.invoke(None)

    told = same(build, story)

    failed, result = told["answer"]
    assert failed["tasks"][0]["error"] == "ConnectionError('failure 1')" or "failure 1" in str(failed["tasks"])
    assert result == {"seen": ["in", "steady", "flaky"]}
    assert steady == [[1], [1]]
