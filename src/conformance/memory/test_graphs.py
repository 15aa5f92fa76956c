"""LangGraph graphs whose nodes keep facts in the store and find them by meaning, sync and async."""

from __future__ import annotations

import asyncio
import operator
from dataclasses import dataclass
from typing import Annotated, TypedDict

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command, Send, interrupt

from support.meanings import SIZE, embed
from support.waiting import eventually

INDEX = {"dims": SIZE, "embed": embed, "fields": ["fact"]}
FACTS = ("figs", "trains and rails", "snow")


class State(TypedDict, total=False):
    facts: list[str]
    asked: str
    found: Annotated[list, operator.add]


@dataclass
class Context:
    room: str
    minutes: float | None = None

    @property
    def facts(self):
        return (self.room, "facts")


def keep(state: State, runtime: Runtime[Context]):
    for fact in state["facts"]:
        runtime.store.put(runtime.context.facts, fact, {"fact": fact}, ttl=runtime.context.minutes)


def find(state: State, runtime: Runtime[Context]):
    found = runtime.store.search(runtime.context.facts, query=state["asked"], limit=2)
    return {"found": [(item.key, item.score) for item in found]}


async def akeep(state: State, runtime: Runtime[Context]):
    facts, minutes = runtime.context.facts, runtime.context.minutes
    await asyncio.gather(*(runtime.store.aput(facts, fact, {"fact": fact}, ttl=minutes) for fact in state["facts"]))


async def afind(state: State, runtime: Runtime[Context]):
    found = await runtime.store.asearch(runtime.context.facts, query=state["asked"], limit=2)
    return {"found": [(item.key, item.score) for item in found]}


def graph_of(saver, store, first, second):
    graph = StateGraph(State, context_schema=Context)
    graph.add_node("keep", first)
    graph.add_node("find", second)
    graph.add_edge(START, "keep")
    graph.add_edge("keep", "find")
    graph.add_edge("find", END)
    return graph.compile(checkpointer=saver, store=store)


def config(room):
    return {"configurable": {"thread_id": room}}


def check(saver, room, found):
    """The nearest came first, and what the node returned is in the thread."""
    assert found[0] == ("trains and rails", pytest.approx(1, abs=0.3)) and len(found) == 2
    assert found[0][1] > found[1][1]
    kept = saver.get_tuple(config(room)).checkpoint["channel_values"]["found"]
    assert [tuple(one) for one in kept] == found


def test_nodes_find_by_meaning_what_nodes_kept(saver, room):
    graph = graph_of(saver, saver.store(index=INDEX), keep, find)
    result = graph.invoke({"facts": FACTS, "asked": "railway trains"}, config(room), context=Context(room))
    check(saver, room, result["found"])


async def test_so_do_asynchronous_nodes(saver, room, index):
    async with saver:
        graph = graph_of(saver, saver.store(index=index), akeep, afind)
        asked = {"facts": FACTS, "asked": "railway trains"}
        result = await graph.ainvoke(asked, config(room), context=Context(room))
    check(saver, room, result["found"])


async def test_and_synchronous_nodes_of_an_asynchronous_graph(saver, room):
    async with saver:
        graph = graph_of(saver, saver.store(index=INDEX), keep, find)
        asked = {"facts": FACTS, "asked": "railway trains"}
        result = await graph.ainvoke(asked, config(room), context=Context(room))
    check(saver, room, result["found"])


def test_what_one_thread_kept_another_process_and_thread_finds(saver, bare, api_key, room):
    graph_of(saver, saver.store(index=INDEX), keep, find).invoke(
        {"facts": FACTS, "asked": "x"}, config(room), context=Context(room)
    )
    other = HoldfastSaver(bare, api_key=api_key, max_requests=3)  # a connection of its own
    graph = graph_of(other, other.store(index=INDEX), keep, find)
    result = graph.invoke({"facts": [], "asked": "figs"}, config(room + "-2"), context=Context(room))
    assert result["found"][0] == ("figs", pytest.approx(1))


def test_a_fact_that_has_expired_is_not_found(saver, room):
    store = saver.store(index=INDEX, ttl={"refresh_on_read": False})
    graph = graph_of(saver, store, keep, find)
    asked = {"facts": ["figs"], "asked": "figs"}
    result = graph.invoke(asked, config(room), context=Context(room, minutes=0.1))
    assert [key for key, _ in result["found"]] == ["figs"]
    eventually(lambda: store.get((room, "facts"), "figs") is None, 30, "0.1 minutes are over")
    result = graph.invoke({"facts": ["snow"], "asked": "figs"}, config(room + "-2"), context=Context(room))
    assert [key for key, _ in result["found"]] == ["snow"]


@pytest.mark.parametrize("asynchronous", [False, True])
async def test_many_tasks_of_one_superstep_keep_and_find(saver, room, asynchronous):
    def each(state, runtime: Runtime[Context]):
        runtime.store.put((room, "many"), str(state["n"]), {"fact": "abcdefghij"[state["n"] % 10] * 3, "n": state["n"]})
        return {"found": [len(runtime.store.search((room, "many"), query="aaa", limit=1))]}

    async def aeach(state, runtime: Runtime[Context]):
        value = {"fact": "abcdefghij"[state["n"] % 10] * 3, "n": state["n"]}
        await runtime.store.aput((room, "many"), str(state["n"]), value)
        return {"found": [len(await runtime.store.asearch((room, "many"), query="aaa", limit=1))]}

    graph = StateGraph(State, context_schema=Context)
    graph.add_node("each", aeach if asynchronous else each)
    graph.add_conditional_edges(START, lambda _: [Send("each", {"n": n}) for n in range(60)], ["each"])
    async with saver:
        store = saver.store(index=INDEX)
        compiled = graph.compile(checkpointer=saver, store=store)
        result = await compiled.ainvoke({"facts": []}, config(room), context=Context(room))
        found = await store.asearch((room, "many"), query="ccc", limit=6)
    assert result["found"] == [1] * 60  # each saw at least what it had put itself
    assert sorted(item.value["n"] for item in found) == [2, 12, 22, 32, 42, 52]


def test_a_node_that_asks_a_person_puts_again_when_it_goes_on(saver, room):
    def ask(state: State, runtime: Runtime[Context]):
        runtime.store.put(runtime.context.facts, "asked", {"fact": "figs"})
        answer = interrupt("what else?")
        runtime.store.put(runtime.context.facts, "answered", {"fact": answer})

    store = saver.store(index=INDEX)
    graph = graph_of(saver, store, ask, find)
    graph.invoke({"facts": [], "asked": "rails"}, config(room), context=Context(room))
    first = store.get((room, "facts"), "asked")
    assert [item.key for item in store.search((room,), query="rails")] == ["asked"]
    result = graph.invoke(Command(resume="rails"), config(room), context=Context(room))
    assert result["found"][0] == ("answered", pytest.approx(1))
    assert store.get((room, "facts"), "asked").created_at == first.created_at


def test_words_and_both_find_what_a_graph_kept(saver, room):
    store = saver.store(index=INDEX)
    graph_of(saver, store, keep, find).invoke({"facts": FACTS, "asked": "x"}, config(room), context=Context(room))
    assert [item.key for item in store.with_mode("text").search((room,), query="rails")] == ["trains and rails"]
    assert store.with_mode("hybrid").search((room,), query="rails")[0].key == "trains and rails"
