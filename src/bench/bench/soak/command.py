"""`python -m bench soak`: long conversations for a long time, and the server's memory meanwhile."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from .. import server
from ..common import JAR
from ..server import Server
from . import memory
from .talkers import Done, Task, talking


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options."""
    parser = argparse.ArgumentParser(prog="bench soak", description="Is the server's memory flat under a long load?")
    add = parser.add_argument
    add("--minutes", type=float, default=10.0)
    add("--threads", type=int, default=50, help="conversations at once")
    add("--turns", type=int, default=200, help="of each, before the next one begins in its place")
    add("--processes", type=int, default=2, help="that hold them")
    add("--every", type=float, default=10.0, help="seconds between two readings")
    add("--seed", type=int, default=20260101)
    add("--server-jar", type=Path, default=Path(os.environ.get("HOLDFAST_SERVER_JAR", JAR)))
    add("--java-options", default=os.environ.get("HOLDFAST_JAVA_OPTIONS", ""), help="for the server")
    add("--directory", type=Path, help="where the data goes (default: a temporary directory)")
    return parser.parse_args(arguments)


def run(arguments: list[str]) -> int:
    """0 when every conversation could be read back and the memory was flat."""
    options = parse(arguments)
    print(f"server options: {options.java_options or 'none'}", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-soak-", dir=options.directory) as name,
        # No database of our own: the server's embedded Postgres, as it comes.
        server.running(options.server_jar, "", Path(name), options.java_options) as holdfast,
    ):
        readings, done = _soak(holdfast, options)
    told, flat = memory.lines(readings)
    turns, conversations = sum(one.turns for one in done), sum(one.conversations for one in done)
    print("\n".join([f"{turns} turns in {conversations} conversations, each read back", *told]))
    return 0 if flat else 1


def _soak(holdfast: Server, options: argparse.Namespace) -> tuple[list[memory.Reading], list[Done]]:
    start, seconds = time.monotonic(), options.minutes * 60
    readings = []
    with talking(_tasks(holdfast.url, options, seconds)) as talkers:
        while (passed := time.monotonic() - start) < seconds:
            time.sleep(min(options.every, seconds - passed))
            talkers.check()
            readings.append(memory.read(holdfast.pid, holdfast.url, start))
            print(readings[-1].told(), flush=True)
        return readings, talkers.done()


def _tasks(url: str, options: argparse.Namespace, seconds: float) -> list[Task]:
    """Threads shared out evenly."""
    count = min(options.processes, options.threads)
    one = Task(url, 0, options.turns, seconds, options.seed)
    return [
        replace(one, threads=(options.threads + at) // count, seed=options.seed + 100_000_000 * at)
        for at in range(count)
    ]
