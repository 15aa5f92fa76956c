"""Servers, and a way to make each call both synchronously and asynchronously."""

from __future__ import annotations

import asyncio
import os
import uuid

import pytest

from fake_server import FakeHoldfast
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.holdfast.transport import verdict
from langgraph.checkpoint.holdfast.transport.connection import _registry as registry
from langgraph.store.holdfast import HoldfastStore
from meanings import drop_index

LIVE = os.environ.get("HOLDFAST_TEST_URL")


@pytest.fixture(autouse=True)
def no_proxy_from_the_environment(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True)
def no_connection_of_an_earlier_test():
    """Ports come again: a connection to the server that had it before knows what that one was."""
    registry.clear()


@pytest.fixture
def fake():
    with FakeHoldfast() as server:
        yield server


@pytest.fixture
def two_repeats(monkeypatch):
    """Two repeats come soon, a third would come after every deadline: no clock decides how often something is sent."""
    monkeypatch.setattr(verdict, "pause", lambda attempts: 0.01 if attempts < 3 else 3600.0)


needs_server = pytest.mark.skipif(not LIVE, reason="HOLDFAST_TEST_URL is not set")


@pytest.fixture(params=["fake", pytest.param("live", marks=needs_server)])
def url(request):
    """A server with the whole protocol: the fake, and the live one that `HOLDFAST_TEST_URL` names."""
    if request.param == "live":
        yield LIVE
    else:
        with FakeHoldfast() as server:
            yield server.url


class Caller:
    """Calls the methods of a saver or store in one of the two ways; `list` gives a list in both."""

    def __init__(self, saver, loop):
        self.saver = saver
        self.loop = loop

    def __getattr__(self, name):
        if self.loop is None:
            method = getattr(self.saver, name)
            return (lambda *a, **k: list(method(*a, **k))) if name == "list" else method
        method = getattr(self.saver, "a" + name)
        if name == "list":

            async def collect(*a, **k):
                return [found async for found in method(*a, **k)]

            return lambda *a, **k: self.loop.run_until_complete(collect(*a, **k))
        return lambda *a, **k: self.loop.run_until_complete(method(*a, **k))


@pytest.fixture(params=["sync", "async"])
def calling(request):
    """Makes a `Caller` of a saver or store."""
    loop = asyncio.new_event_loop() if request.param == "async" else None
    callers = []

    def make(saver):
        callers.append(Caller(saver, loop))
        return callers[-1]

    yield make
    if loop is not None:
        for caller in callers:
            loop.run_until_complete(caller.saver.__aexit__(None, None, None))
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@pytest.fixture
def api_key():
    return os.environ.get("HOLDFAST_TEST_API_KEY")


@pytest.fixture
def saver(url, calling, api_key):
    return calling(HoldfastSaver(url, api_key=api_key))


@pytest.fixture
def thread():
    return f"t-{uuid.uuid4()}"


@pytest.fixture
def store(url, calling, api_key):
    return calling(HoldfastStore(url, api_key=api_key))


@pytest.fixture
def room():
    """The first label of everything that a test stores."""
    return f"r-{uuid.uuid4()}"


@pytest.fixture
def bare(url, api_key):
    """A server without an index; it has none afterwards either."""
    if url == LIVE:
        drop_index(url, api_key)
    yield url
    if url == LIVE:
        drop_index(url, api_key)
