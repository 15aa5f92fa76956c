"""A real Temporal server: the dev server of Temporal's CLI, in memory, on loopback."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "v1.5.1"
START_WITHIN_SECONDS = 60


class NoServer(Exception):
    """There is none, and why."""


def binary() -> Path:
    """Temporal's CLI: what `HOLDFAST_TEMPORAL_CLI` names, else what `scripts/temporal` has built."""
    if named := os.environ.get("HOLDFAST_TEMPORAL_CLI"):
        return Path(named)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "holdfast" / f"temporal-{VERSION}" / "temporal"


def _free_port() -> int:
    """One that nobody has; below those that connections get by themselves before the server listens."""
    while True:
        port = random.SystemRandom().randrange(10_240, 32_768)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def running(directory: Path) -> Iterator[str]:
    """The address of a new server, which ends with the block. Its log is in the directory."""
    cli = binary()
    if not cli.is_file():
        raise NoServer(f"this needs Temporal's CLI and there is none at {cli}: run scripts/temporal")
    port, log = _free_port(), directory / "server.log"
    command = [str(cli), "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--log-level", "warn"]
    command += ["--port", str(port), "--http-port", str(_free_port()), "--metrics-port", str(_free_port())]
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + START_WITHIN_SECONDS
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoServer(f"Temporal's dev server did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)
