"""A Holdfast server as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from support.processes import end, free_port, kill_postgres, postmaster_of
from support.waiting import eventually

REPOSITORY = Path(__file__).resolve().parents[3]
READY_WITHIN = 120.0
# A server that lives for seconds does not repay the second compiler: it is ready in half the time without.
JAVA_OPTIONS = ("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
# A server that stops drains for at most 10 s, then its Postgres takes a checkpoint.
STOPPED_WITHIN = 60.0


def app_directory() -> Path:
    """Where the built server is: `HOLDFAST_APP`, or where Maven puts it."""
    told = os.environ.get("HOLDFAST_APP")
    found = Path(told) if told else REPOSITORY / "checkpoint-server" / "target" / "quarkus-app"
    if not (found / "quarkus-run.jar").is_file():
        raise FileNotFoundError(f"no built server in {found}: build it, or set HOLDFAST_APP")
    return found


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


class Server:
    """One server on one port and one data directory, started, killed and started again at will.

    Args:
        directory: everything it writes is below: `data`, and its output in `server.log`.
        settings: environment variables, e.g. `HOLDFAST_API_KEY`.
        binaries: a `binaries` directory of another server, so that Postgres is not unpacked again.
    """

    def __init__(
        self, directory: Path, settings: Mapping[str, str] | None = None, binaries: Path | None = None
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = directory / "data"
        self.log = directory / "server.log"
        self.settings = dict(settings or {})
        self.process: subprocess.Popen[bytes] | None = None
        self.data.mkdir(parents=True, exist_ok=True)
        if binaries is not None and not (self.data / "binaries").exists():
            shutil.copytree(binaries, self.data / "binaries", symlinks=True)

    @property
    def embedded(self) -> bool:
        return "HOLDFAST_POSTGRES_URL" not in self.settings

    def launch(self) -> subprocess.Popen[bytes]:
        """Starts the process and does not wait for it."""
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("HOLDFAST_", "QUARKUS_"))}
        surroundings |= {"HOLDFAST_HTTP_PORT": str(self.port), "HOLDFAST_DATA_DIR": str(self.data)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [java(), *JAVA_OPTIONS, "-jar", str(app_directory() / "quarkus-run.jar")],
                env=surroundings | self.settings,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        return self.process

    def start(self) -> Server:
        """Starts the process; returns when it is ready."""
        self.launch()
        try:
            eventually(self._ready_or_dead, READY_WITHIN, "the server is ready")
        except BaseException:
            self.stop()
            raise
        return self

    def run_to_refusal(self, within: float = 90.0) -> tuple[int, str]:
        """Starts a server that must not start: its exit code and what it said."""
        process = self.launch()
        try:
            return process.wait(within), self.told()
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it did not refuse to start\n{self.told()}") from None
        finally:
            self.stop()

    def _ready_or_dead(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.process.returncode}\n{self.told()}")
        return self.ready()

    def ready(self) -> bool:
        """Whether it says so itself."""
        try:
            with urllib.request.urlopen(f"{self.url}/q/health/ready", timeout=10) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def told(self, last: int = 4000) -> str:
        """The end of its output."""
        return self.log.read_text(errors="replace")[-last:] if self.log.exists() else ""

    def kill(self) -> None:
        """SIGKILL for the server alone; its embedded Postgres goes on."""
        assert self.process is not None
        end(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def postmaster(self) -> int | None:
        """The pid of the embedded Postgres."""
        return postmaster_of(self.data / "postgres")

    def kill_with_postgres(self) -> None:
        """SIGKILL for the server, its Postgres and every backend."""
        postmaster = self.postmaster()
        assert postmaster is not None, "the embedded Postgres runs"
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        kill_postgres(postmaster)
        self.process.wait()

    def stop(self) -> None:
        """Ends it in order if it runs, and what a killed one has left."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill()
        postmaster = self.postmaster() if self.embedded else None
        if postmaster is not None:
            end(postmaster, signal.SIGINT)

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def post_batch(
    url: str, *operations: Mapping[str, object], headers: Mapping[str, str] | None = None, **fields: object
) -> list:
    """Results of one `POST /v1/batch` in JSON, without any saver between; `fields`: e.g. `session`."""
    request = urllib.request.Request(
        f"{url}/v1/batch",
        data=json.dumps({"operations": operations, **fields}).encode(),
        headers={"Content-Type": "application/json", **(headers or {})},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["results"]
