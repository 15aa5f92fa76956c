"""What is read from a batch, and what is refused."""

from __future__ import annotations

import json

import pytest
from temporalio.api.common.v1 import Payload

from driving import Entry, batch, payload
from holdfast_temporal import UnreadableBatch
from holdfast_temporal._envelope import read_batch

SECRET = "a-value-of-a-signal"


def test_entries_are_numbered_and_get_their_payloads():
    coded = [Payload(metadata={"encoding": b"coded"}, data=data) for data in (b"1", b"2", b"3")]
    sent = batch("epoch-1", 41, Entry("a", coded[:2]), Entry("b"), Entry("c", coded[2:], {"h": payload("x")}))
    read = read_batch(sent)
    assert read.source == "epoch-1"
    assert [(entry.name, entry.sequence, list(entry.arguments)) for entry in read.entries] == [
        ("a", 41, sent[1:3]),
        ("b", 42, []),
        ("c", 43, sent[3:4]),
    ]
    assert [dict(entry.headers) for entry in read.entries] == [{}, {}, {"h": payload("x")}]


def test_what_the_manifest_holds_is_as_it_was_sent():
    texts = ['{"ä": 1.0}', "", " [ 1 ,2]\n"]
    told = [{"name": "n", "id": "i", "json": texts}, {"name": "m", "id": "j", "args": 1}]
    read = read_batch([*batch("a", 1, entries=told), payload("x")])
    assert [list(entry.arguments) for entry in read.entries] == [
        [Payload(metadata={"encoding": b"json/plain"}, data=text.encode()) for text in texts],
        [payload("x")],
    ]


def test_parts_of_a_header_that_are_null_are_empty():
    told = {"name": "n", "id": "i", "args": 0, "headers": {"h": {"metadata": None, "data": None}}}
    (entry,) = read_batch(batch("a", 1, entries=[told])).entries
    assert dict(entry.headers) == {"h": Payload()}
    (entry,) = read_batch(batch("a", 1, entries=[{**told, "headers": None}])).entries
    assert not entry.headers


def test_a_manifest_may_say_more_than_this_release_knows():
    read = read_batch(batch("a", 1, Entry("n", [1]), later={"of": "use"}))
    assert [entry.name for entry in read.entries] == ["n"]


def test_a_batch_without_entries_is_one():
    assert list(read_batch(batch("a", 1)).entries) == []


ENTRY = {"name": "n", "id": "i", "args": 0}
BAD = [
    {"version": 0},
    {"version": 2},
    {"version": "1"},
    {"version": 1.0},
    {"version": True},
    {"version": None},
    {"source": ""},
    {"source": "s" * 65},
    {"source": 7},
    {"first": 0},
    {"first": -1},
    {"first": "1"},
    {"first": 1.5},
    {"first": 2**63 - 1, "entries": [ENTRY, ENTRY]},
    {"first": 2**63},
    {"first": True},
    {"entries": None},
    {"entries": {}},
    {"entries": [SECRET]},
    {"entries": [{**ENTRY, "name": None}]},
    {"entries": [{**ENTRY, "id": 7}]},
    {"entries": [{**ENTRY, "args": -1}]},
    {"entries": [{**ENTRY, "args": "0"}]},
    {"entries": [{**ENTRY, "args": 1}]},
    {"entries": [{**ENTRY, "json": []}]},
    {"entries": [{"name": "n", "id": "i"}]},
    {"entries": [{"name": "n", "id": "i", "json": None}]},
    {"entries": [{"name": "n", "id": "i", "json": SECRET}]},
    {"entries": [{"name": "n", "id": "i", "json": [1]}]},
    {"entries": [{"name": "n", "id": "i", "json": ["\ud800" + SECRET]}]},
    {"entries": [{**ENTRY, "headers": []}]},
    {"entries": [{**ENTRY, "headers": {"h": SECRET}}]},
    {"entries": [{**ENTRY, "headers": {"h": {"data": SECRET}}}]},
    {"entries": [{**ENTRY, "headers": {"h": {"data": 7}}}]},
    {"entries": [{**ENTRY, "headers": {"h": {"metadata": {"encoding": "é"}}}}]},
]


@pytest.mark.parametrize("changed", BAD, ids=json.dumps)
def test_a_manifest_that_breaks_a_rule_is_refused_without_being_quoted(changed: dict):
    with pytest.raises(UnreadableBatch) as refused:
        read_batch(batch("a", 1, **changed))
    assert SECRET not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"' + SECRET.encode(), b'"' + SECRET.encode() + b'"', b"\xff", b"[" * 100_000]
)
def test_what_is_no_json_object_is_refused(data: bytes):
    with pytest.raises(UnreadableBatch) as refused:
        read_batch([Payload(metadata={"encoding": b"json/plain"}, data=data)])
    assert SECRET not in str(refused.value)


def test_a_payload_that_belongs_to_no_entry_is_refused():
    with pytest.raises(UnreadableBatch, match="fewer"):
        read_batch([*batch("a", 1, Entry("n", [1])), payload(SECRET)])


def test_no_payloads_are_refused():
    with pytest.raises(UnreadableBatch, match="no manifest"):
        read_batch([])
