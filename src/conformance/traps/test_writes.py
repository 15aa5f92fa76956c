"""Traps about pending writes: 1, 6, 7, 8, 9."""

from __future__ import annotations

import inspect

from langgraph.checkpoint.serde.types import ERROR, INTERRUPT, RESUME, SCHEDULED

from support.samples import METADATA, checkpoint, config, put


def written(saver, thread, checkpoint_id, ns=""):
    return saver.get_tuple(config(thread, checkpoint_id, ns)).pending_writes


def test_writes_may_come_before_their_checkpoint(saver, thread):
    made = checkpoint({"a": 1})
    place = config(thread, made["id"])

    saver.put_writes(place, [("a", 2)], "task")
    assert saver.get_tuple(place) is None
    saver.put(config(thread), made, METADATA, made["channel_versions"])

    assert saver.get_tuple(place).pending_writes == [("task", "a", 2)]


def test_specials_count_in_positions(saver, thread):
    place = config(thread, put(saver, thread))

    saver.put_writes(place, [(RESUME, "r"), ("a", "at 1")], "task")
    saver.put_writes(place, [("b", "at 0"), ("b", "late")], "task")

    assert written(saver, thread, place["configurable"]["checkpoint_id"]) == [
        ("task", RESUME, "r"),
        ("task", "b", "at 0"),
        ("task", "a", "at 1"),
    ]


def test_the_error_source_node_is_an_ordinary_write(saver, thread):
    place = config(thread, put(saver, thread))

    saver.put_writes(place, [("__error_source_node__", "first")], "task")
    saver.put_writes(place, [("__error_source_node__", "second")], "task")

    assert written(saver, thread, place["configurable"]["checkpoint_id"]) == [
        ("task", "__error_source_node__", "first")
    ]


def test_the_first_ordinary_write_stays(saver, thread):
    place = config(thread, put(saver, thread))

    saver.put_writes(place, [("a", "first"), ("b", "first")], "task")
    saver.put_writes(place, [("a", "late"), ("b", "late"), ("c", "new")], "task")

    assert written(saver, thread, place["configurable"]["checkpoint_id"]) == [
        ("task", "a", "first"),
        ("task", "b", "first"),
        ("task", "c", "new"),
    ]


def test_the_last_special_write_stays(saver, thread):
    place = config(thread, put(saver, thread))
    specials = [ERROR, SCHEDULED, INTERRUPT, RESUME]

    for text in ("first", "last"):
        for channel in specials:
            saver.put_writes(place, [(channel, text)], "task")

    found = written(saver, thread, place["configurable"]["checkpoint_id"])
    assert sorted(found) == sorted(("task", channel, "last") for channel in specials)


def test_mixed_calls_are_decided_per_write(saver, thread):
    place = config(thread, put(saver, thread))

    saver.put_writes(place, [(RESUME, "first"), ("a", "first")], "task")
    saver.put_writes(place, [(RESUME, "last"), ("a", "last")], "task")

    assert written(saver, thread, place["configurable"]["checkpoint_id"]) == [
        ("task", RESUME, "last"),
        ("task", "a", "first"),
    ]


def test_pending_writes_come_in_order_of_path_task_and_index(saver, thread):
    place = config(thread, put(saver, thread))
    calls = [
        ("~2", "A"),
        ("", "z"),
        ("~10", "b"),
        ("~1", "é"),
        ("~1", "Z"),
        ("~1", "a"),
        ("~1", "\uffff"),
        ("~1", "𝄞"),
    ]

    for path, task in calls:
        saver.put_writes(place, [("x", f"{path}{task}0"), ("x", f"{path}{task}1")], task, path)

    found = [value for _, _, value in written(saver, thread, place["configurable"]["checkpoint_id"])]
    assert found == [f"{path}{task}{idx}" for path, task in sorted(calls) for idx in (0, 1)]


def test_no_pending_writes_are_an_empty_list(saver, thread):
    made = put(saver, thread)

    assert saver.get_tuple(config(thread, made)).pending_writes == []
    assert saver.get_tuple(config(thread)).pending_writes == []
    assert [found.pending_writes for found in saver.list(config(thread))] == [[]]


def test_an_empty_list_of_writes_is_accepted(saver, thread):
    place = config(thread, put(saver, thread))

    saver.put_writes(place, [], "task")

    assert written(saver, thread, place["configurable"]["checkpoint_id"]) == []


def test_task_path_is_a_named_parameter(live):
    # LangGraph passes it only to savers whose signature names it.
    for method in (live.put_writes, live.aput_writes):
        assert "task_path" in inspect.signature(method).parameters
