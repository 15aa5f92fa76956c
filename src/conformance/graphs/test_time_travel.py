"""Updating state, looking back, forking and replaying; delta channels."""

from __future__ import annotations

import operator
from typing import Annotated, TypedDict

from langgraph.channels.delta import DeltaChannel
from langgraph.graph import END, START, StateGraph
from langgraph.types import StateUpdate

NODES = ["one", "two", "three"]


class State(TypedDict):
    seen: Annotated[list, operator.add]
    last: str


def chain(saver):
    graph = StateGraph(State)
    for name in NODES:
        graph.add_node(name, lambda _, name=name: {"seen": [name], "last": name})
    for origin, target in zip([START, *NODES], [*NODES, END], strict=True):
        graph.add_edge(origin, target)
    return graph.compile(checkpointer=saver)


def at(graph, following):
    """The newest checkpoint after which `following` comes."""
    return next(one.config for one in graph.history() if one.next == (following,))


def test_updates_as_a_node_and_in_bulk(same):
    def story(graph):
        graph.invoke({"seen": ["in"]})
        graph.update({"seen": ["updated"]})
        graph.update({"seen": ["as one"]}, as_node="one")
        waiting = graph.state()
        graph.update(None, as_node=END)
        cleared = graph.state()
        graph.bulk_update(
            [
                [StateUpdate({"seen": ["bulk in"]}, "__input__")],
                [StateUpdate({"seen": ["bulk"]}, "one")],
                [StateUpdate({"seen": ["bulk 2"], "last": "x"}, "two")],
            ]
        )
        return waiting, cleared, graph.invoke(None)

    told = same(chain, story)

    assert told["answer"][0]["next"] == ("two",)
    assert told["answer"][1]["next"] == ()
    assert told["answer"][2]["seen"][-3:] == ["bulk", "bulk 2", "three"]


def test_a_fork_and_a_replay_leave_the_original_branch(same, durability):
    def story(graph):
        graph.invoke({"seen": ["in"]}, durability="async")
        origin = at(graph, "two")
        fork = graph.update({"seen": ["FORK"]}, origin, as_node="two")
        forked = graph.invoke(None, fork)
        replayed = graph.invoke(None, origin)
        return graph.state(origin), graph.state(fork), forked, replayed, graph.history(filter={"source": "fork"})

    told = same(chain, story)

    old, _, forked, replayed, forks = told["answer"]
    assert old["values"]["seen"] == ["in", "one"]
    assert forked["seen"] == ["in", "one", "FORK", "three"]
    assert replayed["seen"] == ["in", "one", "two", "three"]
    assert len(forks) == (durability != "exit")


def test_a_copied_checkpoint_has_the_values_and_the_parent_of_its_source(same):
    def story(graph):
        graph.invoke({"seen": ["in"]}, durability="async")
        copy = graph.update(None, at(graph, "three"), as_node="__copy__")
        return graph.state(copy), graph.invoke(None, copy)

    told = same(chain, story)

    assert told["answer"][0]["metadata"]["source"] == "fork"
    assert told["answer"][1]["seen"] == ["in", *NODES]


def test_history_is_filtered_and_cut(same):
    def story(graph):
        for turn in range(3):
            graph.invoke({"seen": [turn]}, durability="async")
        everything = graph.history()
        return [
            graph.history(limit=3),
            graph.history(before=everything[4].config),
            graph.history(filter={"source": "input"}),
            graph.history(filter={"step": 2}),
            graph.history(before=everything[2].config, limit=2, filter={"source": "loop"}),
        ]

    told = same(chain, story)

    assert [len(found) for found in told["answer"]] == [3, 10, 3, 1, 2]


def appended(state, writes):
    return [*state, *(item for write in writes for item in write)]


class DeltaState(TypedDict):
    log: Annotated[list, DeltaChannel(appended, snapshot_frequency=4)]
    turn: int


def delta_chain(saver):
    graph = StateGraph(DeltaState)
    for name in NODES:
        graph.add_node(name, lambda state, name=name: {"log": [f"{name}-{state['turn']}"]})
    for origin, target in zip([START, *NODES], [*NODES, END], strict=True):
        graph.add_edge(origin, target)
    return graph.compile(checkpointer=saver)


def test_a_delta_channel_is_rebuilt_at_every_point_of_its_history(same):
    def story(graph):
        results = [graph.invoke({"log": [f"in-{turn}"], "turn": turn}) for turn in range(5)]
        return results, [(one.values["log"], one.next) for one in graph.history() if "log" in one.values]

    told = same(delta_chain, story)

    results, walked = told["answer"]
    whole = [f"{name}-{turn}" for turn in range(5) for name in ("in", *NODES)]
    assert [one["log"] for one in results] == [whole[: 4 * turn] for turn in range(1, 6)]
    assert all(log == whole[: len(log)] for log, _ in walked)
    assert walked[0][0] == whole


def test_many_writers_of_a_delta_channel_are_replayed_in_the_order_they_were_applied(same):
    def build(saver):
        graph = StateGraph(DeltaState)
        for number in range(12):
            graph.add_node(f"n{number}", lambda _, number=number: {"log": [number]})
            graph.add_edge(START, f"n{number}")
        return graph.compile(checkpointer=saver)

    def story(graph):
        live = [graph.invoke({"log": ["in"], "turn": turn})["log"] for turn in range(3)]
        return live, graph.state().values["log"]

    told = same(build, story)

    assert told["answer"][0][-1] == told["answer"][1]
