"""What LangGraph relies on in a store, in both ways of calling; also against a live server."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from langgraph.store.base import GetOp, Item, ListNamespacesOp, MatchCondition, PutOp, SearchItem, SearchOp

from langgraph.checkpoint.holdfast import LimitExceeded

ODD = "odd \u00e9 \U0001f600 \u03c0 % _ ' \" \\ / * $ {} | , ;"


def keys(found):
    return [item.key for item in found]


def test_an_item_comes_back_as_it_was_put(store, room):
    value = {"text": "a\u00e9\U0001f600", "none": None, "n": -1, "f": 1.5, "yes": True, "list": [1, {"x": []}], "": {}}
    assert store.put((room, "users"), "k", value) is None
    found = store.get((room, "users"), "k")
    assert type(found) is Item
    assert (found.value, found.key, found.namespace) == (value, "k", (room, "users"))
    assert found.created_at == found.updated_at and found.created_at.tzinfo is not None
    assert abs(found.created_at - datetime.now(timezone.utc)) < timedelta(minutes=5)
    assert found.dict()["namespace"] == [room, "users"]


def test_what_is_not_there_is_none_and_lists_nothing(store, room):
    assert store.get((room,), "k") is None
    assert store.search((room,)) == []
    assert store.list_namespaces(prefix=(room,)) == []
    assert store.delete((room,), "k") is None


def test_a_second_put_replaces_the_value_and_keeps_the_creation(store, room):
    store.put((room,), "k", {"a": 1, "b": 2})
    first = store.get((room,), "k")
    store.put((room,), "k", {"a": 3})
    second = store.get((room,), "k")
    assert second.value == {"a": 3}
    assert second.created_at == first.created_at and second.updated_at > first.updated_at


def test_a_deleted_item_is_gone_and_its_namespace_with_it(store, room):
    store.put((room, "a"), "k", {"n": 1})
    first = store.get((room, "a"), "k")
    store.delete((room, "a"), "k")
    assert store.get((room, "a"), "k") is None
    assert store.list_namespaces(prefix=(room,)) == []
    store.put((room, "a"), "k", {"n": 2})
    assert store.get((room, "a"), "k").created_at > first.created_at


def test_the_same_key_in_two_namespaces_names_two_items(store, room):
    store.put((room, "a"), "k", {"n": 1})
    store.put((room, "a", "b"), "k", {"n": 2})
    assert store.get((room, "a"), "k").value == {"n": 1}
    assert store.get((room, "a", "b"), "k").value == {"n": 2}


@pytest.mark.parametrize("text", [ODD, "x" * 1000, "\u0001\n\t", "..", "A.b", "'; drop table items; --"])
def test_any_text_may_be_a_key_and_without_dots_a_label(store, room, text):
    label = text.replace(".", "-")
    store.put((room, label), text, {"n": 1})
    assert store.get((room, label), text).value == {"n": 1}
    assert keys(store.search((room, label))) == [text]
    assert store.list_namespaces(prefix=(room, label)) == [(room, label)]
    store.delete((room, label), text)
    assert store.get((room, label), text) is None


def test_labels_and_key_together_have_a_longest_length(store, room):
    room = room[:24].ljust(24, "-")
    store.put((room, "a" * 1000), "k" * 1024, {"n": 1})
    with pytest.raises(LimitExceeded):
        store.put((room, "a" * 1001), "k" * 1024, {"n": 1})


def test_a_key_that_is_no_text_is_its_text(store, room):
    store.put((room,), 7, {"n": 1})
    assert store.get((room,), "7").value == {"n": 1} == store.get((room,), 7).value
    assert [item.key for item in store.batch([GetOp((room,), 7)])] == ["7"]


def test_search_gives_the_newest_first_by_pages(store, room):
    for n in range(5):
        store.put((room, str(n % 2)), f"k{n}", {"n": n})
    store.put((room, "0"), "k0", {"n": 5})
    found = store.search((room,))
    assert keys(found) == ["k0", "k4", "k3", "k2", "k1"]
    assert all(type(item) is SearchItem and item.score is None for item in found)
    assert found[1].dict() == {**store.get((room, "0"), "k4").dict(), "score": None}
    assert keys(store.search((room,), limit=2)) == ["k0", "k4"]
    assert keys(store.search((room,), limit=2, offset=3)) == ["k2", "k1"]
    assert store.search((room,), limit=0) == [] == store.search((room,), offset=5)
    assert keys(store.search((room, "1"))) == ["k3", "k1"]


def test_items_of_one_batch_come_by_namespace_and_key(store, room):
    places = [("b", "2"), ("a", "2"), ("b", "1"), ("a", "1")]
    store.batch([PutOp((room, label), key, {}) for label, key in places])
    assert [(i.namespace[1], i.key) for i in store.search((room,))] == sorted(places)


def test_a_search_without_a_limit_gives_ten(store, room):
    store.batch([PutOp((room,), f"{n:02}", {}) for n in range(12)])
    assert len(store.search((room,))) == 10


def test_a_prefix_is_compared_label_by_label(store, room):
    for labels in [(room, "users"), (room, "users", "u1"), (room, "userspace"), (room, "users%"), (room, "x", "users")]:
        store.put(labels, "k", {})
    assert {i.namespace for i in store.search((room, "users"))} == {(room, "users"), (room, "users", "u1")}
    assert store.search((room, "user")) == [] == store.search((room, "%"))
    # In search, an asterisk is a label as any other.
    assert store.search((room, "*")) == []


def test_the_empty_prefix_finds_every_namespace(store, room):
    store.put((room,), "k", {"room": room})
    found = store.search((), filter={"room": room})
    assert [i.namespace for i in found] == [(room,)]


def test_namespaces_are_listed_in_order_filtered_and_cut_off(store, room):
    places = [("a", "b", "c"), ("a", "b", "d", "e"), ("a", "b", "d", "i"), ("a", "b", "f"), ("a", "c", "f"), ("b",)]
    store.batch([PutOp((room, *labels), key, {}) for labels in places for key in "xy"])

    def listed(prefix=(), **more):
        return [labels[1:] for labels in store.list_namespaces(prefix=(room, *prefix), **more)]

    assert listed() == sorted(places)
    assert listed(("a", "b"), max_depth=4) == [("a", "b", "c"), ("a", "b", "d"), ("a", "b", "f")]
    assert listed(max_depth=2) == [("a",), ("b",)]
    assert listed(suffix=("f",)) == [("a", "b", "f"), ("a", "c", "f")]
    assert listed(suffix=("b", "*")) == [("a", "b", "c"), ("a", "b", "f")]
    assert listed(("*", "c")) == [("a", "c", "f")]
    assert listed(("a", "*", "f")) == [("a", "b", "f"), ("a", "c", "f")]
    assert listed(limit=2, offset=1) == sorted(places)[1:3]
    assert listed(limit=0) == [] == listed(("a", "b", "c", "z"))
    assert listed(suffix=("a", "b", "c", "d", "e", "f", "g")) == []


def test_a_batch_answers_each_operation_in_order(store, room):
    store.put((room, "a"), "k", {"n": 1})
    told = store.batch(
        [
            PutOp((room, "b"), "new", {"n": 2}),
            GetOp((room, "a"), "k"),
            GetOp((room, "a"), "absent"),
            SearchOp((room,), {"n": 1}),
            ListNamespacesOp((MatchCondition("prefix", (room,)),)),
            PutOp((room, "a"), "absent", None),
        ]
    )
    assert told[0] is told[2] is told[5] is None
    assert (told[1].key, keys(told[3]), told[4]) == ("k", ["k"], [(room, "a")])
    assert store.batch([]) == [] and store.batch(iter([])) == []
    assert store.batch(op for op in [GetOp((room, "b"), "new")])[0].value == {"n": 2}


def test_reads_of_a_batch_see_what_was_before_its_puts(store, room):
    ops = [PutOp((room,), "k", {"n": 1}), GetOp((room,), "k"), SearchOp((room,)), ListNamespacesOp(
        (MatchCondition("prefix", (room,)),))]  # fmt: skip
    assert store.batch(ops) == [None, None, [], []]
    told = store.batch([PutOp((room,), "k", {"n": 2}), GetOp((room,), "k")])
    assert told[1].value == {"n": 1}
    assert store.get((room,), "k").value == {"n": 2}


def test_of_two_puts_of_one_key_the_last_wins_and_a_delete_is_a_put(store, room):
    store.batch([PutOp((room,), "a", {"n": 1}), PutOp((room,), "a", {"n": 2})])
    assert store.get((room,), "a").value == {"n": 2}
    store.batch([PutOp((room,), "a", {"n": 3}), PutOp((room,), "a", None)])
    assert store.get((room,), "a") is None
    store.batch([PutOp((room,), "a", None), PutOp((room,), "a", {"n": 4})])
    assert store.get((room,), "a").value == {"n": 4}


def test_a_batch_of_a_thousand_is_one(store, room):
    store.batch([PutOp((room,), f"{n:04}", {"n": n}) for n in range(1000)])
    assert len(store.search((room,), limit=2000)) == 1000
    told = store.batch([GetOp((room,), f"{n:04}") for n in range(1000)])
    assert [item.value["n"] for item in told] == list(range(1000))


class Colour(str, enum.Enum):
    RED = "red"


def test_values_become_what_json_makes_of_them(store, room):
    given = MappingProxyType({"tuple": (1, (2,)), "enum": Colour.RED, 3: "three"})
    store.put((room,), "k", given)
    assert store.get((room,), "k").value == {"tuple": [1, [2]], "enum": "red", "3": "three"}
    assert keys(store.search((room,), filter={"enum": Colour.RED, "tuple": (1, (2,))})) == ["k"]


def test_what_is_passed_and_returned_belongs_to_the_caller(store, room):
    value = {"list": [1]}
    store.put((room,), "k", value)
    value["list"].append(2)
    found = store.get((room,), "k")
    assert found.value == {"list": [1]}
    found.value["list"].append(3)
    assert store.get((room,), "k").value == {"list": [1]}


def test_numbers_and_texts_come_back_exactly(store, room):
    value = {
        "max": 2**63 - 1,
        "min": -(2**63),
        "tiny": 5e-324,
        "third": 1 / 3,
        "big": 1e308,
        "nul": "a\0b",
        "zero": 0.0,
    }
    store.put((room,), "k", value)
    found = store.get((room,), "k").value
    assert found == value and [type(found[k]) for k in value] == [type(v) for v in value.values()]


def test_a_value_of_nearly_a_mebibyte_comes_back(store, room):
    value = {"text": "x" * (2**19 - 100)}  # a character counts two bytes
    store.put((room,), "k", value)
    assert store.get((room,), "k").value == value


def test_a_value_of_sixty_four_levels_comes_back(store, room):
    value = {}
    for _ in range(63):
        value = {"d": value}
    store.put((room,), "k", value)
    assert store.get((room,), "k").value == value
    assert keys(store.search((room,), filter=value)) == ["k"]


def test_an_index_argument_without_an_index_is_ignored(store, room):
    store.put((room,), "a", {"n": 1}, index=False)
    store.put((room,), "b", {"n": 2}, index=["n"])
    assert len(store.search((room,), query="")) == 2
