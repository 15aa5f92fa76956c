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
from pathlib import Path

from . import processes

START_SECONDS = 60
# The server's setting for how many bytes of values it holds in its process.
CACHE_SETTING = "HOLDFAST_CACHE_BYTES"


class NotStarted(Exception):
    """The server ended, or was not ready in time."""


class Server:
    """A server that runs, and can be started again at the same address."""

    def __init__(self, jar: Path, database_url: str, directory: Path, java_options: str) -> None:
        self._jar, self._directory, self._java_options = jar, directory, java_options
        self.port = processes.free_port()
        self._own = {
            "HOLDFAST_HTTP_PORT": str(self.port),
            "HOLDFAST_HTTP_HOST": "127.0.0.1",
            "HOLDFAST_DATA_DIR": str(directory / "data"),
            "HOLDFAST_POSTGRES_URL": database_url,
            "HOLDFAST_API_KEY": "",
        }
        self._settings: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self.url = self.url_at(self.port)

    @staticmethod
    def url_at(port: int) -> str:
        """The address for a port of loopback."""
        return f"http://127.0.0.1:{port}"

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Ready when this returns."""
        java = os.environ.get("HOLDFAST_JAVA", "java")
        command = [java, *shlex.split(self._java_options), "-jar", str(self._jar)]
        log = self._directory / "server.log"
        with log.open("ab") as told:
            self._process = subprocess.Popen(
                command, env={**os.environ, **self._own, **self._settings}, stdout=told, stderr=told
            )
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/q/health/ready", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise NotStarted(f"the server did not start:\n{log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Asks it to end, and waits."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGTERM)

    def restart(self) -> None:
        """Nothing that the old process held in memory is there afterwards."""
        self.stop()
        self.start()

    def set_to(self, settings: dict[str, str]) -> None:
        """Runs with this environment more than usual; starts again only if it did not."""
        if settings != self._settings:
            self._settings = settings
            self.restart()

    def knows(self, setting: str) -> bool:
        """Whether it reads this environment: a number that is none stops it then, and passes unseen else."""
        usual = self._settings
        try:
            self.set_to({setting: "no number"})
        except NotStarted:
            return True
        finally:
            self.set_to(usual)
        return False

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
    server = Server(jar, database_url, directory, java_options)
    try:
        server.start()
        yield server
    finally:
        server.stop()
