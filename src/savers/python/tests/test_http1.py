"""Answers are put together whatever the pieces they come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langgraph.checkpoint.holdfast.transport.http1 import BadAnswer, ResponseReader

BY_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
BY_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: a\r\n\r\n"
AFTER_INTERIM = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Wait\r\nA: b\r\n\r\n" + BY_LENGTH


def read(data, pieces):
    reader, response, at = ResponseReader(), None, 0
    for size in pieces:
        assert response is None
        response, at = reader.feed(data[at : at + size]), at + size
    return response if at >= len(data) else response or reader.feed(data[at:])


@pytest.mark.parametrize("data", [BY_LENGTH, BY_CHUNKS, AFTER_INTERIM])
def test_an_answer_that_comes_byte_by_byte_is_read(data):
    response = read(data, [1] * len(data))
    assert (response.status, response.body, response.reusable) == (200, b"hello", True)


@given(st.sampled_from([BY_LENGTH, BY_CHUNKS, AFTER_INTERIM]), st.data())
def test_any_cut_gives_the_same_answer(data, draw):
    cut = draw.draw(st.integers(1, len(data) - 1))
    assert read(data, [cut]).body == b"hello"


@given(st.integers(0, 70_000), st.lists(st.integers(1, 90_000), max_size=9))
def test_a_large_body_is_put_where_it_stays(first, sizes):
    body = bytes(range(251)) * 800
    data = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    reader, response = ResponseReader(), None
    response = reader.feed(data + body[:first])
    left = memoryview(body)[first:]
    sizes = iter([*sizes, *[len(body)] * len(body)])
    while left:
        assert response is None
        room, size = reader.room(), min(next(sizes), len(left))
        if room is None:
            response, left = reader.feed(left[:size]), left[size:]
        else:
            size = min(size, len(room))
            room[:size] = left[:size]
            response, left = reader.filled(size), left[size:]
    assert response.body == body and response.reusable


def test_a_large_body_that_is_cut_off_is_no_answer():
    reader = ResponseReader()
    assert reader.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n") is None
    assert len(reader.room()) == 100_000 and reader.filled(99_999) is None
    with pytest.raises(BadAnswer):
        reader.end()


def test_a_body_without_length_ends_with_the_connection():
    reader = ResponseReader()
    assert reader.feed(b"HTTP/1.1 200 OK\r\n\r\nhel") is None
    assert reader.feed(b"lo") is None
    response = reader.end()
    assert (response.body, response.reusable) == (b"hello", False)


@pytest.mark.parametrize("cut", range(1, len(BY_LENGTH)))
def test_an_answer_that_is_cut_off_is_no_answer(cut):
    reader = ResponseReader()
    assert reader.feed(BY_LENGTH[:cut]) is None
    with pytest.raises(BadAnswer):
        reader.end()


@pytest.mark.parametrize("head", [b"Connection: close", b"CONNECTION: Close, x"])
def test_connection_close_is_honoured(head):
    response = ResponseReader().feed(b"HTTP/1.1 200 OK\r\n" + head + b"\r\nContent-Length: 0\r\n\r\n")
    assert response.body == b"" and not response.reusable


def test_an_http_1_0_answer_closes_unless_it_says_keep_alive():
    assert not ResponseReader().feed(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").reusable
    kept = ResponseReader().feed(b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n")
    assert kept.reusable


def test_bytes_after_the_answer_make_the_connection_useless():
    assert not ResponseReader().feed(BY_LENGTH + b"x").reusable


@pytest.mark.parametrize(
    "data",
    [b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", b"x" * 70_000,
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n"],
)  # fmt: skip
def test_what_is_not_http_is_refused(data):
    with pytest.raises(BadAnswer):
        ResponseReader().feed(data)


def test_a_large_body_is_read_whole():
    size, reader = 5_000_000, ResponseReader()
    assert reader.feed(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\nab" % size) is None
    assert reader.feed(b"c" * 1000) is None
    assert len(reader.feed(b"d" * (size - 1002)).body) == size
