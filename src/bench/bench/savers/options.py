"""The command line."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..machine import REPOSITORY

JAR = REPOSITORY / "checkpoint-server" / "target" / "quarkus-app" / "quarkus-run.jar"
RESULT = REPOSITORY / "target" / "bench" / "savers.json"


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `savers`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench savers", description="Saver calls, side by side, on one Postgres.")
    add = parser.add_argument
    add("--rounds", type=int, default=5)
    add("--seconds", type=float, default=2.0, help="for each case, contender and round")
    add("--warm", type=float, default=0.4, help="seconds before each measurement")
    add("--warm-up", type=float, default=20.0, help="seconds for each contender before the first round")
    add("--callers", type=int, nargs="+", default=[1, 32, 256], help="LangGraph threads at once")
    add("--only", nargs="+", metavar="CALL", help="of: put, put_sync, pair, get")
    add("--log-gb", type=float, default=6.0, help="of Postgres' log laid out beforehand, as in one that has run for a while")
    add("--quick", action="store_true", help="one short round, to see that it works; its numbers mean nothing")
    add("--seed", type=int, default=20260101)
    add("--write", action="store_true", help="also write the section of docs/benchmarks.md")
    add("--json", type=Path, default=RESULT, help="where every sample goes (default: target/bench/savers.json)")
    add("--statements", action="store_true", help="also tell the dearest SQL statements (slows everybody a little)")
    add("--server-jar", type=Path, default=Path(os.environ.get("HOLDFAST_SERVER_JAR", JAR)))
    add("--java-options", default=os.environ.get("HOLDFAST_JAVA_OPTIONS", ""), help="for the server")
    add("--postgres-bin", type=Path, help="directory of initdb and postgres, instead of the server's own")
    add("--directory", type=Path, help="where the data goes; the disk matters (default: a temporary directory)")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.seconds, options.warm, options.warm_up = 1, 0.15, 0.05, 0.5
        options.log_gb = 0.1
        options.callers = [1, 32]
    return options
