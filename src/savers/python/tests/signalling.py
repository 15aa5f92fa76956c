"""Graphs whose nodes signal, run in both ways, and what the server was sent."""

from __future__ import annotations

import asyncio
import operator
from typing import Annotated, TypedDict

from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph

from samples import operations

DURABILITIES = ("sync", "async", "exit")
STEPS = ("sync", "async")


class State(TypedDict, total=False):
    said: Annotated[list, operator.add]


class Runner:
    """Runs graphs by `invoke` with plain functions as nodes, or by `ainvoke` with coroutine functions."""

    def __init__(self, kind):
        self.asynchronous = kind == "async"

    def node(self, function):
        """A node that calls `function` with its config, and writes what it returns."""

        def plain(state, config: RunnableConfig):
            return function(config)

        async def asynchronous(state, config: RunnableConfig):
            await asyncio.sleep(0)
            return function(config)

        return asynchronous if self.asynchronous else plain

    def line(self, saver, *functions, **options):
        """A graph of nodes one after the other, each of `functions`."""
        graph = StateGraph(State)
        for number, function in enumerate(functions):
            made = function if hasattr(function, "invoke") else self.node(function)
            graph.add_node(f"n{number}", made, **options)
            graph.add_edge(f"n{number - 1}" if number else START, f"n{number}")
        graph.add_edge(f"n{len(functions) - 1}", END)
        return graph.compile(checkpointer=saver)

    def __call__(self, graph, thread, given=None, **options):
        config = {"configurable": {"thread_id": thread, **options.pop("more", {})}}
        if self.asynchronous:
            return asyncio.run(graph.ainvoke(given, config, **options))
        return graph.invoke(given, config, **options)


def said(fake):
    """What the server took, as `(workflow, name, first argument)`."""
    return [(op["workflow_id"], op["signal"], *op.get("arguments", [])[:1]) for op in fake.state.signals.accepted]


def sent(fake):
    """How many signals travelled, repeats included."""
    return len(operations(fake, "signal"))


def stored_channels(fake):
    return {write["channel"] for rows in fake.state.writes.values() for write in rows.values()}
