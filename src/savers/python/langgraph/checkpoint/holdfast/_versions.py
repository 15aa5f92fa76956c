"""Channel versions that two branches of a thread never share."""

from __future__ import annotations

import random
from typing import Any


def next_version(current: Any) -> str:
    """The version after `current`, as LangGraph's own savers make it.

    A counter of 32 digits, a dot, and a random fraction: forks count on from the same number and
    must not give two values the same version. Continues versions that are int or float, too.
    """
    if current is None:
        count = 0
    elif isinstance(current, (int, float)):
        count = int(current)
    else:
        count = int(current.split(".")[0])
    return f"{count + 1:032}.{random.random():016}"
