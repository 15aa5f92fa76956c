"""The numbers themselves, without a workflow."""

from __future__ import annotations

import json

import pytest
from temporalio.api.common.v1 import Payload

from driving import payload
from holdfast_temporal import UnreadableBatch
from holdfast_temporal._watermarks import HEADER, MOST_SOURCES, Watermarks


def test_what_is_handed_over_is_what_is_taken_up():
    first = Watermarks()
    for source, sequence in (("b", 1), ("a", 9), ("b", 2), ("a", 3)):
        first.take(source, sequence)
    second = Watermarks.carried(first.headers())
    assert list(second.as_object().items()) == [("b", 2), ("a", 9)]
    assert not second.take("a", 9)
    assert second.take("a", 10)


def test_without_a_header_nothing_is_known():
    assert Watermarks.carried({"other": payload({"a": 1})}).as_object() == {}
    assert Watermarks().headers() == {}


def test_no_more_sources_are_taken_up_than_are_kept():
    many = json.dumps({f"s{i}": i + 1 for i in range(MOST_SOURCES + 2)})
    known = Watermarks.carried({HEADER: Payload(metadata={"encoding": b"json/plain"}, data=many.encode())})
    assert list(known.as_object()) == [f"s{i}" for i in range(2, MOST_SOURCES + 2)]


@pytest.mark.parametrize("value", [[], "a", {"a": 0}, {"a": "1"}, {"a": True}, {"": 1}, {"s" * 65: 1}])
def test_what_is_no_watermark_is_refused(value: object):
    with pytest.raises(UnreadableBatch, match=HEADER):
        Watermarks.carried({HEADER: payload(value)})
