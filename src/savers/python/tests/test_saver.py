"""What LangGraph relies on, in both ways of calling; also against a live server."""

from __future__ import annotations

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.types import ERROR, INTERRUPT, RESUME, TASKS, _DeltaSnapshot
from langgraph.types import Send

from langgraph.checkpoint.holdfast import HoldfastSaver, ThreadDeleted, ThreadExists
from samples import METADATA, checkpoint, config, put


def ids(found):
    return [t.checkpoint["id"] for t in found]


def test_a_checkpoint_comes_back_as_it_was_put(saver, thread):
    stored, made = put(saver, thread, {"text": "a", "none": None, "number": 1}, parent="p", unknown_key=[1, {"x": 2}])
    found = saver.get_tuple(stored)
    assert found.checkpoint == made
    assert found.config == stored == config(thread, made["id"])
    assert found.parent_config == config(thread, "p")
    assert (found.metadata, found.pending_writes) == (METADATA, [])


def test_without_a_parent_there_is_no_parent_config(saver, thread):
    stored, _ = put(saver, thread)
    assert saver.get_tuple(stored).parent_config is None


def test_the_newest_id_is_found_whatever_was_put_last(saver, thread):
    _, old = put(saver, thread, {"n": 1})
    _, new = put(saver, thread, {"n": 2})
    again = {**old, "ts": "later"}
    saver.put(config(thread), again, METADATA, {})
    assert saver.get_tuple(config(thread)).checkpoint["id"] == new["id"]
    assert saver.get_tuple(config(thread, old["id"])).checkpoint == again


def test_the_first_parent_stays_when_an_id_is_put_again(saver, thread):
    stored, made = put(saver, thread, parent="first")
    saver.put(config(thread, "second"), made, METADATA, {})
    assert saver.get_tuple(stored).parent_config == config(thread, "first")


@pytest.mark.parametrize("absent", [{}, {"checkpoint_id": None}, {"checkpoint_id": ""}])
def test_an_absent_checkpoint_id_means_the_newest(saver, thread, absent):
    _, made = put(saver, thread, {"n": 1})
    found = saver.get_tuple({"configurable": {"thread_id": thread, **absent}})
    assert found.checkpoint["id"] == made["id"]


def test_an_unknown_thread_or_id_is_none(saver, thread):
    assert saver.get_tuple(config(thread)) is None
    put(saver, thread)
    assert saver.get_tuple(config(thread, "00000000-unknown")) is None


def test_a_missing_namespace_is_the_root_on_put_and_put_writes(saver, thread):
    made = checkpoint({"a": 1})
    stored = saver.put({"configurable": {"thread_id": thread}}, made, METADATA, made["channel_versions"])
    assert stored == config(thread, made["id"])
    saver.put_writes({"configurable": {"thread_id": thread, "checkpoint_id": made["id"]}}, [("a", 1)], "task")
    assert saver.get_tuple(stored).pending_writes == [("task", "a", 1)]


def test_a_thread_id_that_is_a_number_is_its_text(saver, thread):
    number = abs(hash(thread))
    stored, _ = put(saver, number, {"a": 1})
    assert stored["configurable"]["thread_id"] == str(number)
    assert saver.get_tuple(config(str(number))).config == stored


def test_values_of_unchanged_channels_are_kept_by_version(saver, thread):
    first, made = put(saver, thread, {"a": [1], "b": [2]})
    versions = {**made["channel_versions"], "b": saver.saver.get_next_version(made["channel_versions"]["b"], None)}
    second, _ = put(saver, thread, {"a": [1], "b": [3]}, versions=versions, new={"b": versions["b"]}, parent=made["id"])
    assert saver.get_tuple(first).checkpoint["channel_values"] == {"a": [1], "b": [2]}
    assert saver.get_tuple(second).checkpoint["channel_values"] == {"a": [1], "b": [3]}


@pytest.mark.parametrize("version", [1, 1.5, 2.0, "00001.5", 2**40])
def test_a_version_keeps_its_type(saver, thread, version):
    stored, _ = put(saver, thread, {"a": "x"}, versions={"a": version})
    found = saver.get_tuple(stored).checkpoint
    assert found["channel_versions"] == {"a": version} and type(found["channel_versions"]["a"]) is type(version)
    assert [t.checkpoint for t in saver.list(config(thread))] == [found]


def test_an_empty_channel_is_not_a_stored_null(saver, thread):
    stored, made = put(saver, thread, {"null": None}, versions={"null": 1, "empty": 1})
    assert saver.get_tuple(stored).checkpoint["channel_values"] == {"null": None}
    second, _ = put(saver, thread, {"null": None}, versions={"null": 1, "empty": 1}, new={}, parent=made["id"])
    assert saver.get_tuple(second).checkpoint["channel_values"] == {"null": None}


def same_story(saver, thread):
    """A delta channel with a snapshot that later checkpoints share, an emptied trigger, and a fork."""
    steps = [
        ({"log": _DeltaSnapshot(["s"]), "go": 1}, {"log": 1, "go": 1}, {"log": 1, "go": 1}),
        ({}, {"log": 1, "go": 2}, {"go": 2}),
        ({}, {"log": 3, "go": 2}, {"log": 3}),
        ({"go": 4}, {"log": 3, "go": 4}, {"go": 4}),
        ({"go": 4}, {"log": 3, "go": 4}, {}),
    ]
    parent, found = None, []
    for number, (values, versions, new) in enumerate(steps):
        made = checkpoint(values, versions, ts=str(number))
        stored = saver.put(config(thread, parent), made, METADATA, new)
        parent = stored["configurable"]["checkpoint_id"]
        saver.put_writes(stored, [("log", number)], f"task{number}")
        read = saver.get_tuple(stored)
        history = saver.get_delta_channel_history(config=stored, channels=["log", "other"])
        found.append((read.checkpoint["channel_values"], read.checkpoint["channel_versions"], history))
    return found


def test_reading_gives_what_the_memory_saver_gives(saver, thread, calling):
    assert same_story(saver, thread) == same_story(InMemorySaver(), thread)
    # And once more without what the first saver remembers of the parents.
    saver.saver._connection._common.clear()
    assert same_story(saver, thread + "-cold") == same_story(InMemorySaver(), thread)


def test_what_the_parent_has_empty_at_another_version_is_not_empty(saver, thread):
    for kept in (saver, InMemorySaver()):
        _, parent = put(kept, thread, {}, versions={"go": 1})
        put(kept, thread, {"go": "on"}, versions={"go": 2}, parent=parent["id"])
        stored, _ = put(kept, thread, {}, versions={"go": 2}, new={}, parent=parent["id"])
        assert kept.get_tuple(stored).checkpoint["channel_values"] == {"go": "on"}


def test_writes_of_a_checkpoint_that_is_not_stored_yet_are_kept(saver, thread):
    made = checkpoint({"a": 1})
    saver.put_writes(config(thread, made["id"]), [("a", "early")], "task")
    stored = saver.put(config(thread), made, METADATA, made["channel_versions"])
    assert saver.get_tuple(stored).pending_writes == [("task", "a", "early")]


def test_the_first_write_of_a_position_stays_and_special_ones_are_replaced(saver, thread):
    stored, _ = put(saver, thread)
    saver.put_writes(stored, [(RESUME, "r1"), ("a", 1)], "task")
    saver.put_writes(stored, [(RESUME, "r2"), ("a", 2), ("b", 3)], "task")
    assert saver.get_tuple(stored).pending_writes == [("task", RESUME, "r2"), ("task", "a", 1), ("task", "b", 3)]


def test_writes_come_in_the_order_of_path_task_and_position(saver, thread):
    stored, _ = put(saver, thread)
    saver.put_writes(stored, [("x", 1), ("y", 2)], "a", "~2")
    saver.put_writes(stored, [("x", 3)], "z", "~1")
    saver.put_writes(stored, [("x", 4), (ERROR, "e"), (INTERRUPT, "i")], "b")
    assert [(t, v) for t, _, v in saver.get_tuple(stored).pending_writes] == [
        ("b", "i"), ("b", "e"), ("b", 4), ("z", 3), ("a", 1), ("a", 2),
    ]  # fmt: skip


def test_no_writes_at_all_are_fine(saver, thread):
    stored, _ = put(saver, thread)
    saver.put_writes(stored, [], "task")
    assert saver.get_tuple(stored).pending_writes == []


def test_list_pages_filters_and_limits(saver, thread):
    made = [put(saver, thread, {"n": n}, metadata={**METADATA, "step": n, "odd": n % 2})[1]["id"] for n in range(7)]
    put(saver, thread, {"sub": 1}, ns="child:1", metadata={**METADATA, "step": 99})
    newest = made[::-1]
    root = config(thread)
    assert ids(saver.list(root)) == newest
    assert len(saver.list({"configurable": {"thread_id": thread}})) == 8
    assert ids(saver.list(root, limit=3)) == newest[:3]
    assert ids(saver.list(root, limit=0)) == [] == ids(saver.list(root, limit=-1))
    assert ids(saver.list(root, before=config(thread, made[3]))) == newest[4:]
    assert ids(saver.list(root, before=config(thread))) == newest
    assert ids(saver.list(root, filter={"odd": 1}, limit=2)) == [made[5], made[3]]
    assert ids(saver.list(config(thread, made[2]))) == [made[2]]
    assert [t.checkpoint["channel_values"] for t in saver.list(root)] == [{"n": n} for n in range(6, -1, -1)]


def test_list_gives_every_tuple_its_own_values(saver, thread):
    _, made = put(saver, thread, {"a": [1]})
    put(saver, thread, {"a": [1]}, versions=made["channel_versions"], new={}, parent=made["id"])
    first, second = saver.list(config(thread))
    first.checkpoint["channel_values"]["a"].append(2)
    first.checkpoint["channel_versions"]["a"] = "changed"
    assert second.checkpoint["channel_values"] == {"a": [1]}
    assert second.checkpoint["channel_versions"] == made["channel_versions"]


def test_a_returned_tuple_belongs_to_the_caller(saver, thread):
    stored, made = put(saver, thread, {"a": [1]})
    found = saver.get_tuple(stored)
    found.checkpoint["channel_values"]["a"].append(2)
    found.checkpoint["versions_seen"]["x"] = {}
    found.metadata["step"] = 99
    assert saver.get_tuple(stored).checkpoint == made and saver.get_tuple(stored).metadata == METADATA


def test_delete_thread_removes_everything_and_is_no_error_for_an_unknown_one(saver, thread):
    stored, _ = put(saver, thread, {"a": 1})
    put(saver, thread, {"a": 1}, ns="child")
    saver.put_writes(stored, [("a", 1)], "task")
    saver.delete_thread(thread)
    saver.delete_thread(thread)
    assert saver.list({"configurable": {"thread_id": thread}}) == []


def test_a_write_after_the_delete_of_its_thread_is_refused_and_a_new_beginning_is_not(saver, thread):
    stored, made = put(saver, thread, {"a": 1})
    saver.delete_thread(thread)
    with pytest.raises(ThreadDeleted):
        saver.put_writes(stored, [("a", 1)], "task")
    with pytest.raises(ThreadDeleted):
        put(saver, thread, {"a": 2}, parent=made["id"])
    put(saver, thread, {"a": 3})
    assert len(saver.list(config(thread))) == 1


def test_copy_thread_copies_and_refuses_a_target_in_use(saver, thread):
    stored, made = put(saver, thread, {"a": [1]})
    saver.put_writes(stored, [("a", 1)], "task")
    saver.copy_thread(thread, thread + "-copy")
    copied = saver.get_tuple(config(thread + "-copy"))
    assert copied.checkpoint == made and copied.pending_writes == [("task", "a", 1)]
    with pytest.raises(ThreadExists):
        saver.copy_thread(thread, thread + "-copy")
    saver.copy_thread("unknown-" + thread, "target-" + thread)
    assert saver.get_tuple(config("target-" + thread)) is None


def test_delete_for_runs_removes_the_checkpoints_of_these_runs(saver, thread):
    kept, _ = put(saver, thread, {"a": 1}, metadata={**METADATA, "run_id": thread + "kept"})
    gone, _ = put(saver, thread, {"a": 2}, metadata={**METADATA, "run_id": thread + "gone"})
    saver.delete_for_runs([])
    saver.delete_for_runs([thread + "gone", "unknown"])
    assert saver.get_tuple(gone) is None and saver.get_tuple(kept) is not None


@pytest.mark.parametrize("strategy", ["delete", "delete_all"])
def test_prune_keeps_the_newest_or_nothing(saver, thread, strategy):
    for n in range(3):
        _, made = put(saver, thread, {"a": n})
    saver.prune([])
    saver.prune([thread])
    assert ids(saver.list(config(thread))) == [made["id"]]
    saver.prune([thread], strategy=strategy)
    assert saver.list(config(thread)) == []


def test_prune_checks_its_arguments(saver):
    with pytest.raises(TypeError):
        saver.prune("t")
    with pytest.raises(ValueError, match="keep_all"):
        saver.prune(["t"], strategy="keep_all")
    with pytest.raises(TypeError):
        saver.delete_for_runs("run")


def test_delta_history_of_nothing_has_an_entry_for_each_channel(saver, thread):
    history = saver.get_delta_channel_history(config=config(thread), channels=["a", "b"])
    assert history == {"a": {"writes": []}, "b": {"writes": []}}
    assert saver.get_delta_channel_history(config=config(thread), channels=[]) == {}


def test_an_old_checkpoint_gets_the_pending_sends_of_its_parent(saver, thread):
    parent, made = put(saver, thread, {"a": 1}, v=3)
    saver.put_writes(parent, [(TASKS, Send("n", 2)), ("a", 0)], "second", "~2")
    saver.put_writes(parent, [(TASKS, Send("n", 1))], "first", "~1")
    child, child_made = put(saver, thread, {"a": 2}, v=3, parent=made["id"])
    for found in (saver.get_tuple(child), saver.list(config(thread))[0]):
        assert found.checkpoint["channel_values"] == {"a": 2, TASKS: [Send("n", 1), Send("n", 2)]}
        assert found.checkpoint["channel_versions"][TASKS] == child_made["channel_versions"]["a"]
    assert TASKS not in saver.get_tuple(parent).checkpoint["channel_values"]


def test_everything_but_names_and_metadata_is_encrypted(url, calling, thread, api_key):
    serde = EncryptedSerializer.from_pycryptodome_aes(key=b"0123456789abcdef")
    saver = calling(HoldfastSaver(url, serde=serde, api_key=api_key))
    stored, made = put(saver, thread, {"text": "hidden", "none": None}, secret_key="hidden-too")
    saver.put_writes(stored, [("a", "hidden")], "task")
    found = saver.get_tuple(stored)
    assert found.checkpoint == made and found.pending_writes == [("task", "a", "hidden")]


def test_nothing_readable_leaves_an_encrypting_saver(fake, calling):
    serde = EncryptedSerializer.from_pycryptodome_aes(key=b"0123456789abcdef")
    saver = calling(HoldfastSaver(fake.url, serde=serde))
    stored, _ = put(saver, "t", {"text": "hidden"}, secret_key="hidden")
    saver.put_writes(stored, [("a", "hidden")], "task")
    assert all(b"hidden" not in request.body for request in fake.requests)


def test_metadata_takes_scalars_of_the_config_and_leaves_live_objects(saver, thread):
    given = config(thread)
    given["configurable"].update({"user_id": "u1", "__pregel_task": object(), "box": [1], "count": 2})
    given["metadata"] = {"run_id": "r\x001", "langgraph_step": 3}
    made = checkpoint({"a": 1})
    stored = saver.put(given, made, {**METADATA, "writes": {"a": 1}}, made["channel_versions"])
    assert saver.get_tuple(stored).metadata == {**METADATA, "user_id": "u1", "count": 2, "run_id": "r1"}


def test_large_values_are_read_back(saver, thread):
    stored, made = put(saver, thread, {"list": [list(range(100))] * 2000, "blob": b"x" * 300_000})
    assert saver.get_tuple(stored).checkpoint == made
    assert saver.list(config(thread))[0].checkpoint == made
