"""Many threads at the same time on one saver: tasks of an event loop, and operating system threads."""

from __future__ import annotations

import asyncio
import operator
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, TypedDict

import pytest
from langgraph.graph import START, StateGraph
from langgraph.types import Command, Send, interrupt

from support.samples import config, new_thread

TURNS = 3


class State(TypedDict):
    seen: Annotated[list, operator.add]


@pytest.fixture
def graph(live):
    graph = StateGraph(State)
    graph.add_node("ask", lambda state: {"seen": [interrupt(len(state["seen"]))]})
    graph.add_node("each", lambda sent: {"seen": [sent["number"]]})
    graph.add_conditional_edges("ask", lambda _: [Send("each", {"number": n}) for n in range(4)], ["each"])
    graph.add_edge(START, "ask")
    return graph.compile(checkpointer=live)


def expected(number):
    seen = []
    for turn in range(TURNS):
        seen += [f"in-{number}-{turn}", f"answer-{number}-{turn}", 0, 1, 2, 3]
    return seen


async def converse(graph, number, thread):
    for turn in range(TURNS):
        await graph.ainvoke({"seen": [f"in-{number}-{turn}"]}, config(thread))
        await graph.ainvoke(Command(resume=f"answer-{number}-{turn}"), config(thread))


def converse_blocking(graph, number, thread):
    for turn in range(TURNS):
        graph.invoke({"seen": [f"in-{number}-{turn}"]}, config(thread))
        graph.invoke(Command(resume=f"answer-{number}-{turn}"), config(thread))


def check(graph, threads):
    for number, thread in enumerate(threads):
        assert graph.get_state(config(thread)).values["seen"] == expected(number)
        history = list(graph.get_state_history(config(thread)))
        # Each turn: the input, the step of `__start__`, of `ask`, and of the four tasks.
        assert len(history) == 4 * TURNS
        assert [one.metadata["step"] for one in history] == list(range(4 * TURNS - 2, -2, -1))
        for child, parent in zip(history, history[1:], strict=False):
            assert child.parent_config == parent.config


async def test_64_tasks_of_one_event_loop(graph, live):
    threads = [new_thread() for _ in range(64)]
    async with live:
        await asyncio.gather(*(converse(graph, number, thread) for number, thread in enumerate(threads)))

    await asyncio.to_thread(check, graph, threads)


def test_32_operating_system_threads(graph):
    threads = [new_thread() for _ in range(32)]
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda pair: converse_blocking(graph, *pair), enumerate(threads)))

    check(graph, threads)


async def test_both_at_once(graph, live):
    threads = [new_thread() for _ in range(32)]
    async with live:
        with ThreadPoolExecutor(16) as pool:
            loop = asyncio.get_running_loop()
            blocking = [
                loop.run_in_executor(pool, converse_blocking, graph, number, threads[number]) for number in range(16)
            ]
            waiting = [converse(graph, number, threads[number]) for number in range(16, 32)]
            await asyncio.gather(*blocking, *waiting)

    await asyncio.to_thread(check, graph, threads)
