"""What Holdfast sets out to reach in its store, beside LangGraph's Postgres stores."""

from __future__ import annotations

from ..goal import Figure, Goal, times_more
from ..samples import Summary
from .cases import CALLS, WAYS

MANY = 32
TIMES = 3
# Three times the peer's rate, by 32 callers; all else by 32 callers, and everything by one, at least the same.
FASTER = {("get", "tasks"), ("get", "threads"), ("put", "threads")}
COMPARED = ("put", "search", "search_all", "namespaces")


def goals(summary: Summary) -> list[Goal]:
    """All; those for which nothing was measured say so."""
    found = [_goal(summary, call, MANY, way, TIMES) for call, way in sorted(FASTER)]
    others = [(call, way) for call in COMPARED for way in WAYS if (call, way) not in FASTER]
    found += [_goal(summary, call, MANY, way, 1) for call, way in others]
    return found + [_goal(summary, call, 1, way, 1) for call in CALLS for way in WAYS]


def _goal(summary: Summary, call: str, callers: int, way: str, times: int) -> Goal:
    who = f"{callers} {way if callers > 1 else way.removesuffix('s')}"
    wanted = f"at least {times} times the peer's calls/s" if times > 1 else "no slower"
    figure = Figure(f"{call} x{callers} {way}", "calls_per_s", "calls/s", digits=0)
    return times_more(f"{CALLS[call]} by {who}: {wanted}", summary, figure, times)
