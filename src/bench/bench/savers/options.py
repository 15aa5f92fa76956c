"""The command line."""

from __future__ import annotations

import argparse

from ..common import common


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of `savers`; `--quick` wins over what it replaces."""
    parser = argparse.ArgumentParser(prog="bench savers", description="Saver calls, side by side, on one Postgres.")
    add = parser.add_argument
    add("--rounds", type=int, default=3)
    add("--seconds", type=float, default=1.5, help="for each case, contender and round")
    add("--warm", type=float, default=0.4, help="seconds before each measurement")
    add("--warm-up", type=float, default=20.0, help="seconds for each contender before the first round")
    add("--callers", type=int, nargs="+", default=[1, 32, 256], help="LangGraph threads at once")
    add("--sizes", type=int, nargs="+", default=[1, 4, 64], help="of states, in KB")
    add("--only", nargs="+", metavar="CALL", help="of: put, put_sync, pair, get")
    add("--quick", action="store_true", help="one short round, to see that it works; its numbers mean nothing")
    common(parser, "savers")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.seconds, options.warm, options.warm_up = 1, 0.15, 0.05, 0.3
        options.log_gb = 0.1
        options.callers, options.sizes = [32], [4]
    return options
