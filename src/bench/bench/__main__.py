"""`python -m bench BENCHMARK …`."""

from __future__ import annotations

import sys

from .agent import command as agent
from .graphs import command as graphs
from .savers import command as savers

BENCHMARKS = {"savers": savers.run, "graphs": graphs.run, "agent": agent.run, "distant": agent.run_distant}


def main() -> int:
    """Runs the benchmark that is named."""
    if len(sys.argv) < 2 or sys.argv[1] not in BENCHMARKS:
        print(f"usage: python -m bench {{{','.join(BENCHMARKS)}}} [--help]", file=sys.stderr)
        return 2
    return BENCHMARKS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
