"""`python -m bench all`: every benchmark, one after the other, and a table of all goals."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from .goal import Goal
from .goal import lines as goal_lines
from .machine import REPOSITORY
from .report import DOCUMENT, put_section

METHOD = """Every goal of the benchmarks below, as `./holdfast bench all` found it last. Each section says how it
measures; a goal that is missed stays in the table. Overhead is wall time above that of LangGraph's memory saver in
the same run; the peer is the better configuration of LangGraph's Postgres saver."""


def run(benchmarks: Mapping[str, Callable[[list[str]], int]], arguments: list[str]) -> int:
    """0 when every benchmark ran to its end and no contender failed; options are those that all of them take."""
    parser = argparse.ArgumentParser(prog="bench all", description="Every benchmark; other options go to each of them.")
    parser.add_argument("--results", type=Path, default=REPOSITORY / "target" / "bench", help="where every sample goes")
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks.md and its plots")
    options, others = parser.parse_known_args(arguments)
    failed, goals = [], []
    for at, (name, benchmark) in enumerate(benchmarks.items(), 1):
        print(f"\n==== {name} ({at} of {len(benchmarks)})", flush=True)
        result = options.results / f"{name}.json"
        result.unlink(missing_ok=True)
        try:
            code = benchmark([*others, "--json", str(result), *(["--write"] if options.write else [])])
        except Exception as error:  # the others are still worth their time
            print(f"FAILED: {name}: {type(error).__name__}: {error}", flush=True)
            code = 1
        failed += [name] if code else []
        goals += _goals(name, result)
    lines = [*goal_lines(goals), ""]
    print("\n==== all goals\n\n" + "\n".join(lines))
    if options.write:
        put_section(DOCUMENT, "all", ["## Goals", "", METHOD, "", *lines], first=True)
    if failed:
        print(f"with failures, see above: {', '.join(failed)}")
    return 1 if failed else 0


def _goals(name: str, result: Path) -> list[Goal]:
    if not result.exists():
        return [Goal(f"{name}: did not run to its end", None, "")]
    found = json.loads(result.read_text(encoding="utf-8"))["goals"]
    return [Goal(f"{name}: {one['name']}", one["reached"], one["found"]) for one in found]
