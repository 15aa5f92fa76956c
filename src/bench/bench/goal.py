"""What Holdfast sets out to reach, and whether it did; against the better of the peer's configurations."""

from __future__ import annotations

from dataclasses import dataclass

from .report import aligned
from .samples import Summary


@dataclass(frozen=True)
class Goal:
    """One goal; `found` is in words, `reached` None when something that it needs was not measured."""

    name: str
    reached: bool | None
    found: str


def lines(goals: list[Goal]) -> list[str]:
    """A table of goals."""
    words = {True: "yes", False: "no", None: "not measured"}
    return aligned([["goal", "reached", "found"], *([one.name, words[one.reached], one.found] for one in goals)])


@dataclass(frozen=True)
class Figure:
    """A figure of a case, and how it is told."""

    case: str
    name: str
    unit: str = ""
    scale: float = 1.0
    digits: int = 2

    def told(self, value: float) -> str:
        """The number alone."""
        return f"{value / self.scale:,.{self.digits}f}"


def at_most(name: str, summary: Summary, figure: Figure, share: float) -> Goal:
    """Ours is at most `share` of the better peer's; less is better."""
    ours, peer = summary.median(figure.case, "holdfast", figure.name), summary.better_peer(figure.case, figure.name)
    if ours is None or peer is None:
        return Goal(name, None, "")
    theirs = peer[0]
    ratio = f" = {ours / theirs:.2f}" if theirs > 0 else ""
    return Goal(
        name, ours <= share * theirs, f"{figure.told(ours)} / {figure.told(theirs)} {figure.unit}".strip() + ratio
    )


def times_fewer(name: str, summary: Summary, figure: Figure, times: float) -> Goal:
    """The better peer's is at least `times` ours; less is better."""
    ours, peer = summary.median(figure.case, "holdfast", figure.name), summary.better_peer(figure.case, figure.name)
    if ours is None or peer is None:
        return Goal(name, None, "")
    theirs = peer[0]
    ratio = f" = {theirs / ours:.1f}" if ours > 0 else ""
    return Goal(
        name, theirs >= times * ours, f"{figure.told(theirs)} / {figure.told(ours)} {figure.unit}".strip() + ratio
    )


def times_more(name: str, summary: Summary, figure: Figure, times: float) -> Goal:
    """Ours is at least `times` the better peer's; more is better."""
    ours = summary.median(figure.case, "holdfast", figure.name)
    peer = summary.better_peer(figure.case, figure.name, max)
    if ours is None or peer is None:
        return Goal(name, None, "")
    theirs = peer[0]
    return Goal(
        name,
        ours >= times * theirs,
        f"{figure.told(ours)} / {figure.told(theirs)} {figure.unit}".strip() + f" = {ours / theirs:.1f}",
    )


def saved(name: str, summary: Summary, figure: Figure, share: float) -> Goal:
    """At least `share` of what the better peer does is not done."""
    ours, peer = summary.median(figure.case, "holdfast", figure.name), summary.better_peer(figure.case, figure.name)
    if ours is None or peer is None:
        return Goal(name, None, "")
    found = 1 - ours / peer[0]
    return Goal(name, found >= share, f"{figure.told(ours)} instead of {figure.told(peer[0])}: {found:.1%} saved")
