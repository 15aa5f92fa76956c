"""`python -m bench BENCHMARK …`."""

from __future__ import annotations

import sys

from .savers import command


def main() -> int:
    """Runs the benchmark that is named; there is one so far."""
    if len(sys.argv) < 2 or sys.argv[1] != "savers":
        print("usage: python -m bench savers [--help]", file=sys.stderr)
        return 2
    return command.run(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
