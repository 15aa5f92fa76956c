"""A real Temporal server for the session, and a client of it for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from temporalio.client import Client

import devserver
import driving


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server. Without one the tests fail: they are never skipped."""
    try:
        with devserver.running(tmp_path_factory.mktemp("temporal")) as address:
            yield address
    except devserver.NoServer as missing:
        raise pytest.fail.Exception(str(missing), pytrace=False) from None


@pytest.fixture
async def client(target: str) -> Client:
    """A client that converts payloads as by default."""
    return await driving.connected(target)


@pytest.fixture(params=["cached", "uncached", "unsandboxed"])
async def stage(request: pytest.FixtureRequest, client: Client) -> AsyncIterator[driving.Stage]:
    """Workflows and a worker, in each way that a worker may run them; all that ran is replayed at the end."""
    async with driving.Stage(client, request.param) as found:
        yield found
        await found.replay_all()
