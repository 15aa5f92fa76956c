"""What becomes of metadata that JSON has no form for."""

from __future__ import annotations

import enum
import json
import math
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langgraph.checkpoint.holdfast import InvalidMetadata, LimitExceeded
from langgraph.checkpoint.holdfast._metadata import json_object

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)  # fmt: skip


class Colour(str, enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_what_json_holds_is_kept(value):
    assert json_object(value, "metadata") == value


@pytest.mark.parametrize(
    "value",
    [(1, (2,)), Colour.RED, Level.HIGH, {2: "a", 2.5: "b", True: "c", None: "d", Colour.RED: "e"}, [{}, []], -0.0, ""],
)
def test_the_rest_becomes_what_json_dumps_makes_of_it(value):
    made = json_object({"x": value}, "metadata")
    assert made == json.loads(json.dumps({"x": value}))
    assert type(made["x"]) in (list, str, int, dict, float)


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, {1}, b"x", object(), uuid.uuid4(), 2**63, {"k": {math.nan: 1}}, {(1,): 2}]
)
def test_what_json_has_no_form_for_is_refused_by_its_place_and_without_its_value(value):
    with pytest.raises(InvalidMetadata) as caught:
        json_object({"a": [0, {"b": value}]}, "metadata")
    assert str(caught.value).startswith("invalid-request: metadata.a[1].b")
    assert isinstance(caught.value, ValueError)


def test_a_lone_surrogate_becomes_a_question_mark():
    assert json_object({"a\ud800": "b\udfffc"}, "metadata") == {"a?": "b?c"}


def test_a_cycle_is_too_deep():
    value = {}
    value["self"] = value
    with pytest.raises(LimitExceeded) as caught:
        json_object(value, "metadata")
    assert caught.value.problem == {"limit": "depth", "maximum": 64}


def test_the_copy_shares_nothing_with_the_original():
    value = {"a": {"b": [1]}}
    made = json_object(value, "metadata")
    value["a"]["b"].append(2)
    assert made == {"a": {"b": [1]}}
