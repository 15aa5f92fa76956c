"""What is stored and asked for: texts whose vectors are known beforehand, so that no model is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings
from langgraph.store.base import PutOp

DIMENSIONS = 384
LIMIT = 10
PREFIX = ("documents",)
KINDS = ("preference", "fact", "event", "task", "person")
FILTER = {"kind": "fact"}
ASKED = 500


@dataclass(frozen=True)
class Points:
    """Evenly spread vectors, as deterministic as the seed; those of items first, those of questions behind them."""

    count: int
    seed: int

    @cached_property
    def vectors(self) -> np.ndarray:
        """One row for each item and question, float32."""
        source = np.random.default_rng(self.seed)
        return source.standard_normal((self.count + ASKED, DIMENSIONS), dtype=np.float32)

    def puts(self) -> Iterator[PutOp]:
        """Every item; a text is the number of its vector."""
        for at in range(self.count):
            value = {"kind": KINDS[at % len(KINDS)], "text": str(at)}
            yield PutOp((*PREFIX, f"shelf-{at % 20:02}"), f"document-{at:05}", value)

    def question(self, at: int) -> str:
        """The text of question number `at`."""
        return str(self.count + at % ASKED)

    @cached_property
    def nearest(self) -> dict[bool, list[set[str]]]:
        """The keys of the exact answer to each question: without the filter, and with it."""
        items, asked = self._even(self.vectors[: self.count]), self._even(self.vectors[self.count :])
        scores = asked @ items.T
        other = [at for at in range(self.count) if KINDS[at % len(KINDS)] != FILTER["kind"]]
        filtered = scores.copy()
        filtered[:, other] = -np.inf
        return {False: self._best(scores), True: self._best(filtered)}

    @staticmethod
    def _even(vectors: np.ndarray) -> np.ndarray:
        wide = vectors.astype(np.float64)
        return wide / np.linalg.norm(wide, axis=1, keepdims=True)

    @staticmethod
    def _best(scores: np.ndarray) -> list[set[str]]:
        found = np.argpartition(-scores, LIMIT, axis=1)[:, :LIMIT]
        return [{f"document-{at:05}" for at in row} for row in found]


class Known(Embeddings):
    """Gives the vectors of `Points`, to threads and tasks at once."""

    def __init__(self, points: Points) -> None:
        self._vectors = points.vectors.tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One for each text."""
        return [self._vectors[int(text)] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The question's."""
        return self._vectors[int(text)]

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """The same, without a thread."""
        return self.embed_documents(texts)

    async def aembed_query(self, text: str) -> list[float]:
        """The same, without a thread."""
        return self.embed_query(text)
