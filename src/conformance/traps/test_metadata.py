"""Trap 11: metadata is merged from the call and the config, and comes back as it went in."""

from __future__ import annotations

import threading

from langgraph.graph import END, START, StateGraph

from support.samples import METADATA, checkpoint, config


def stored(saver, thread, metadata, *, beside=None, configurable=None):
    """What is read of `metadata` put with `beside` as the config's own metadata."""
    place = {**config(thread, **(configurable or {})), "metadata": beside or {}}
    made = checkpoint()
    saver.put(place, made, metadata, {})
    return saver.get_tuple(config(thread, made["id"])).metadata


def test_metadata_is_merged_from_the_config(saver, thread):
    found = stored(
        saver,
        thread,
        {**METADATA, "text": "a\x00b", "counters_since_delta_snapshot": {"log": (1, 2)}},
        configurable={"user_id": "u\x00-1", "flag": True, "share": 0.5, "checkpoint_map": {"": "x"}},
        beside={"run_id": "run", "langgraph_step": 7, "langgraph_node": "node", "note": "n"},
    )

    assert found == {
        **METADATA,
        "text": "ab",
        "counters_since_delta_snapshot": {"log": [1, 2]},
        "user_id": "u-1",
        "flag": True,
        "share": 0.5,
        "run_id": "run",
        "note": "n",
    }


def test_what_is_in_metadata_wins_over_the_config(saver, thread):
    found = stored(
        saver,
        thread,
        {**METADATA, "who": "metadata"},
        beside={"who": "config's metadata", "what": "config's metadata"},
        configurable={"who": "configurable", "what": "configurable", "step": 99},
    )

    assert found == {**METADATA, "who": "metadata", "what": "config's metadata"}


def test_live_objects_in_the_config_are_not_stored(saver, thread):
    found = stored(
        saver,
        thread,
        METADATA,
        configurable={"__pregel_send": lambda: None, "lock": threading.Lock(), "list": [1], "__text": "t"},
    )

    assert found == METADATA


def test_run_id_is_neither_lost_nor_invented(live, thread):
    graph = StateGraph(dict)
    graph.add_node("node", lambda state: {"seen": state["in"]})
    graph.add_edge(START, "node")
    graph.add_edge("node", END)
    graph = graph.compile(checkpointer=live)

    graph.invoke({"in": 1}, config(thread))
    assert "run_id" not in live.get_tuple(config(thread)).metadata

    # The same run id again is the same run: LangGraph then ignores the new input.
    named = {**config(thread), "metadata": {"run_id": "run-1"}}
    graph.invoke({"in": 2}, named)
    assert live.get_tuple(config(thread)).metadata["run_id"] == "run-1"
    assert graph.invoke({"in": 3}, named)["seen"] == 2
    assert graph.invoke({"in": 4}, {**config(thread), "metadata": {"run_id": "run-2"}})["seen"] == 4
