"""One timer of a line serves many requests, and each still ends at its own time."""

from __future__ import annotations

import asyncio

import pytest

from langgraph.checkpoint.holdfast.transport.line import Line

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Recorder(asyncio.Transport):
    """A transport that sends nowhere."""

    def write(self, data):
        pass

    def is_closing(self):
        return False

    def abort(self):
        pass


@pytest.fixture
async def line():
    line = Line(lambda lost: None)
    line.connection_made(Recorder())
    return line


def receive(line, data):
    """What the event loop does when bytes have come."""
    while data:
        room = line.get_buffer(-1)
        count = min(len(room), len(data))
        room[:count] = data[:count]
        line.buffer_updated(count)
        data = data[count:]


def asked(line, seconds):
    """A request; the future of its error, None for an answer."""
    told = asyncio.get_running_loop().create_future()
    line.request(b"", b"", seconds, lambda response, error: told.set_result(error))
    return told


async def test_a_later_request_is_given_up_at_its_own_earlier_time(line):
    first = asked(line, 60)
    receive(line, ANSWER)
    assert await first is None

    assert isinstance(await asyncio.wait_for(asked(line, 0.05), 30), TimeoutError)


async def test_a_later_request_is_not_given_up_at_the_time_of_an_earlier_one(line):
    first = asked(line, 0.05)
    receive(line, ANSWER)
    assert await first is None
    loop = asyncio.get_running_loop()
    start = loop.time()
    second = asked(line, 0.5)

    assert isinstance(await asyncio.wait_for(second, 30), TimeoutError)
    assert loop.time() - start >= 0.49


async def test_a_line_that_is_closed_leaves_no_timer(line):
    first = asked(line, 60)
    receive(line, ANSWER)
    await first

    line.close()

    assert line._timer is None


async def test_a_large_body_is_received_where_it_stays(line):
    body = bytes(range(256)) * 1000
    told = asyncio.get_running_loop().create_future()
    line.request(b"", b"", 60, lambda response, error: told.set_result(response))

    receive(line, b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    response = await told
    assert response.body == body and response.reusable
