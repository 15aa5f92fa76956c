"""What is measured."""

from __future__ import annotations

from dataclasses import dataclass

BATCH = 100
CALLS = {
    "get": "get",
    "search": "search by filter, one user",
    "search_all": "search by filter, all users",
    "namespaces": "list namespaces",
    "gets": f"batch of {BATCH} gets",
    "put": "put",
    "puts": f"batch of {BATCH} puts",
    "mixed": f"batch of {BATCH // 2} gets and {BATCH // 2} puts",
}
# How many items one call stores.
PUTS = {"put": 1, "puts": BATCH, "mixed": BATCH // 2}
WAYS = {"tasks": "async", "threads": "sync"}


@dataclass(frozen=True)
class Case:
    """One kind of call, made by so many callers at once.

    Attributes:
        way: `tasks` of one event loop that await, or `threads` that block.
    """

    call: str
    callers: int
    way: str

    @property
    def name(self) -> str:
        """For progress lines and JSON."""
        return f"{self.call} x{self.callers} {self.way}"

    @property
    def title(self) -> str:
        """For tables."""
        many = self.way if self.callers > 1 else self.way.removesuffix("s")
        return f"{CALLS[self.call]} ({WAYS[self.way]}), {self.callers} {many}"


def cases(callers: list[int], calls: list[str], ways: list[str]) -> list[Case]:
    """All of these; what stores items comes last, so that everybody reads from as many."""
    return [Case(call, count, way) for call in CALLS if call in calls for way in ways for count in callers]
