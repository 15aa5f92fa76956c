"""The store in LangGraph's nodes and tasks, beside a saver; also against a live server."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TypedDict

import pytest
from langgraph.config import get_store
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.store.base import BaseStore
from langgraph.types import Send

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.store.holdfast import HoldfastStore
from needs import needs_311


class State(TypedDict, total=False):
    said: str
    known: list


@dataclass
class Context:
    room: str


def remember(state: State, runtime: Runtime[Context]):
    runtime.store.put((runtime.context.room, "facts"), state["said"], {"fact": state["said"]})


def recall(state: State, runtime: Runtime[Context]):
    return {"known": sorted(item.value["fact"] for item in get_store().search((runtime.context.room, "facts")))}


async def aremember(state: State, runtime: Runtime[Context]):
    await runtime.store.aput((runtime.context.room, "facts"), state["said"], {"fact": state["said"]})


async def arecall(state: State, runtime: Runtime[Context]):
    found = await get_store().asearch((runtime.context.room, "facts"))
    return {"known": sorted(item.value["fact"] for item in found)}


def graph_of(first, second, saver, store):
    graph = StateGraph(State, context_schema=Context)
    graph.add_node("remember", first)
    graph.add_node("recall", second)
    graph.add_edge(START, "remember")
    graph.add_edge("remember", "recall")
    graph.add_edge("recall", END)
    return graph.compile(checkpointer=saver, store=store)


def test_what_one_thread_stored_another_finds(url, api_key, room):
    saver = HoldfastSaver(url, api_key=api_key)
    graph = graph_of(remember, recall, saver, saver.store())
    for said, known in (("a", ["a"]), ("b", ["a", "b"])):
        result = graph.invoke({"said": said}, {"configurable": {"thread_id": room + said}}, context=Context(room))
        assert result["known"] == known
    assert graph.get_state({"configurable": {"thread_id": room + "b"}}).values["known"] == ["a", "b"]


@needs_311
async def test_so_do_async_graphs(url, api_key, room):
    async with HoldfastSaver(url, api_key=api_key) as saver:
        graph = graph_of(aremember, arecall, saver, saver.store())
        for said, known in (("a", ["a"]), ("b", ["a", "b"])):
            config = {"configurable": {"thread_id": room + said}}
            assert (await graph.ainvoke({"said": said}, config, context=Context(room)))["known"] == known


@needs_311
async def test_synchronous_nodes_of_an_async_graph_may_use_it_too(url, api_key, room):
    async with HoldfastSaver(url, api_key=api_key) as saver:
        graph = graph_of(remember, recall, saver, saver.store())
        config = {"configurable": {"thread_id": room}}
        assert (await graph.ainvoke({"said": "a"}, config, context=Context(room)))["known"] == ["a"]


async def test_a_synchronous_call_in_an_async_node_does_not_deadlock(url, api_key, room):
    async def blocking(state: State, runtime: Runtime[Context]):
        remember(state, runtime)
        return recall(state, runtime) if sys.version_info >= (3, 11) else {"known": ["a"]}

    async with HoldfastSaver(url, api_key=api_key) as saver:
        graph = graph_of(blocking, blocking, saver, saver.store())
        config = {"configurable": {"thread_id": room}}
        assert (await graph.ainvoke({"said": "a"}, config, context=Context(room)))["known"] == ["a"]


def test_a_store_is_passed_to_nodes_that_ask_for_it(url, api_key, room):
    def node(state: State, *, store: BaseStore):
        store.put((room,), "k", {"n": 1}, ttl=5)
        return {"known": [store.get((room,), "k").value]}

    graph = StateGraph(State)
    graph.add_node("node", node)
    graph.add_edge(START, "node")
    store = HoldfastStore(url, api_key=api_key, ttl={"default_ttl": 1})
    assert graph.compile(store=store).invoke({"said": ""})["known"] == [{"n": 1}]


@needs_311
@pytest.mark.parametrize("asynchronous", [False, True])
async def test_a_hundred_tasks_of_one_superstep_store_what_they_found(fake, asynchronous):
    async def each(state):
        await get_store().aput(("found",), str(state["n"]), {"n": state["n"]})

    def seach(state):
        get_store().put(("found",), str(state["n"]), {"n": state["n"]})

    graph = StateGraph(State)
    graph.add_node("each", each if asynchronous else seach)
    graph.add_conditional_edges(START, lambda state: [Send("each", {"n": n}) for n in range(100)], ["each"])
    saver = HoldfastSaver(fake.url)
    compiled = graph.compile(checkpointer=saver, store=saver.store())
    await compiled.ainvoke({"said": ""}, {"configurable": {"thread_id": "t"}})
    found = await saver.store().asearch(("found",), limit=1000)
    assert sorted(item.value["n"] for item in found) == list(range(100))


def test_the_functional_api_has_it(url, api_key, room):
    @task
    def keep(fact):
        get_store().put((room,), fact, {"fact": fact})

    @entrypoint(store=HoldfastStore(url, api_key=api_key))
    def run(facts, *, store: BaseStore):
        for done in [keep(fact) for fact in facts]:
            done.result()
        return sorted(item.key for item in store.search((room,)))

    assert run.invoke(["a", "b"]) == ["a", "b"]
