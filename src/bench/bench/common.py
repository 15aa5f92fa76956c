"""Options that every benchmark takes."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from .machine import REPOSITORY

JAR = REPOSITORY / "checkpoint-server" / "target" / "quarkus-app" / "quarkus-run.jar"


def common(parser: argparse.ArgumentParser, name: str) -> None:
    """Adds them; `name` is the benchmark's."""
    add = parser.add_argument
    result = REPOSITORY / "target" / "bench" / f"{name}.json"
    add("--seed", type=int, default=20260101)
    add("--write", action="store_true", help="also write the section of docs/benchmarks.md")
    add("--json", type=Path, default=result, help=f"where every sample goes (default: target/bench/{name}.json)")
    add("--statements", action="store_true", help="also tell the dearest SQL statements (slows everybody a little)")
    add("--server-jar", type=Path, default=Path(os.environ.get("HOLDFAST_SERVER_JAR", JAR)))
    add("--java-options", default=os.environ.get("HOLDFAST_JAVA_OPTIONS", ""), help="for the server")
    add(
        "--redis-url",
        default=os.environ.get("HOLDFAST_BENCH_REDIS_URL", ""),
        help="a Redis with JSON and search, for its saver",
    )
    add("--postgres-bin", type=Path, help="directory of initdb and postgres, instead of the server's own")
    add("--cores", type=int, default=0, help="for client, server and Postgres together (default: all there are)")
    add("--directory", type=Path, help="where the data goes; the disk matters (default: a temporary directory)")
    add(
        "--log-gb",
        type=float,
        default=6.0,
        help="of Postgres' log laid out beforehand, as in one that has run for a while",
    )
