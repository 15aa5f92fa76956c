"""Who runs when: in each round everybody once, and not always in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def rotated(all_of_them: Sequence[T], number: int) -> list[T]:
    """The order of round `number`."""
    first = number % len(all_of_them)
    return [*all_of_them[first:], *all_of_them[:first]]
