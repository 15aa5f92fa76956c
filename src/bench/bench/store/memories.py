"""What is stored: memories of users, the same for everybody with the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from ..words import vocabulary

USERS, EACH = 200, 50
KINDS = ("preference", "fact", "event", "task", "person")
WORDS_IN_A_TEXT = 35
# So many of a user's memories are of one kind, and half of those weigh enough.
OF_A_KIND = EACH // len(KINDS)
HEAVY = 5
FOUND = OF_A_KIND // 2


def namespace(user: int) -> tuple[str, ...]:
    """Where the memories of a user lie."""
    return ("users", f"u{user:04}", "memories")


def key(at: int) -> str:
    """Of one of them."""
    return f"memory-{at:03}"


def some(kind: str) -> dict[str, Any]:
    """A filter that finds `FOUND` memories of each user, also if numbers are compared as text: they have one digit."""
    return {"kind": kind, "weight": {"$gte": HEAVY}}


class Memories:
    """Values of about 300 bytes."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)
        words = vocabulary(self._source)
        self._texts = [" ".join(self._source.choices(words, k=WORDS_IN_A_TEXT)) for _ in range(1000)]

    def value(self, at: int) -> dict[str, Any]:
        """The value of a user's memory number `at`."""
        return {
            "kind": KINDS[at % len(KINDS)],
            "weight": at // len(KINDS) % OF_A_KIND,
            "text": self._source.choice(self._texts),
            "seen": [at, at + 1],
        }

    def user(self) -> int:
        """Any."""
        return self._source.randrange(USERS)

    def all(self) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
        """Every memory of every user."""
        for user in range(USERS):
            for at in range(EACH):
                yield namespace(user), key(at), self.value(at)
