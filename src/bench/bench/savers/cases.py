"""What is measured."""

from __future__ import annotations

from dataclasses import dataclass

from ..contenders import Contender

CALLS = {"put": "aput", "put_sync": "put (blocking)", "pair": "aput_writes and aput together", "get": "aget_tuple"}
KB = 1024
USUAL_BYTES = 4 * KB
LITTLE = 0.01


@dataclass(frozen=True)
class Case:
    """One kind of call, made by so many threads of LangGraph at once.

    Attributes:
        size: bytes of a state, about.
        changed: the share of a state that is new with each put; 1: all of it.
    """

    call: str
    callers: int
    size: int = USUAL_BYTES
    changed: float = 1.0

    @property
    def name(self) -> str:
        """For progress lines and JSON."""
        size = f" {self.size // KB}KB" if self.size != USUAL_BYTES else ""
        return f"{self.call} x{self.callers}{size}{' 1%' if self.changed < 1 else ''}"

    @property
    def title(self) -> str:
        """For tables."""
        size = f", {self.size // KB} KB" if self.writes else ""
        changed = f", {self.changed:.0%} changed" if self.changed < 1 else ""
        return f"{CALLS[self.call]}, {self.callers} thread{'' if self.callers == 1 else 's'}{size}{changed}"

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.call != "get"

    @property
    def calls_each(self) -> int:
        """How many saver calls one step is."""
        return 2 if self.call == "pair" else 1

    def can(self, contender: Contender) -> bool:
        """Whether a contender can do it."""
        return self.call != "put_sync" or contender.open_sync is not None


def cases(callers: list[int], sizes: list[int]) -> list[Case]:
    """All, for these numbers of callers and sizes in KB."""
    others = [Case(call, count) for call in ("pair", "get") for count in callers]
    puts = [Case("put", count, size * KB, share) for share in (1.0, LITTLE) for size in sizes for count in callers]
    return [Case("put_sync", 1), *puts, *others]
