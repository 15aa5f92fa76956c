"""Graphs in graphs, fan-out, and the functional API."""

from __future__ import annotations

import operator
from typing import Annotated, TypedDict

import pytest
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send, interrupt


class State(TypedDict):
    seen: Annotated[list, operator.add]


class Count(TypedDict):
    count: Annotated[int, operator.add]


def inner(checkpointer=None, ask=True):
    graph = StateGraph(State)
    graph.add_node("in1", lambda _: {"seen": ["in1"]})
    graph.add_node("in2", lambda _: {"seen": [interrupt("inner?") if ask else "in2"]})
    graph.add_edge(START, "in1")
    graph.add_edge("in1", "in2")
    return graph.compile(checkpointer=checkpointer)


def outer(saver, sub):
    graph = StateGraph(State)
    graph.add_node("before", lambda _: {"seen": ["before"]})
    graph.add_node("sub", sub)
    graph.add_node("after", lambda _: {"seen": ["after"]})
    graph.add_edge(START, "before")
    graph.add_edge("before", "sub")
    graph.add_edge("sub", "after")
    graph.add_edge("after", END)
    return graph.compile(checkpointer=saver)


def test_an_interrupt_inside_a_subgraph_is_resumed(same):
    def story(graph):
        graph.invoke({"seen": []})
        waiting = graph.state(subgraphs=True)
        result = graph.invoke(Command(resume="answer"))
        return waiting, result

    told = same(lambda saver: outer(saver, inner()), story)

    waiting, result = told["answer"]
    assert waiting["tasks"][0]["state"]["next"] == ("in2",)
    assert result["seen"][-2:] == ["answer", "after"]


def test_the_state_of_a_subgraph_can_be_updated_where_it_waits(same):
    def story(graph):
        graph.invoke({"seen": []})
        sub = graph.state(subgraphs=True).tasks[0].state.config
        graph.update({"seen": ["from outside"]}, sub)
        return graph.invoke(Command(resume="answer"))

    told = same(lambda saver: outer(saver, inner()), story)

    assert "from outside" in told["answer"]["seen"]


def test_a_stateful_subgraph_remembers(same):
    def build(saver):
        counting = StateGraph(Count)
        counting.add_node("one", lambda _: {"count": 1})
        counting.add_edge(START, "one")
        counting = counting.compile(checkpointer=True)
        graph = StateGraph(State)
        graph.add_node("count", lambda _: {"seen": [counting.invoke({"count": 10})["count"]]})
        graph.add_edge(START, "count")
        return graph.compile(checkpointer=saver)

    told = same(build, lambda graph: [graph.invoke({"seen": []}) for _ in range(3)])

    assert told["answer"][-1] == {"seen": [11, 22, 33]}


def test_a_hundred_tasks_at_once(same):
    def build(saver):
        graph = StateGraph(State)
        graph.add_node("start", lambda _: {"seen": []})
        graph.add_node("each", lambda sent: {"seen": [sent["number"]]})
        graph.add_node("join", lambda state: {"seen": [sum(state["seen"])]})
        graph.add_conditional_edges(
            "start", lambda _: [Send("each", {"number": number}) for number in range(100)], ["each"]
        )
        graph.add_edge(START, "start")
        graph.add_edge("each", "join")
        return graph.compile(checkpointer=saver)

    told = same(build, lambda graph: graph.invoke({"seen": []}))

    assert told["answer"]["seen"] == [*range(100), 4950]


def test_a_hundred_tasks_of_which_some_wait(same, loop, durability):
    # LangGraph's threads write to one list without a lock, and with "exit" a write is nowhere else: it loses
    # some, with its memory saver too. One task at a time, then.
    apart = {"max_concurrency": 1} if loop is None and durability == "exit" else {}

    def each(sent):
        number = sent["number"]
        return {"seen": [interrupt(number) if number % 25 == 0 else number]}

    def build(saver):
        graph = StateGraph(State)
        graph.add_node("each", each)
        graph.add_conditional_edges(START, lambda _: [Send("each", {"number": n}) for n in range(100)], ["each"])
        return graph.compile(checkpointer=saver)

    def story(graph):
        place = graph.config | apart
        graph.invoke({"seen": []}, place)
        asked = graph.state().interrupts
        assert sorted(one.value for one in asked) == [0, 25, 50, 75]
        return graph.invoke(Command(resume={one.id: -one.value for one in asked}), place)

    told = same(build, story)

    assert told["answer"]["seen"] == [-n if n % 25 == 0 else n for n in range(100)]


@pytest.mark.parametrize("asks", [True, False])
def test_the_functional_api(same, asks):
    def build(saver):
        runs = []

        @task
        def square(number):
            runs.append(number)
            return number * number

        @entrypoint(checkpointer=saver)
        def work(numbers, *, previous=None):
            squares = [one.result() for one in [square(number) for number in numbers]]
            extra = interrupt("extra?") if asks else 0
            total = sum(squares) + extra + (previous or 0)
            return entrypoint.final(value={"total": total, "runs": len(runs)}, save=total)

        return work

    def story(graph):
        results = []
        for numbers in ([1, 2, 3], [4]):
            told = graph.invoke(numbers)
            results.append(graph.invoke(Command(resume=1000)) if asks else told)
        return results

    told = same(build, story)

    extra = 1000 if asks else 0
    # A task that has run before the interrupt does not run again.
    assert told["answer"] == [{"total": 14 + extra, "runs": 3}, {"total": 30 + 2 * extra, "runs": 4}]
