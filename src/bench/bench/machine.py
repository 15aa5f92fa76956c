"""Where and with what a benchmark ran: numbers mean little without it."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "langgraph",
    "langgraph-checkpoint",
    "langgraph-checkpoint-postgres",
    "langgraph-checkpoint-sqlite",
    "langgraph-checkpoint-holdfast",
    "psycopg",
    "psycopg-pool",
)
REPOSITORY = Path(__file__).parents[3]


def describe(directory: Path, postgres_version: str) -> dict[str, str]:
    """Words for people, in the order in which they read them."""
    return {
        "machine": f"{_cores()}, {_processor()}, {_memory_gib()} GiB, {platform.system()}",
        "disk": f"fdatasync of 8 KB: {_sync_ms(directory):.2f} ms (median)",
        "PostgreSQL": f"{postgres_version}, fsync and synchronous_commit on",
        "Python": platform.python_version(),
        "Java": _java(),
        **{package: version(package) for package in PACKAGES},
        "commit": _commit(),
    }


def _cores() -> str:
    used, there = len(os.sched_getaffinity(0)), os.cpu_count()
    return f"{used} cores" if used == there else f"{used} of {there} cores"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _sync_ms(directory: Path) -> float:
    """A commit cannot be faster than this; near 0 the disk is memory and the numbers are of no use."""
    path, times = directory / "sync", []
    with path.open("wb", buffering=0) as file:
        for _ in range(50):
            file.write(bytes(8192))
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    path.unlink()
    return statistics.median(times) * 1e3


def _java() -> str:
    java = os.environ.get("HOLDFAST_JAVA", "java")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    return told.splitlines()[0].split('"')[1]


def _commit() -> str:
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=REPOSITORY, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()
