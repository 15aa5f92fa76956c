"""Starts processes that run the agent, and kills one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from .journal import Journal
from .place import Place
from .tools import STUCK

LIMIT_SECONDS = 60


class WorkerFailed(Exception):
    """A process of the agent ended in a way that is not part of the story."""


class Worker:
    """One process; `heard` is called with what it tells, on another thread."""

    def __init__(
        self, place: Place, journal: Journal, told: dict[str, str], heard: Callable[[str, str], None], stuck: str = ""
    ) -> None:
        arguments = [place.url, place.thread, str(journal.path), json.dumps(told)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demo.worker", *arguments],
            cwd=Path(__file__).parents[1],
            env={**os.environ, STUCK: stuck},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, args=(heard,), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def _read(self, heard: Callable[[str, str], None]) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            told = json.loads(line)
            heard(told["event"], told["text"])

    def finish(self) -> None:
        """Waits until it has done its work."""
        try:
            code = self._process.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise WorkerFailed(f"process {self.pid} did not end in {LIMIT_SECONDS} s") from None
        self._reader.join()
        if code != 0:
            raise WorkerFailed(f"process {self.pid} ended with {code}")

    def kill(self) -> int:
        """SIGKILL: no handler, no last write. Gives what the system says about its end."""
        self._process.kill()
        code = self._process.wait()
        self._reader.join()
        return code
