"""`python -m bench BENCHMARK …`."""

from __future__ import annotations

import sys

from . import everything
from .agent import command as agent
from .disk import command as disk
from .graphs import command as graphs
from .idle import command as idle
from .savers import command as savers
from .several import command as several
from .signals import command as signals
from .soak import command as soak
from .store import command as store

BENCHMARKS = {
    "savers": savers.run,
    "processes": several.run,
    "graphs": graphs.run,
    "agent": agent.run,
    "distant": agent.run_distant,
    "disk": disk.run,
    "idle": idle.run,
    "store": store.run,
    "signals": signals.run,
}
# Takes its time and measures no contender, so `all` leaves it out.
ALONE = {"soak": soak.run}


def main() -> int:
    """Runs the benchmark that is named, or all."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name == "all":
        return everything.run(BENCHMARKS, sys.argv[2:])
    commands = BENCHMARKS | ALONE
    if name not in commands:
        print(f"usage: python -m bench {{{','.join(commands)},all}} [--help]", file=sys.stderr)
        return 2
    return commands[name](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
