"""States of about 4 KB: all different, all from one seed."""

from __future__ import annotations

import random
from typing import Any

from ..words import vocabulary

STATE_BYTES = 4096
CORPUS_BYTES = 4 * 1024 * 1024
RANDOM_BYTES = 256


class States:
    """Texts that no saver can have seen: a random place of a long random text, and random bytes in it."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._corpus = self._written()

    def _written(self) -> str:
        return " ".join(self._random.choices(vocabulary(self._random), k=CORPUS_BYTES // 6))

    def text(self, size: int) -> str:
        """About `size` bytes: words, and random ones at the beginning, so that it is like no other."""
        noise = self._random.randbytes(min(RANDOM_BYTES, size // 4)).hex()
        start = self._random.randrange(len(self._corpus) - size)
        return f"{noise} {self._corpus[start : start + size - len(noise) - 1]}"

    def message(self, size: int) -> dict[str, Any]:
        """As a node writes it."""
        return {"role": "assistant", "content": self.text(size)}

    def messages(self) -> list[dict[str, Any]]:
        """As a `messages` channel holds it."""
        return [self.message(STATE_BYTES // 2 - 64) for _ in range(2)]
