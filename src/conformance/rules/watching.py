"""A Temporal dev server in memory with a worker, and workflows that hear of threads."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from temporalio.client import Client

from rules.watcher import QUEUE
from support.processes import end, free_port
from support.server import REPOSITORY
from support.waiting import eventually

STARTED_WITHIN = 60.0
BUILT_WITHIN = 900.0
SUITES = REPOSITORY / "src" / "conformance"


def cli() -> str:
    """Temporal's command line tool. Without one the test is skipped, in CI it fails."""
    asked = subprocess.run([REPOSITORY / "scripts" / "temporal"], capture_output=True, text=True, timeout=BUILT_WITHIN)
    if asked.returncode == 0:
        return asked.stdout.strip()
    reason = f"NOT TESTED: nothing is known of rules. {asked.stderr.strip()}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


class Watching:
    """One server and one worker, until it is closed."""

    def __init__(self, directory: Path) -> None:
        self.target = f"127.0.0.1:{free_port()}"
        self._loop = asyncio.new_event_loop()
        self._log = (directory / "temporal.log").open("ab")
        host, port = self.target.split(":")
        command = [cli(), "server", "start-dev", "--headless", "--ip", host, "--port", port, "--log-level", "error"]
        self._processes = [self.run(*command, "--http-port", str(free_port()), "--metrics-port", str(free_port()))]
        eventually(self._accepting, STARTED_WITHIN, "Temporal accepts connections")
        self._processes.append(self.run(sys.executable, "-m", "rules.watcher", self.target))
        self._client = self._loop.run_until_complete(Client.connect(self.target))

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=SUITES, stdout=self._log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )

    def _accepting(self) -> bool:
        host, port = self.target.split(":")
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            return False
        return True

    def watch(self, workflow: str) -> None:
        self._loop.run_until_complete(self._client.start_workflow("Watcher", id=workflow, task_queue=QUEUE))

    def heard(self, workflow: str) -> list:
        """Name and argument of each signal, in the order in which their handlers ran."""
        return self._loop.run_until_complete(self._client.get_workflow_handle(workflow).query("heard"))

    def close(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                end(process.pid, signal.SIGTERM)
                process.wait()
        self._loop.close()
        self._log.close()
