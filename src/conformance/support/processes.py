"""Looking at processes and ending those that a test has started."""

from __future__ import annotations

import os
import random
import signal
import socket
from pathlib import Path

from support.waiting import eventually

LOWEST_PORT = 10_240
_given: set[int] = set()


def free_port() -> int:
    """A port of loopback that nobody has now, that was not given before, and that no connection gets by itself."""
    while True:
        port = random.SystemRandom().randrange(LOWEST_PORT, _first_ephemeral_port())
        if port not in _given and _nobody_has(port):
            _given.add(port)
            return port


def _first_ephemeral_port() -> int:
    """Where those begin that the system gives to who asks for none: who listens later may find one taken."""
    told = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(told.read_text().split()[0]) if told.exists() else 32_768
    return first if first > 2 * LOWEST_PORT else 32_768


def _nobody_has(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def alive(pid: int) -> bool:
    """Whether `pid` runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def postmaster_of(cluster: Path) -> int | None:
    """The pid of the Postgres that runs on the data directory `cluster`."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n")[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return pid if alive(pid) and str(cluster).encode() in command else None


def children_of(pid: int) -> list[int]:
    """Its direct children."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def end(pid: int, with_signal: int = signal.SIGTERM, within: float = 30.0) -> None:
    """Sends the signal and returns when the process is gone."""
    try:
        os.kill(pid, with_signal)
    except ProcessLookupError:
        return
    eventually(lambda: not alive(pid), within, f"process {pid} ends", every=0.01)


def kill_postgres(postmaster: int) -> None:
    """SIGKILL for the postmaster and, at once, for its backends: as when the machine loses power."""
    backends = children_of(postmaster)
    end(postmaster, signal.SIGKILL)
    for pid in backends:
        end(pid, signal.SIGKILL)
