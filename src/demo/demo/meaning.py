"""How the demo searches by meaning: with the model of the server, or with a very small one of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from langgraph.store.holdfast import HoldfastStore, IndexSettings, NotIndexed

from .narrator import ClaimFailed

_DIMENSIONS = 256


def embed(texts: Sequence[str]) -> list[list[float]]:
    """Counts triples of letters, so that words with a common stem are alike. A real model knows what they mean."""
    return [_vector(text.lower()) for text in texts]


def _vector(text: str) -> list[float]:
    vector = [0.0] * _DIMENSIONS
    for at in range(len(text) - 2):
        vector[zlib.crc32(text[at : at + 3].encode()) % _DIMENSIONS] += 1.0
    return vector


@contextmanager
def indexed(store: HoldfastStore) -> Iterator[IndexSettings | None]:
    """Settings for a store on this server; an index that the demo had to define is gone afterwards.

    Raises:
        ClaimFailed: another client has an index there, with vectors that the demo cannot make.
    """
    try:
        embedded_by = store.index_status().definition["embedded_by"]
    except NotIndexed:
        try:
            yield {"dims": _DIMENSIONS, "embed": embed, "fields": ["said"], "model": "demo"}
        finally:
            store.drop_index()
        return
    if embedded_by != "server":
        raise ClaimFailed("this server's index is another client's: start the demo on another server")
    yield {"embed": "server", "fields": ["said"]}
