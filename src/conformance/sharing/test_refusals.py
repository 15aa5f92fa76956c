"""Splices that do not fit are refused with a stable code, and nothing of their put takes effect."""

from __future__ import annotations

import random

import pytest

from sharing.wire import FORMATS, Wire, get, joined, put, splice, sum_of, whole

BASE = random.Random(4).randbytes(5000)
ALL = [0, len(BASE)]
NEW = b"new bytes"


@pytest.fixture(params=FORMATS, ids=["msgpack", "json"])
def wire(request, url, api_key):
    return Wire(url, api_key, request.param)


@pytest.fixture
def parent(wire, thread):
    """A checkpoint `1` with `BASE` at version 1."""
    assert wire.one(put(thread, "1", 1, whole(BASE)))["status"] == "inserted"
    return "1"


def spliced(parts, **instead):
    return splice(BASE, 1, parts, **instead)


def assert_nothing_happened(wire, thread):
    newest, other = wire.batch(get(thread), get(thread, "2"))
    assert other == {"tuple": None}
    assert newest["tuple"]["checkpoint_id"] == "1"
    assert newest["tuple"]["values"]["a"] == whole(wire.told(BASE))
    assert wire.one({"op": "list", "thread_id": thread})["tuples"][0]["checkpoint_id"] == "1"


RIGHT = {
    "kept and grown": [ALL, NEW],
    "new in the middle": [[0, 100], NEW, [100, 4900]],
    "left out": [[0, 7], [4000, 1000]],
    "ranges that touch": [[0, 10], [10, 10], [20, 10]],
    "nothing kept": [NEW],
    "nothing at all": [],
    "an empty part": [ALL, b""],
    "as many parts as there may be": [[at * 10, 5] for at in range(64)],
}


@pytest.mark.parametrize("parts", RIGHT.values(), ids=RIGHT)
def test_a_splice_of_the_parents_value_is_that_value(wire, thread, parent, parts):
    made = wire.one(put(thread, "2", 2, spliced(parts), parent))

    result = joined(BASE, parts)
    assert (made["status"], made["checksums"]["a"]) == ("inserted", wire.told(sum_of(result)))
    assert wire.one(get(thread, "2"))["tuple"]["values"]["a"] == whole(wire.told(result))
    assert wire.one(get(thread, "1"))["tuple"]["values"]["a"] == whole(wire.told(BASE))


WRONG = {
    "another checksum": spliced([ALL, NEW], checksum=bytes(16)),
    "the checksum of its base": spliced([ALL, NEW], checksum=sum_of(BASE)),
    "one byte too long": spliced([ALL, NEW], length=len(BASE) + len(NEW) + 1),
    "one byte too short": spliced([ALL, NEW], length=len(BASE) + len(NEW) - 1),
    "length 0": spliced([ALL, NEW], length=0),
    "a byte beyond the base": spliced([[1, len(BASE)]]),
    "a range beyond the base": spliced([[len(BASE), 1]]),
    "a range far beyond the base": spliced([[2**40, 1]]),
    "offset and length beyond all numbers": spliced([[2**31 - 1, 2**31 - 1]]),
    "a range as long as there is none": spliced([[0, 2**62]]),
    "overlapping ranges": spliced([[0, 100], [99, 100]]),
    "overlapping ranges around new bytes": spliced([[0, 100], NEW, [50, 100]]),
    "the same range twice": spliced([[0, 100], [0, 100]]),
    "descending ranges": spliced([[200, 100], [0, 100]]),
    "an empty range": spliced([[0, 0], NEW]),
}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_a_splice_that_does_not_give_its_value_is_invalid(wire, thread, parent, value):
    problem = wire.one(put(thread, "2", 2, value, parent))["problem"]

    assert (problem["code"], problem["status"], problem["retry"]) == ("invalid-splice", 400, "never")
    assert_nothing_happened(wire, thread)


def test_more_parts_than_there_may_be_are_refused(wire, thread, parent):
    problem = wire.one(put(thread, "2", 2, spliced([[at * 10, 5] for at in range(65)]), parent))["problem"]

    assert (problem["code"], problem["status"], problem["retry"]) == ("limit-exceeded", 413, "never")
    assert (problem["limit"], problem["maximum"]) == ("parts", 64)
    assert_nothing_happened(wire, thread)


MALFORMED = {
    "a negative offset": [[-1, 5]],
    "a negative length": [[0, -5]],
    "a range of three": [[0, 5, 5]],
    "a range of one": [[0]],
    "a fraction": [[0.5, 5]],
    "a number": [7],
    "nothing": [None],
    "an object": [{"offset": 0}],
}


@pytest.mark.parametrize("parts", MALFORMED.values(), ids=MALFORMED)
def test_parts_that_are_none_of_the_protocols_are_named(wire, thread, parent, parts):
    problem = wire.one(put(thread, "2", 2, {**spliced([ALL]), "parts": parts}, parent))["problem"]

    assert (problem["code"], problem["status"]) == ("invalid-request", 400)
    assert problem["pointer"].endswith("/values/a/parts/0")
    assert_nothing_happened(wire, thread)


@pytest.mark.parametrize("field", ["type", "base", "parts", "length", "checksum"])
def test_a_splice_without_one_of_its_fields_is_refused(wire, thread, parent, field):
    value = spliced([ALL, NEW])
    del value[field]

    problem = wire.one(put(thread, "2", 2, value, parent))["problem"]

    assert problem["code"] in ("invalid-request", "invalid-splice")
    assert_nothing_happened(wire, thread)


UNKNOWN = {
    "another checksum": {"version": 1, "checksum": bytes(16)},
    "another version": {"version": 2, "checksum": sum_of(BASE)},
    "the version as a text": {"version": "1", "checksum": sum_of(BASE)},
    "the version as a fraction": {"version": 1.5, "checksum": sum_of(BASE)},
}


@pytest.mark.parametrize("base", UNKNOWN.values(), ids=UNKNOWN)
def test_a_base_that_the_parent_does_not_have_is_unknown(wire, thread, parent, base):
    problem = wire.one(put(thread, "2", 2, spliced([ALL, NEW], base=base), parent))["problem"]

    assert (problem["code"], problem["status"], problem["retry"]) == ("base-unknown", 409, "check_first")
    assert problem["missing"] == ["a"]
    assert_nothing_happened(wire, thread)


@pytest.mark.parametrize("other", [None, "0", "nowhere"], ids=["none", "a sibling without it", "unknown"])
def test_a_base_is_looked_for_in_the_parent_only(wire, thread, parent, other):
    wire.one(put(thread, "0", 5, whole(b"another value")))

    problem = wire.one(put(thread, "2", 2, spliced([ALL, NEW]), other))["problem"]

    assert (problem["code"], problem["missing"]) == ("base-unknown", ["a"])
    assert_nothing_happened(wire, thread)


def test_what_is_refused_can_be_put_whole_in_the_same_breath(wire, thread, parent):
    wrong = put(thread, "2", 2, spliced([ALL, NEW], base=UNKNOWN["another checksum"]), parent)
    right = put(thread, "2", 2, whole(BASE + NEW), parent)

    refused, taken, after = wire.batch(wrong, right, put(thread, "3", 3, splice(BASE + NEW, 2, [[0, 5009], NEW]), "2"))

    assert refused["problem"]["code"] == "base-unknown"
    assert (taken["status"], after["status"]) == ("inserted", "inserted")
    assert wire.one(get(thread, "3"))["tuple"]["values"]["a"] == whole(wire.told(BASE + NEW + NEW))


def test_of_several_values_one_wrong_splice_refuses_all(wire, thread, parent):
    operation = put(thread, "2", 2, spliced([ALL, NEW]), parent)
    operation["channel_versions"]["b"] = 2
    operation["values"]["b"] = spliced([ALL])

    problem = wire.one(operation)["problem"]

    assert (problem["code"], problem["missing"]) == ("base-unknown", ["b"])
    assert_nothing_happened(wire, thread)


def test_a_base_of_a_deleted_life_is_unknown(wire, thread, parent):
    wire.batch({"op": "delete_thread", "thread_id": thread}, put(thread, "1", 1, whole(b"of another life")))

    problem = wire.one(put(thread, "2", 2, spliced([ALL, NEW]), parent))["problem"]

    assert (problem["code"], problem["missing"]) == ("base-unknown", ["a"])
    assert wire.one(get(thread))["tuple"]["values"]["a"] == whole(wire.told(b"of another life"))
