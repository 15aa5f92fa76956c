"""What is measured."""

from __future__ import annotations

from dataclasses import dataclass

from ..cases import WAYS, Case

NAME = "vectors"
SEARCHES = {"vectors": "search by vector", "vectors_filter": "search by vector and filter"}


@dataclass(frozen=True)
class Question(Case):
    """One kind of search, made by so many callers at once."""

    @property
    def filtered(self) -> bool:
        """Whether only one item of five is wanted."""
        return self.call == "vectors_filter"

    @property
    def title(self) -> str:
        """For tables."""
        many = self.way if self.callers > 1 else self.way.removesuffix("s")
        return f"{SEARCHES[self.call]} ({WAYS[self.way]}), {self.callers} {many}"


def questions(callers: list[int], ways: list[str]) -> list[Question]:
    """All of these."""
    return [Question(call, count, way) for call in SEARCHES for way in ways for count in callers]
