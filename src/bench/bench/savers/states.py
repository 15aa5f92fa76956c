"""States of a given size: all different, all from one seed."""

from __future__ import annotations

import random
from typing import Any

from ..words import vocabulary

CORPUS_BYTES = 4 * 1024 * 1024
RANDOM_BYTES = 256
FRAME_BYTES = 64

Messages = list[dict[str, Any]]


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

    def messages(self, size: int) -> Messages:
        """As a `messages` channel holds it."""
        return [self.message(size // 2 - FRAME_BYTES) for _ in range(2)]

    def changed(self, old: Messages, share: float) -> Messages:
        """The same but for one place: a contiguous `share` of all the text is new."""
        at = self._random.randrange(len(old))
        content = old[at]["content"]
        length = min(len(content), max(1, round(share * sum(len(one["content"]) for one in old))))
        start = self._random.randrange(len(content) - length + 1)
        new = self._random.randbytes(length // 2 + 1).hex()[:length]
        told = [dict(one) for one in old]
        told[at]["content"] = f"{content[:start]}{new}{content[start + length :]}"
        return told
