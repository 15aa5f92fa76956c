"""What Holdfast sets out to reach on graphs."""

from __future__ import annotations

from ..goal import Figure, Goal, at_most, saved, times_fewer
from ..samples import Summary


def goals(summary: Summary) -> list[Goal]:
    """Those of fan-out 100, and the checkpoint writes saved."""
    fan = "fanout-100"
    told = [
        at_most("fan-out 100: overhead at most a quarter", summary, Figure(fan, "overhead", "s"), 0.25),
        times_fewer("fan-out 100: at least 28 times fewer write transactions", summary, _transactions(fan), 28),
        times_fewer("fan-out 100: at least 2.5 times fewer logical rows", summary, _rows(fan), 2.5),
    ]
    for case, title, share in (
        (fan, "fan-out 100", 0.9),
        ("agents-32", "32 agents at once", 0.9),
        ("agents-1", "a single agent", 0.4),
    ):
        name = f"checkpoint writes saved, {title}: at least {share:.0%} by write transactions"
        told.append(saved(name, summary, _transactions(case), share))
        told.append(saved(f"checkpoint writes saved, {title}: at least 40% by logical rows", summary, _rows(case), 0.4))
    return told


def _transactions(case: str) -> Figure:
    return Figure(case, "transactions", digits=0)


def _rows(case: str) -> Figure:
    return Figure(case, "rows", digits=0)
