"""Servers, savers and threads for every suite."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver

from support.calling import Caller
from support.postgres import Postgres, bin_of
from support.samples import new_thread
from support.server import Server

FAULTS = ("faults", "nodes", "rules", "signals")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name in FAULTS and item.path.name != "test_checker.py":
            item.add_marker(pytest.mark.fault)


@pytest.fixture(scope="session", autouse=True)
def no_proxy_between_us_and_the_server():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
            patch.delenv(name, raising=False)
            patch.delenv(name.lower(), raising=False)
        yield


@pytest.fixture(scope="session")
def own_server(tmp_path_factory):
    """A server that this session starts and stops, whatever `HOLDFAST_TEST_URL` says."""
    with Server(tmp_path_factory.mktemp("holdfast")) as server:
        yield server


@pytest.fixture(scope="session")
def url(request):
    """The server under test: `HOLDFAST_TEST_URL`, or one of our own."""
    return os.environ.get("HOLDFAST_TEST_URL") or request.getfixturevalue("own_server").url


@pytest.fixture(scope="session")
def api_key():
    return os.environ.get("HOLDFAST_TEST_API_KEY")


@pytest.fixture(scope="session")
def binaries(own_server) -> Path:
    """Where the server has unpacked its Postgres."""
    return own_server.data / "binaries"


@pytest.fixture
def new_server(tmp_path, binaries):
    """Makes servers that end with the test; none is started."""
    made = []

    def make(name="holdfast", **settings):
        server = Server(tmp_path / name, settings, None if "HOLDFAST_POSTGRES_URL" in settings else binaries)
        made.append(server)
        return server

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def new_postgres(tmp_path, binaries):
    """Makes clusters that end with the test; none is started."""
    made = []

    def make(name="postgres", bin=None, **arguments):
        postgres = Postgres(tmp_path / name, bin or bin_of(binaries), **arguments)
        made.append(postgres)
        return postgres

    yield make
    for postgres in made:
        postgres.stop()


@pytest.fixture
def thread() -> str:
    return new_thread()


@pytest.fixture
def live(url, api_key) -> HoldfastSaver:
    """The saver as it is."""
    return HoldfastSaver(url, api_key=api_key)


@pytest.fixture(params=["sync", "async"])
def calling(request):
    """Makes a `Caller` of a saver, in each of the two ways."""
    loop = asyncio.new_event_loop() if request.param == "async" else None
    callers: list[Caller] = []

    def make(saver):
        callers.append(Caller(saver, loop))
        return callers[-1]

    yield make
    for caller in callers:
        caller.close()
    if loop is not None:
        loop.close()


@pytest.fixture
def saver(live, calling) -> Caller:
    """The saver, called synchronously and asynchronously."""
    return calling(live)
