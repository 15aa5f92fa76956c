"""What the system says about processes (Linux: /proc)."""

from __future__ import annotations

import os
import random
import socket
import subprocess
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name, in parentheses, may hold spaces
    return text[text.rindex(")") + 2 :].split()


def cpu_seconds(pid: int) -> float:
    """CPU of a process and of its direct children, ended ones included."""
    own = _stat(pid)
    if own is None:
        raise RuntimeError(f"process {pid} is gone")
    ticks = sum(map(int, own[11:15]))
    for entry in os.listdir("/proc"):
        fields = _stat(int(entry)) if entry.isdigit() else None
        if fields is not None and int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def peak_memory(pid: int) -> int:
    """The most resident bytes a process ever had."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("this system does not tell a process' peak memory")


def share_cores(count: int) -> None:
    """This process and those that it starts from now on run on so many cores; 0: as it is."""
    if count:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def free_port() -> int:
    """A port of loopback that nobody has now; below those that connections get by themselves before it is used."""
    while True:
        port = random.SystemRandom().randrange(10_240, 32_768)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def stop(process: subprocess.Popen[bytes], signal: int, limit_seconds: float = 30) -> None:
    """Asks a process of ours to end, and kills it if it does not."""
    if process.poll() is not None:
        return
    process.send_signal(signal)
    try:
        process.wait(limit_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
