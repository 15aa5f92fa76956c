"""Filters: the table of ADR 5, line by line; also against a live server."""

from __future__ import annotations

import pytest
from langgraph.store.base import PutOp

from langgraph.store.holdfast import InvalidFilter, NotIndexed

VALUES = {
    "five": {"x": 5},
    "five-float": {"x": 5.0},
    "nine": {"x": 9},
    "ten": {"x": 10},
    "hundred": {"x": 100.5},
    "one": {"x": 1},
    "true": {"x": True},
    "null": {"x": None},
    "missing": {"y": 1},
    "text-10": {"x": "10"},
    "text-Z": {"x": "Z"},
    "text-a": {"x": "a"},
    "text-e": {"x": "\u00e9"},
    "text-emoji": {"x": "\U0001f600"},
    "text-private": {"x": "\ue000"},
    "list": {"x": [1, "a", {"k": 1, "l": 2}]},
    "empty-list": {"x": []},
    "object": {"x": {"a": {"b": 1, "c": [1]}, "n": None}},
    "empty-object": {"x": {}},
    "dotted": {"x.a": 1, "$x": 2},
}
NUMBERS = {"five", "five-float", "nine", "ten", "hundred", "one"}
TEXTS = {name for name in VALUES if name.startswith("text-")}
ALL = set(VALUES)

FOUND = [
    ({}, ALL),
    ({"x": 5}, {"five", "five-float"}),
    ({"x": 5.0}, {"five", "five-float"}),
    ({"x": {"$eq": 5}}, {"five", "five-float"}),
    ({"x": 1}, {"one"}),
    ({"x": True}, {"true"}),
    ({"x": None}, {"null"}),
    ({"x": {"$eq": None}}, {"null"}),
    ({"x": {"$ne": None}}, ALL - {"null"}),
    ({"x": {"$exists": False}}, {"missing", "dotted"}),
    ({"x": {"$exists": True}}, ALL - {"missing", "dotted"}),
    ({"x": {"$ne": 5}}, ALL - {"five", "five-float"}),
    ({"x": {"$gt": 9}}, {"ten", "hundred"}),
    ({"x": {"$gte": 9}}, {"nine", "ten", "hundred"}),
    ({"x": {"$lt": 9.5}}, {"five", "five-float", "nine", "one"}),
    ({"x": {"$lte": 5}}, {"five", "five-float", "one"}),
    ({"x": {"$gt": -1e308}}, NUMBERS),
    ({"x": {"$gte": 5, "$lt": 10}}, {"five", "five-float", "nine"}),
    ({"x": {"$gte": 5, "$ne": 9}}, {"five", "five-float", "ten", "hundred"}),
    ({"x": {"$gt": ""}}, TEXTS),
    ({"x": {"$gt": "Z"}}, TEXTS - {"text-10", "text-Z"}),
    ({"x": {"$lte": "Z"}}, {"text-10", "text-Z"}),
    ({"x": {"$gt": "\ue000"}}, {"text-emoji"}),
    ({"x": {"$in": [9, "a", None, 7]}}, {"nine", "text-a", "null"}),
    ({"x": {"$in": []}}, set()),
    ({"x": {"$nin": [9, "a", None, 5]}}, ALL - {"nine", "text-a", "null", "five", "five-float"}),
    ({"x": {"$nin": []}}, ALL),
    ({"x": {"$in": [[1, "a", {"l": 2, "k": 1}]]}}, {"list"}),
    ({"x": [1, "a", {"k": 1, "l": 2}]}, {"list"}),
    ({"x": [1.0, "a", {"l": 2, "k": 1}]}, {"list"}),
    ({"x": [1, "a", {"k": 1}]}, set()),
    ({"x": [1]}, set()),
    ({"x": []}, {"empty-list"}),
    ({"x": {"$eq": {}}}, {"empty-object"}),
    ({"x": {}}, {"empty-object"}),
    ({"x": {"a": {"$exists": False}}}, ALL - {"object"}),
    ({"x": {"a": {"z": {"$ne": 1}}}}, ALL),
    ({"$x": 2}, {"dotted"}),
    ({"x": {"a": {"b": 1}}}, {"object"}),
    ({"x": {"a": {"b": {"$gt": 0}}}}, {"object"}),
    ({"x": {"a": {"b": 2}}}, set()),
    ({"x": {"n": None}}, {"object"}),
    ({"x": {"$eq": {"a": {"b": 1, "c": [1]}, "n": None}}}, {"object"}),
    ({"x": {"$eq": {"a": {"b": 1}}}}, set()),
    ({"x.a": 1}, {"dotted"}),
    ({"x": {"$ne": 5}, "y": 1}, {"missing"}),
    ({"y": 1, "z": 1}, set()),
    ({"x' or true --": 1}, set()),
]
REFUSED = [
    {"x": {"$gt": True}},
    {"x": {"$gte": None}},
    {"x": {"$lt": [1]}},
    {"x": {"$lte": {"a": 1}}},
    {"x": {"$regex": "a"}},
    {"x": {"$": 1}},
    {"x": {"$gt": 1, "plain": 2}},
    {"x": {"a": {"$near": 1}}},
    {"x": {"$in": 1}},
    {"x": {"$nin": "abc"}},
    {"x": {"$exists": 1}},
]


@pytest.fixture
def full(store, room):
    store.batch([PutOp((room,), key, value) for key, value in VALUES.items()])
    return store


def test_a_filter_finds_what_the_table_says(full, room):
    for wanted, expected in FOUND:
        found = full.search((room,), filter=wanted, limit=100)
        assert {item.key for item in found} == expected, wanted


def test_a_filter_that_cannot_be_answered_is_a_value_error(full, room):
    for wanted in REFUSED:
        with pytest.raises(InvalidFilter) as caught:
            full.search((room,), filter=wanted)
        assert isinstance(caught.value, ValueError) and caught.value.code == "invalid-filter", wanted


@pytest.mark.parametrize("wanted", [{"x": {1}}, {"x": float("nan")}, {"x": "\ud800"}, {"x": object()}, {"x": 2**70}])
def test_a_filter_that_cannot_travel_is_one_too(store, room, wanted):
    with pytest.raises(InvalidFilter):
        store.search((room,), filter=wanted)


def test_filters_limits_and_offsets_go_together(store, room):
    store.batch([PutOp((room,), f"{n:02}", {"odd": n % 2, "n": n}) for n in range(20)])
    found = store.search((room,), filter={"odd": 1, "n": {"$gt": 4}}, limit=3, offset=2)
    assert [item.value["n"] for item in found] == [9, 11, 13]


def test_a_query_where_nothing_is_indexed_is_refused(store, room):
    with pytest.raises(NotIndexed) as caught:
        store.search((room,), query="what does the user like?")
    assert caught.value.code == "not-indexed" and isinstance(caught.value, ValueError)
