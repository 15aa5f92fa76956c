"""The graph of `langgraph.json`, and what embeds for its store."""

from __future__ import annotations

from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime


class State(TypedDict, total=False):
    room: str
    fact: str
    found: list


def embed(texts):
    """How often each letter stands in a text."""
    return [[float(text.lower().count(chr(ord("a") + n))) for n in range(26)] for text in texts]


async def keep(state: State, runtime: Runtime):
    await runtime.store.aput((state["room"], "facts"), state["fact"], {"fact": state["fact"]}, ttl=5)


async def find(state: State, runtime: Runtime):
    found = await runtime.store.asearch((state["room"], "facts"), query=state["fact"])
    return {"found": [[item.key, item.score] for item in found]}


builder = StateGraph(State)
builder.add_node("keep", keep)
builder.add_node("find", find)
builder.add_edge(START, "keep")
builder.add_edge("keep", "find")
builder.add_edge("find", END)
graph = builder.compile()
