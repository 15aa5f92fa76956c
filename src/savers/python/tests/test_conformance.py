"""LangGraph's own conformance suite, and LangGraph itself."""

from __future__ import annotations

import operator
from typing import Annotated, TypedDict

import pytest
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send, interrupt

from langgraph.checkpoint.holdfast import HoldfastSaver
from needs import needs_311


async def test_the_conformance_suite_passes_with_every_capability(url, api_key):
    @checkpointer_test(name="HoldfastSaver")
    async def registered():
        async with HoldfastSaver.from_url(url, api_key=api_key) as saver:
            yield saver

    report = await validate(registered)
    assert all(result.detected for result in report.results.values())
    assert {name: result.failures for name, result in report.results.items() if result.failures} == {}


class State(TypedDict):
    seen: Annotated[list, operator.add]
    asked: str


def make_graph(saver):
    def ask(state):
        return {"asked": interrupt("name?"), "seen": ["ask"]}

    graph = StateGraph(State)
    graph.add_node("first", lambda state: {"seen": ["first"]})
    graph.add_node("each", lambda state: {"seen": [state["number"]]})
    graph.add_node("ask", ask)
    graph.add_edge(START, "first")
    graph.add_conditional_edges("first", lambda state: [Send("each", {"number": n}) for n in range(5)], ["each"])
    graph.add_edge("each", "ask")
    graph.add_edge("ask", END)
    return graph.compile(checkpointer=saver)


def story(graph, thread):
    """Runs, is interrupted, resumes, forks, and looks back."""
    config = {"configurable": {"thread_id": thread}}
    graph.invoke({"seen": ["in"]}, config)
    waiting = graph.get_state(config)
    result = graph.invoke(Command(resume="Ada"), config)
    history = list(graph.get_state_history(config))
    fork = graph.update_state(history[2].config, {"seen": ["forked"]}, as_node="first")
    forked = graph.get_state(fork)
    return (
        result, waiting.next, len(waiting.interrupts), [(s.values, s.next, s.metadata["step"]) for s in history],
        forked.values, len(list(graph.get_state_history(config))),
    )  # fmt: skip


async def astory(graph, thread):
    config = {"configurable": {"thread_id": thread}}
    await graph.ainvoke({"seen": ["in"]}, config)
    waiting = await graph.aget_state(config)
    result = await graph.ainvoke(Command(resume="Ada"), config)
    history = [s async for s in graph.aget_state_history(config)]
    fork = await graph.aupdate_state(history[2].config, {"seen": ["forked"]}, as_node="first")
    forked = await graph.aget_state(fork)
    return (
        result, waiting.next, len(waiting.interrupts), [(s.values, s.next, s.metadata["step"]) for s in history],
        forked.values, len([s async for s in graph.aget_state_history(config)]),
    )  # fmt: skip


def test_a_graph_runs_as_with_the_memory_saver(url, thread, api_key):
    ours = story(make_graph(HoldfastSaver(url, api_key=api_key)), thread)
    assert ours == story(make_graph(InMemorySaver()), thread)


@needs_311
async def test_an_async_graph_runs_as_with_the_memory_saver(url, thread, api_key):
    ours = await astory(make_graph(HoldfastSaver(url, api_key=api_key)), thread)
    assert ours == await astory(make_graph(InMemorySaver()), thread)


@pytest.mark.parametrize("durability", ["sync", "async", "exit"])
def test_every_durability_leaves_the_same_state(url, thread, durability, api_key):
    graph = make_graph(HoldfastSaver(url, api_key=api_key))
    config = {"configurable": {"thread_id": thread}}
    graph.invoke({"seen": ["in"]}, config, durability=durability)
    assert graph.get_state(config).next == ("ask",)
    assert graph.invoke(Command(resume="Ada"), config, durability=durability)["asked"] == "Ada"
