"""LangGraph's development server as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from support.processes import end, free_port
from support.waiting import eventually

READY_WITHIN = 90.0


class LangGraphDev:
    """`langgraph dev` on a free port of loopback, without browser, tunnel and reloading.

    Args:
        app: holds `langgraph.json`; copied, since the server writes beside it.
        directory: where it is copied to, and where the output goes.
        settings: environment variables.
    """

    def __init__(self, app: Path, directory: Path, settings: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = directory / "langgraph.log"
        self._app = Path(shutil.copytree(app, directory / "app"))
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LangGraphDev:
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("LANG", "HOLDFAST_"))}
        surroundings |= {"LANGSMITH_TRACING": "false", "LANGGRAPH_CLI_NO_ANALYTICS": "1"}
        command = [str(Path(sys.executable).with_name("langgraph")), "dev", "--no-browser", "--no-reload"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port)],
                cwd=self._app,
                env=surroundings | self._settings,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        try:
            eventually(self._ready_or_dead, READY_WITHIN, "langgraph dev is ready")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                end(self._process.pid, with_signal=9)
                self._process.wait()

    def told(self) -> str:
        """The end of its output."""
        return self.log.read_text(errors="replace")[-6000:]

    def _ready_or_dead(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"langgraph dev ended with {self._process.returncode}\n{self.told()}")
        try:
            with urllib.request.urlopen(f"{self.url}/ok", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False
