"""Graphs whose threads keep only the latest of their history go on as those that keep everything."""

from __future__ import annotations

import operator
from typing import Annotated, TypedDict

import pytest
from langgraph.channels.delta import DeltaChannel
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

from support.driving import Driver, NormalForm
from support.samples import config
from support.waiting import eventually

# The server begins three seconds after the last put of a thread.
SOON = 20.0
ROUNDS = 6


def appended(state, writes):
    return [*state, *(item for write in writes for item in write)]


class State(TypedDict):
    seen: Annotated[list, operator.add]
    log: Annotated[list, DeltaChannel(appended, snapshot_frequency=5)]


def step(name):
    return lambda state: {"seen": [name], "log": [f"{name} {len(state['seen'])}"]}


def asking(saver):
    """Rounds of three steps; in the middle of the third a person is asked, and beside that something is done."""

    def ask(state):
        return {"seen": [interrupt(f"after {len(state['seen'])}?")]} if len(state["seen"]) == 8 else {}

    graph = StateGraph(State)
    for name, node in (("one", step("one")), ("ask", ask), ("beside", step("beside")), ("two", step("two"))):
        graph.add_node(name, node)
    graph.add_edge(START, "one")
    graph.add_edge("one", "ask")
    graph.add_edge("one", "beside")
    graph.add_edge(["ask", "beside"], "two")
    graph.add_conditional_edges("two", lambda state: END if len(state["seen"]) > 3 * ROUNDS else "one")
    return graph.compile(checkpointer=saver)


@pytest.fixture
def latest(url, api_key):
    """A saver of a process of its own, as it were: it holds nothing of what others read."""
    return lambda **more: HoldfastSaver(url, api_key=api_key, history="latest", **more)


def left(saver, thread):
    return [found.checkpoint["id"] for found in saver.list(config(thread))]


def told(driver):
    """What a person who comes back later sees, and what they get."""
    normal = NormalForm()
    asked = normal.of(driver.state())
    (row,) = normal.rows(list(driver.saver.list(driver.config, limit=1)))
    # The set of a join goes on changing while it is put, in LangGraph itself
    return {"asked": {**asked, "parent": None}, "writes": row["writes"], "seen": row["values"]["seen"]}


def test_an_interrupted_graph_goes_on_from_a_short_history(latest, thread, loop, durability, api_key, url):
    expected = Driver(asking(InMemorySaver()), thread, loop, durability)
    driver = Driver(asking(latest()), thread, loop, durability)
    for one in (expected, driver):
        one.invoke({"seen": ["in"], "log": ["in"]})
    plain = HoldfastSaver(url, api_key=api_key)
    head = left(plain, thread)[0]
    whole = len(left(expected.graph.checkpointer, thread))

    # In the middle
    eventually(lambda: durability == "exit" or len(left(plain, thread)) < whole, SOON, "the history is short")
    again = Driver(asking(latest(cache_bytes=0)), thread, loop, durability)
    assert left(plain, thread)[0] == head
    assert told(again) == told(expected)

    # At the end: the last two, the one that was interrupted, and what the log of these is rebuilt from
    answers = [one.invoke(Command(resume="yes")) for one in (again, expected)]
    assert answers[0] == answers[1] and "yes" in answers[0]["seen"]
    whole = len(left(expected.graph.checkpointer, thread))
    eventually(lambda: durability == "exit" or len(left(plain, thread)) <= whole // 2, SOON, "the history is short")
    assert head in left(plain, thread)
    later = Driver(asking(HoldfastSaver(url, api_key=api_key, cache_bytes=0)), thread, loop, durability)
    assert later.state().values == answers[1]
    at_interrupt = later.state(config(thread, head))
    assert at_interrupt.values["log"] == expected.state(config(thread, head_of(expected))).values["log"]
    assert at_interrupt.interrupts or at_interrupt.tasks
    close(loop, driver, again, later)


def head_of(driver):
    """The checkpoint of the memory saver that was interrupted."""
    return next(
        found.config["configurable"]["checkpoint_id"]
        for found in driver.saver.list(driver.config)
        if any(channel == "__interrupt__" for _, channel, _ in found.pending_writes)
    )


def close(loop, *drivers):
    for driver in drivers:
        if loop is not None:
            loop.run_until_complete(driver.graph.checkpointer.__aexit__(None, None, None))


def test_a_graph_keeps_everything_unless_it_is_told(live, thread):
    graph = asking(live)
    graph.invoke({"seen": ["in"], "log": ["in"]}, config(thread))
    graph.invoke(Command(resume="yes"), config(thread))
    before = left(live, thread)
    # As long as another thread, told to keep the latest, takes to become short
    other = HoldfastSaver(live._connection.endpoint.url, api_key=live._connection.endpoint.api_key, history="latest")
    asking(other).invoke({"seen": ["in"], "log": ["in"]}, config(thread + "-latest"))
    eventually(lambda: len(left(other, thread + "-latest")) < 8, SOON, "the other history is short")

    assert left(live, thread) == before and len(before) > 16
