"""Attempts to make the store do something else: each is refused, or means just what its text says."""

from __future__ import annotations

import operator

import pytest

from support.poisons import LABELS, POISONS
from support.store_calls import Refusal

SECRET = ["witness", "1"]


@pytest.mark.parametrize("poison", POISONS)
def test_a_key_is_a_key(store, room, poison):
    store.put([room], "other", {"n": 2})
    store.put([room], poison, {"n": 1})
    assert store.get([room], poison) == {"n": 1}
    assert store.get(SECRET, poison) is None
    assert sorted(store.search([room])) == sorted([([room], "other"), ([room], poison)])
    store.delete([room], poison)
    assert store.get([room], poison) is None
    assert store.search([room]) == [([room], "other")]


@pytest.mark.parametrize("poison", LABELS)
def test_a_label_is_a_label(store, room, poison):
    store.put([room, "other"], "k", {"n": 2})
    store.put([room, poison], "k", {"n": 1})
    assert store.get([room, poison], "k") == {"n": 1}
    assert store.search([room, poison]) == [([room, poison], "k")]
    assert store.namespaces([room, poison]) == [[room, poison]]
    assert store.search([poison]) == store.search([poison]) and all(
        labels[0] == poison for labels, _ in store.search([poison])
    )
    store.delete([room, poison], "k")
    assert store.search([room]) == [([room, "other"], "k")]


@pytest.mark.parametrize("poison", POISONS)
def test_a_key_of_a_filter_is_a_key(store, room, poison):
    store.put([room], "plain", {"n": 1, "t": "x"})
    store.put([room], "hit", {poison: 1, "in": {poison: "x"}})
    assert store.search([room], {poison: 1}) == [([room], "hit")]
    assert store.search([room], {poison: {"$exists": False}}) == [([room], "plain")]
    assert store.search([room], {poison: {"$gte": 1}}) == [([room], "hit")]
    assert store.search([], {poison: 1, "secret": True}) == []
    if not poison.startswith("$"):  # which would be an operator there
        assert store.search([room], {"in": {poison: "x"}}) == [([room], "hit")]
        assert store.search([room], {"in": {poison: {"$ne": "x"}}}) == [([room], "plain")]


@pytest.mark.parametrize("poison", POISONS)
def test_an_operand_is_a_value(store, room, poison):
    texts = ["", "x", "~", poison]
    for n, text in enumerate(texts):
        store.put([room], str(n), {"t": text})

    def found(**test):
        return {texts[int(key)] for _, key in store.search([room], {"t": {f"${k}": v for k, v in test.items()}})}

    assert found(eq=poison) == found(**{"in": [poison]}) == {poison}
    assert found(ne=poison) == found(nin=[poison]) == set(texts) - {poison}
    for name, holds in (("gt", operator.gt), ("gte", operator.ge), ("lt", operator.lt), ("lte", operator.le)):
        assert found(**{name: poison}) == {text for text in texts if holds(text, poison)}
    assert store.search([room], {"t": [poison]}) == []
    assert store.search([], {"secret": poison}) == []


@pytest.mark.parametrize("poison", POISONS)
def test_an_operator_is_one_of_ours(store, room, poison):
    store.put([room], "k", {"n": 1})
    with pytest.raises(Refusal) as caught:
        store.search([room], {"n": {"$" + poison: 1}})
    assert caught.value.code == "invalid-filter"


@pytest.mark.parametrize("poison", POISONS)
def test_a_value_is_a_value(store, room, poison):
    value = {"a": poison, poison: {poison: [poison]}}
    store.put([room], "k", value)
    assert store.get([room], "k") == value
