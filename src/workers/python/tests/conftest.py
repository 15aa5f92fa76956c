"""A real Temporal server for the session, and a client of it for each test."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

import driving

VERSION = "v1.5.1"
START_WITHIN_SECONDS = 60


def binary() -> Path:
    """Temporal's CLI: what `HOLDFAST_TEMPORAL_CLI` names, else what `scripts/temporal` has built."""
    if named := os.environ.get("HOLDFAST_TEMPORAL_CLI"):
        return Path(named)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "holdfast" / f"temporal-{VERSION}" / "temporal"


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dev server in memory."""
    cli = binary()
    if not cli.is_file():
        pytest.fail(f"these tests need Temporal's CLI and there is none at {cli}: run scripts/temporal", pytrace=False)
    port = free_port()
    log = tmp_path_factory.mktemp("temporal") / "server.log"
    command = [str(cli), "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--log-level", "warn"]
    command += ["--port", str(port), "--http-port", str(free_port()), "--metrics-port", str(free_port())]
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while not answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"Temporal's dev server did not start:\n{log.read_text()}", pytrace=False)
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


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
