"""The Java programs: one that handles signals, one that sends them (src/load)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from threading import Lock

from ..machine import REPOSITORY

LOAD = REPOSITORY / "src" / "load" / "target"
ENVELOPED, SINGLE = "enveloped", "single"
OPTIONS = ("-XX:+UseSerialGC", "-Xms256m", "-Xmx1g")


class CommandFailed(Exception):
    """A program did not do what it was asked."""


class Program:
    """A process that does commands, one at a time.

    Attributes:
        pid: of the process.
    """

    def __init__(self, log: Path, *arguments: str | Path) -> None:
        path = f"{LOAD / 'classes'}:{(LOAD / 'classpath').read_text(encoding='utf-8').strip()}"
        java = os.environ.get("HOLDFAST_JAVA", "java")
        command = [java, *OPTIONS, "-cp", path, "dev.holdfast.load.Program", *map(str, arguments)]
        with log.open("ab") as told:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, text=True
            )
        self.pid = self._process.pid
        self._lock = Lock()
        if self._answer() != "ready":
            raise CommandFailed(f"{arguments[0]}: did not start, see {log}")

    def do(self, *words: object) -> int:
        """Its answer, when it is done."""
        with self._lock:
            assert self._process.stdin is not None
            print(*words, file=self._process.stdin, flush=True)
            answer = self._answer()
        try:
            return int(answer)
        except ValueError:
            raise CommandFailed(f"{words[0]} {words[1]}: {answer or 'the program ended'}") from None

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def stop(self) -> None:
        """It ends with its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def built() -> bool:
    """Whether there is something to run."""
    return (LOAD / "classpath").exists()
