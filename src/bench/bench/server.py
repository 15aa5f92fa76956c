"""A Holdfast server of the benchmark's own."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import processes

START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    url: str

    def committed(self) -> int:
        """How many write transactions group commit has made, in its own count."""
        # registries differ in whether a comma follows the last label
        name = 'holdfast_group_commit_transactions_seconds_count{outcome="committed"'
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return next((int(float(line.rsplit(" ", 1)[1])) for line in lines if line.startswith(name)), 0)


@contextmanager
def running(jar: Path, database_url: str, directory: Path, java_options: str) -> Iterator[Server]:
    """Starts a server on a database, and stops it."""
    port = processes.free_port()
    own = {
        "HOLDFAST_HTTP_PORT": str(port),
        "HOLDFAST_HTTP_HOST": "127.0.0.1",
        "HOLDFAST_DATA_DIR": str(directory / "data"),
        "HOLDFAST_POSTGRES_URL": database_url,
        "HOLDFAST_API_KEY": "",
    }
    java = os.environ.get("HOLDFAST_JAVA", "java")
    with (directory / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [java, *shlex.split(java_options), "-jar", jar], env={**os.environ, **own}, stdout=log, stderr=log
        )
    try:
        server = Server(process.pid, f"http://127.0.0.1:{port}")
        _await_ready(server, process, directory / "server.log")
        yield server
    finally:
        processes.stop(process, signal.SIGTERM)


def _await_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.url}/q/health/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")
