"""A server with a key and one without, for LangGraph's own SDKs."""

from __future__ import annotations

import uuid

import pytest

from support.server import Server

KEY = "sdk-key"


@pytest.fixture(scope="session")
def keyed_server(tmp_path_factory, binaries):
    """A server that asks for `KEY`."""
    directory = tmp_path_factory.mktemp("keyed")
    with Server(directory, {"HOLDFAST_API_KEY": KEY}, binaries) as server:
        yield server


@pytest.fixture(params=["without a key", "with a key"])
def place(request) -> tuple[str, str | None]:
    """The address of a server, and its key."""
    if request.param == "with a key":
        return request.getfixturevalue("keyed_server").url, KEY
    return request.getfixturevalue("url"), request.getfixturevalue("api_key")


@pytest.fixture
def root() -> str:
    """A label that no other test has."""
    return f"sdk-{uuid.uuid4()}"
