"""A Temporal dev server of the benchmark's own."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

from .. import processes
from ..machine import REPOSITORY

START_SECONDS = 60
# Signals of one run that Temporal takes.
SIGNAL_LIMIT = 10_000


class NoTemporal(Exception):
    """There is no dev server, or it did not start."""


def tool() -> Path:
    """Temporal's command line tool, built if it must be."""
    script = subprocess.run([REPOSITORY / "scripts" / "temporal"], stdout=subprocess.PIPE, text=True, check=False)
    if script.returncode:
        raise NoTemporal("scripts/temporal gives no dev server")
    return Path(script.stdout.strip())


def version(cli: Path) -> str:
    """As it tells it."""
    return subprocess.run([cli, "--version"], capture_output=True, text=True, check=True).stdout.strip()


# A shard of history looks for workflow tasks at most 20 times a second. A cluster has hundreds of shards, the dev
# server one: there every task waits for up to 50 ms as soon as more than 20 signals come in a second, whoever sends
# them.
POLLS = 2000


class Temporal:
    """A dev server that runs, and can be started again at the same address if it has a file.

    Attributes:
        target: host and port of its gRPC interface.
    """

    def __init__(
        self, cli: Path, directory: Path, file: Path | None = None, limit: int = SIGNAL_LIMIT, stock: bool = False
    ) -> None:
        self._cli, self._log, self._process = cli, directory / "temporal.log", None
        port = processes.free_port()
        self.target = f"127.0.0.1:{port}"
        self._command: list[str | Path] = [cli, "server", "start-dev", "--headless", "--ip", "127.0.0.1"]
        self._command += ["--port", str(port), "--log-level", "error", *(["--db-filename", file] if file else [])]
        if not stock:
            self._command += ["--dynamic-config-value", f"history.transferProcessorMaxPollRPS={POLLS}"]
        if limit != SIGNAL_LIMIT:
            self._command += ["--dynamic-config-value", f"history.maximumSignalsPerExecution={limit}"]
        self._process: subprocess.Popen[bytes] | None

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Has its namespace when this returns."""
        with self._log.open("ab") as told:
            self._process = subprocess.Popen(self._command, stdout=told, stderr=told)
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return
        raise NoTemporal(f"the Temporal dev server did not start:\n{self._log.read_text()[-1000:]}")

    def _answers(self) -> bool:
        question = ["operator", "namespace", "describe", "--namespace", "default", "--address", self.target]
        asked = subprocess.run([self._cli, *question, "--command-timeout", "5s"], capture_output=True, check=False)
        return asked.returncode == 0

    def kill(self) -> None:
        """As a crash does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def pause(self) -> None:
        """It takes connections and answers nobody."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """After a pause."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """For good."""
        if self._process is not None:
            self.go_on()
            processes.stop(self._process, signal.SIGTERM, 10)
