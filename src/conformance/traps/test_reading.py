"""Traps about which checkpoints are found, and what else is easy to miss: 10, 12, 13."""

from __future__ import annotations

import inspect

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver

from support.samples import METADATA, checkpoint, config, ids, new_id, put


def test_the_newest_is_the_greatest_id_not_the_last_put(saver, thread):
    old, new = new_id(), new_id()
    put(saver, thread, id=new)
    put(saver, thread, id=old)

    assert saver.get_tuple(config(thread)).checkpoint["id"] == new
    assert ids(saver.list(config(thread))) == [new, old]
    assert ids(saver.list(config(thread), limit=1)) == [new]


STORED = {
    "step": 1,
    "tags": ["a", "b"],
    "obj": {"x": 1, "y": 2},
    "nn": None,
    "f": 1.0,
    "s": "text",
    "t": True,
}


@pytest.mark.parametrize(
    ("filter", "matches"),
    [
        ({"tags": ["a"]}, True),
        ({"tags": ["c"]}, False),
        ({"obj": {"x": 1}}, True),
        ({"obj": {"x": 2}}, False),
        ({"nn": None}, True),
        ({"missing": None}, False),
        ({"f": 1}, True),
        ({"step": 1.0}, True),
        ({"step": True}, False),
        ({"t": 1}, False),
        ({"s": "text", "step": 1}, True),
        ({"s": "text", "step": 2}, False),
        ({"s": "tex"}, False),
        ({}, True),
        (None, True),
    ],
    ids=str,
)
def test_a_filter_is_containment_as_in_postgres(saver, thread, filter, matches):
    made = put(saver, thread, metadata={"source": "loop", "parents": {}, **STORED})

    assert ids(saver.list(config(thread), filter=filter)) == ([made] if matches else [])


def test_no_namespace_means_the_root_for_get_and_all_for_list(saver, thread):
    root = put(saver, thread)
    child = put(saver, thread, ns="child:1")

    assert saver.get_tuple(config(thread, ns=None)).checkpoint["id"] == root
    assert set(ids(saver.list(config(thread, ns=None)))) == {root, child}
    assert ids(saver.list(config(thread, ns=""))) == [root]
    assert ids(saver.list(config(thread, ns="child:1"))) == [child]


def test_a_checkpoint_id_of_none_is_as_if_absent(saver, thread):
    place = config(thread)
    place["configurable"]["checkpoint_id"] = None
    made = checkpoint({"a": 1})

    saver.put(place, made, METADATA, made["channel_versions"])
    found = saver.get_tuple(place)

    assert (found.checkpoint["id"], found.parent_config) == (made["id"], None)
    assert found.config == config(thread, made["id"])
    assert ids(saver.list(place)) == [made["id"]]


def test_before_is_strict_and_without_an_id_filters_nothing(saver, thread):
    made = [put(saver, thread) for _ in range(3)]

    assert ids(saver.list(config(thread), before=config(thread, made[1]))) == [made[0]]
    assert ids(saver.list(config(thread), before=config(thread))) == made[::-1]


def test_a_checkpoint_put_again_keeps_its_parent(saver, thread):
    parents = [put(saver, thread), put(saver, thread)]
    made = new_id()

    for parent in parents:
        put(saver, thread, {"a": parent}, parent=parent, id=made, metadata={**METADATA, "from": parent})
    found = saver.get_tuple(config(thread, made))

    assert found.parent_config == config(thread, parents[0])
    assert found.metadata["from"] == parents[1]
    assert found.checkpoint["channel_values"] == {"a": parents[1]}


def test_ids_need_not_be_hexadecimal(saver, thread):
    odd = "zß 名 id/with|signs:~"
    put(saver, f"{thread} {odd}", {"名": 1}, id=odd)
    saver.put_writes(config(f"{thread} {odd}", odd), [("名", 2)], "-0000001 task", "~ß")

    found = saver.get_tuple(config(f"{thread} {odd}"))

    assert (found.checkpoint["id"], found.checkpoint["channel_values"]) == (odd, {"名": 1})
    assert found.pending_writes == [("-0000001 task", "名", 2)]


@pytest.mark.parametrize("version", [1, 1.0, 1.5, -3, 2**53 + 1, "1", "1.0", ""], ids=repr)
def test_versions_keep_their_json_type(saver, thread, version):
    put(saver, thread, {"a": "value"}, versions={"a": version}, versions_seen={"node": {"a": version}})

    for found in (saver.get_tuple(config(thread)), saver.list(config(thread))[0]):
        told = found.checkpoint["channel_versions"]["a"]
        assert (type(told), told) == (type(version), version)
        assert type(found.checkpoint["versions_seen"]["node"]["a"]) is type(version)
        assert found.checkpoint["channel_values"] == {"a": "value"}


METHODS = [
    "get_tuple",
    "list",
    "put",
    "put_writes",
    "delete_thread",
    "delete_for_runs",
    "copy_thread",
    "prune",
]
METHODS += ["get_delta_channel_history"]


@pytest.mark.parametrize("name", METHODS)
def test_both_halves_are_there(live, name):
    # LangGraph does not fall back from one half to the other.
    assert inspect.isasyncgenfunction(type(live).alist)
    for each in (name, "a" + name):
        assert getattr(type(live), each) is not getattr(BaseCheckpointSaver, each)


def test_capabilities_are_on_the_class(live):
    ours = [vars(one) for one in type(live).__mro__ if not issubclass(BaseCheckpointSaver, one)]
    assert all(any("a" + name in names for names in ours) for name in METHODS)
