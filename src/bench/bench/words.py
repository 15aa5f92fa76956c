"""Words for texts that compress as written ones do."""

from __future__ import annotations

import random

WORDS = 4000


def vocabulary(source: random.Random) -> list[str]:
    """Words of two to nine letters, the common letters more often."""
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    weights = range(len(letters), 0, -1)
    return ["".join(source.choices(letters, weights, k=source.randint(2, 9))) for _ in range(WORDS)]
