"""What Holdfast sets out to reach where it searches by vector."""

from __future__ import annotations

from ...goal import Goal
from ...samples import Summary
from ..cases import WAYS
from .cases import SEARCHES
from .contenders import EXACT, HOLDFAST, PEER

CALLERS = (1, 32)
RECALL = 0.99
EXACT_MS = 50


def goals(summary: Summary) -> list[Goal]:
    """All; those for which nothing was measured say so."""
    cases = [(call, count, way) for call in SEARCHES for way in WAYS for count in CALLERS]
    compared = [_compared(summary, *one) for one in cases]
    return compared + [_exact(summary, call, way) for call in SEARCHES for way in WAYS]


def _compared(summary: Summary, call: str, callers: int, way: str) -> Goal:
    who = f"{callers} {way if callers > 1 else way.removesuffix('s')}"
    name = f"{SEARCHES[call]} by {who}: no slower, at recall {RECALL}"
    case = f"{call} x{callers} {way}"
    ours, theirs = (summary.median(case, one, "calls_per_s") for one in (HOLDFAST, PEER))
    our_recall, their_recall = (summary.median(case, one, "recall") for one in (HOLDFAST, PEER))
    if ours is None or theirs is None or our_recall is None or their_recall is None:
        return Goal(name, None, "")
    found = f"{ours:,.0f} / {theirs:,.0f} calls/s = {ours / theirs:.2f}, recall {our_recall:.3f} / {their_recall:.3f}"
    return Goal(name, ours >= theirs and our_recall >= RECALL, found)


def _exact(summary: Summary, call: str, way: str) -> Goal:
    name = f"{SEARCHES[call]} by 1 {way.removesuffix('s')}, without pgvector: p50 below {EXACT_MS} ms"
    found = summary.median(f"{call} x1 {way}", EXACT, "p50_ms")
    return Goal(name, None, "") if found is None else Goal(name, found < EXACT_MS, f"{found:.1f} ms")
