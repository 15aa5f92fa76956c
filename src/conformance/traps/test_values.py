"""Traps about channel values: 2, 3, 4, 5, 16."""

from __future__ import annotations

import enum
import math
import operator
import os
from typing import Annotated, TypedDict

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.graph import END, START, StateGraph

from support.samples import METADATA, checkpoint, config, new_id, next_version, put
from support.server import post_batch


def values(saver, thread, checkpoint_id=None):
    return saver.get_tuple(config(thread, checkpoint_id)).checkpoint["channel_values"]


def test_forks_never_share_a_version(live):
    for current in (None, 3, next_version(None)):
        assert live.get_next_version(current, None) != live.get_next_version(current, None)


class Log(TypedDict):
    log: Annotated[list, operator.add]


def chain_of_nodes(saver, nodes=4):
    graph = StateGraph(Log)
    for number in range(nodes):
        graph.add_node(f"n{number}", lambda _, number=number: {"log": [f"n{number}"]})
        graph.add_edge(f"n{number - 1}" if number else START, f"n{number}")
    graph.add_edge(f"n{nodes - 1}", END)
    return graph.compile(checkpointer=saver)


def test_a_fork_reads_its_own_branch(live, thread):
    graph = chain_of_nodes(live)
    graph.invoke({"log": ["in"]}, config(thread))
    after_n0 = next(s for s in graph.get_state_history(config(thread)) if s.next == ("n1",))

    fork = graph.update_state(after_n0.config, {"log": ["FORK"]}, as_node="n1")

    assert graph.get_state(fork).values == {"log": ["in", "n0", "FORK"]}
    original = [s for s in graph.get_state_history(config(thread)) if s.metadata["source"] == "loop"]
    assert [s.values["log"] for s in original if s.next == ("n2",)] == [["in", "n0", "n1"]]


def test_two_branches_may_use_one_version_for_two_values(saver, thread):
    # Whole numbers as versions are allowed; then two forks may name one version for two values.
    root = put(saver, thread, {}, versions={})
    first = put(saver, thread, {"a": "first"}, versions={"a": 1}, parent=root)
    second = put(saver, thread, {"a": "second"}, versions={"a": 1}, parent=root)

    assert values(saver, thread, first) == {"a": "first"}
    assert values(saver, thread, second) == {"a": "second"}


def test_what_the_parent_has_at_a_version_stays(saver, thread):
    first = put(saver, thread, {"a": "first"}, versions={"a": 1})
    second = put(saver, thread, {"a": "second"}, versions={"a": 1}, parent=first)

    assert values(saver, thread, first) == values(saver, thread, second) == {"a": "first"}


def test_a_put_brings_the_values_that_a_failed_put_has_left_out(saver, thread):
    versions = {"a": next_version(), "b": next_version(next_version())}
    lost = new_id()

    # The put of `lost` carried `a` and never arrived; its child has only `b` as new.
    made = put(saver, thread, {"a": "lost", "b": 2}, versions=versions, new={"b": versions["b"]}, parent=lost)

    assert values(saver, thread, made) == {"a": "lost", "b": 2}


def raw_put(thread, **more):
    return {
        "op": "put",
        "thread_id": thread,
        "checkpoint_id": "1",
        "channel_versions": {},
        "skeleton": {"type": "null", "bytes": ""},
        "sequence": 1,
        **more,
    }


def batch(url, api_key, *operations):
    return post_batch(url, *operations, headers={"x-api-key": api_key} if api_key else None)


def test_a_put_without_its_values_takes_no_effect(url, api_key, thread):
    told = {"type": "bytes", "bytes": "AAEC"}
    refused, found, accepted = batch(
        url,
        api_key,
        raw_put(thread, channel_versions={"a": 1, "b": 1}, values={"b": told}),
        {"op": "get_tuple", "thread_id": thread},
        raw_put(thread, channel_versions={"a": 1, "b": 2}, values={"a": told, "b": told}),
    )

    assert (refused["problem"]["code"], refused["problem"]["missing"]) == ("missing-values", ["a"])
    assert found == {"tuple": None}
    assert accepted["status"] == "inserted"


@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_a_graph_whose_put_fails_leaves_no_hole(url, api_key, thread, lost):
    class Failing(HoldfastSaver):
        """Loses one put, as a saver does whose network is gone for a while."""

        puts = 0

        def put(self, *arguments):
            self.puts += 1
            if self.puts == lost:
                raise ConnectionError("lost")
            return super().put(*arguments)

    with pytest.raises(ConnectionError):
        chain_of_nodes(Failing(url, api_key=api_key)).invoke({"log": ["in"]}, config(thread), durability="async")
    again = chain_of_nodes(HoldfastSaver(url, api_key=api_key))
    stored = again.get_state(config(thread)).values
    result = again.invoke(None if stored else {"log": ["in"]}, config(thread))

    assert result == {"log": ["in", "n0", "n1", "n2", "n3"]}
    lengths = [len(one.values["log"]) for one in again.get_state_history(config(thread)) if one.values]
    assert lengths == sorted(lengths, reverse=True)
    assert again.get_state(config(thread)).values == result


def test_absent_none_and_empty_are_three_things(saver, thread):
    versions = dict.fromkeys(["none", "empty", "value"], next_version())

    put(saver, thread, {"none": None, "value": 0}, versions=versions)
    found = saver.get_tuple(config(thread)).checkpoint

    assert found["channel_values"] == {"none": None, "value": 0}
    assert found["channel_versions"] == versions
    assert "absent" not in found["channel_versions"]


def test_an_empty_channel_stays_empty_in_children(saver, thread):
    versions = {"a": next_version(), "branch:to:x": next_version()}
    parent = put(saver, thread, {"a": 1, "branch:to:x": None}, versions=versions)
    emptied = next_version(versions["a"])
    versions = {**versions, "branch:to:x": emptied}
    child = put(saver, thread, {"a": 1}, versions=versions, new={"branch:to:x": emptied}, parent=parent)

    grandchild = put(saver, thread, {"a": 1}, versions=versions, new={}, parent=child)

    assert values(saver, thread, parent) == {"a": 1, "branch:to:x": None}
    assert values(saver, thread, child) == values(saver, thread, grandchild) == {"a": 1}


def test_a_fork_with_no_new_versions_reads_every_value(saver, thread):
    old = checkpoint({"a": [1], "b": None})
    saver.put(config(thread), old, METADATA, old["channel_versions"])
    put(saver, thread, {"a": [2]}, parent=old["id"])

    # As `__copy__` and a replay put it: the source's values and versions, another parent or none.
    copy = put(saver, thread, old["channel_values"], versions=old["channel_versions"], new={})
    unread = put(saver, thread, {}, versions=old["channel_versions"], new={}, parent=new_id())

    assert values(saver, thread, copy) == values(saver, thread, unread) == {"a": [1], "b": None}


class Colour(str, enum.Enum):
    RED = "red"


SAMPLES = {
    "enum": Colour.RED,
    "nul": "a\x00b",
    "nan": math.nan,
    "infinite": -math.inf,
    "minus zero": -0.0,
    "none": None,
    "true": True,
    "one": 1,
    "one as float": 1.0,
    "empty text": "",
    "bytes": b"\x00\xff",
    "bytearray": bytearray(b"\x00"),
    "large": 2**63 - 1,
    "nested": {"a": [None, {"b": (1,)}]},
}


def shown(value):
    """Type and text: NaN, 1 and 1.0, -0.0 and 0.0 must be told apart."""
    return type(value).__name__, repr(value).replace("(1,)", "[1]")


def test_values_come_back_with_their_types(saver, thread):
    made = put(saver, thread, SAMPLES)
    saver.put_writes(config(thread, made), list(SAMPLES.items()), "task")

    found = saver.get_tuple(config(thread))

    expected = {name: shown(value) for name, value in SAMPLES.items()}
    assert {name: shown(value) for name, value in found.checkpoint["channel_values"].items()} == expected
    assert {channel: shown(value) for _, channel, value in found.pending_writes} == expected


class Tagging:
    """A serde whose type tags are as odd as the protocol allows."""

    def dumps_typed(self, obj):
        return ("" if obj == "no tag" else "msgpack+aes é/" + "x" * 200), repr(obj).encode()

    def loads_typed(self, data):
        return eval(data[1]) if data[0] in ("", "msgpack+aes é/" + "x" * 200) else data


def test_type_tags_are_free(calling, url, api_key, thread):
    saver = calling(HoldfastSaver(url, api_key=api_key, serde=Tagging()))

    put(saver, thread, {"a": "no tag", "b": [1, 2]})

    assert values(saver, thread) == {"a": "no tag", "b": [1, 2]}


def test_nothing_of_an_encrypted_value_is_readable(calling, url, api_key, thread):
    serde = EncryptedSerializer.from_pycryptodome_aes(key=os.urandom(32))
    saver = calling(HoldfastSaver(url, api_key=api_key, serde=serde))
    secret = {"text": "whisper-742103958162", "whole": 742103958162, "flag": True, "list": ["whisper-742103958162"]}

    made = put(saver, thread, secret)
    saver.put_writes(config(thread, made), list(secret.items()), "task")

    (told,) = batch(url, api_key, {"op": "get_tuple", "thread_id": thread})
    typed = [*told["tuple"]["values"].values(), *told["tuple"]["writes"], told["tuple"]["skeleton"]]
    assert len(typed) == 9
    assert all(one["type"].endswith("+aes") for one in typed)
    assert "742103958162" not in repr(told)  # as long as chance never makes it out of random bytes
    assert values(saver, thread) == secret
