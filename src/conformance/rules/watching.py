"""A Temporal dev server with a worker, and workflows that hear of threads."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from rules.watcher import QUEUE
from support.processes import end
from support.server import REPOSITORY
from support.signals.asking import answer, connected
from support.signals.temporal import Temporal

SUITES = REPOSITORY / "src" / "conformance"


class Watching:
    """One server and one worker, until it is closed."""

    def __init__(self, directory: Path) -> None:
        self._temporal = Temporal(directory).start()
        self.target = self._temporal.target
        with (directory / "worker.log").open("ab") as log:
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "rules.watcher", self.target],
                cwd=SUITES,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        self._loop = asyncio.new_event_loop()
        self._client = self._loop.run_until_complete(connected(self.target))

    def watch(self, workflow: str) -> None:
        self._loop.run_until_complete(self._client.start_workflow("Watcher", id=workflow, task_queue=QUEUE))

    def heard(self, workflow: str) -> list:
        """Name and argument of each signal, in the order in which their handlers ran."""
        return self._loop.run_until_complete(answer(self._client.get_workflow_handle(workflow), "heard"))

    def close(self) -> None:
        end(self._worker.pid, signal.SIGTERM)
        self._worker.wait()
        self._temporal.stop()
        self._loop.close()
