"""Makes vectors of the texts of a batch, and puts them where they belong."""

from __future__ import annotations

import asyncio
import math
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from langgraph.store.base import get_text_at_path

from langgraph.checkpoint.holdfast.errors import IndexMismatch, InvalidRequest

from ._index import Index

Part = dict[str, Any]


class Texts:
    """What a batch has to have embedded: each text once, and which parts wait for its vector.

    Of two puts of one key only the last counts, so only its texts are embedded.
    """

    def __init__(self, index: Index, parts: Sequence[Part]) -> None:
        assert index.embeddings is not None
        self._embeddings = index.embeddings
        self._dimensions = index.dimensions
        self._documents: dict[str, list[tuple[Part, str]]] = {}
        self._queries: dict[str, list[Part]] = {}
        for part in _lasting(parts):
            for path in _paths(part, index):
                for text in get_text_at_path(part["value"], path):
                    self._documents.setdefault(text, []).append((part, path))
        for part in parts:
            if part.get("query") and part.get("mode") != "text":
                self._queries.setdefault(part["query"], []).append(part)

    def embed(self) -> None:
        """One call for all documents, and one for each query."""
        if self._documents:
            self._fill_puts(self._embeddings.embed_documents(list(self._documents)))
        if self._queries:
            self._fill_searches([self._embeddings.embed_query(query) for query in self._queries])

    async def aembed(self) -> None:
        """The same; functions that block do so in another thread, as in LangGraph's stores."""
        if self._documents:
            self._fill_puts(await self._embeddings.aembed_documents(list(self._documents)))
        if self._queries:
            self._fill_searches(await asyncio.gather(*map(self._embeddings.aembed_query, self._queries)))

    def _fill_puts(self, vectors: Any) -> None:
        for places, vector in zip(self._documents.values(), self._packed(vectors, len(self._documents)), strict=True):
            for part, path in places:
                part.setdefault("vectors", []).append({"path": path, "vector": vector})

    def _fill_searches(self, vectors: Any) -> None:
        for parts, vector in zip(self._queries.values(), self._packed(vectors, len(self._queries)), strict=True):
            for part in parts:
                part["vector"] = vector

    def _packed(self, vectors: Any, texts: int) -> Iterator[bytes]:
        made = list(vectors)
        if len(made) != texts:
            raise InvalidRequest(f"embed gave {len(made)} vectors for {texts} texts")
        return iter([packed(vector, self._dimensions) for vector in made])


def packed(vector: Iterable[float], dimensions: int | None) -> bytes:
    """A vector as it travels: little-endian float32.

    Raises:
        IndexMismatch: it has another number of dimensions.
        InvalidRequest: it is no list of numbers, or one of them is none that float32 can hold.
    """
    try:
        numbers = array("f", vector)
    except (TypeError, ValueError):
        raise InvalidRequest("embed gave something that is no list of numbers") from None
    if len(numbers) != dimensions:
        raise IndexMismatch(f"embed gave a vector of {len(numbers)} dimensions, the index has {dimensions}")
    if not all(map(math.isfinite, numbers)):
        raise InvalidRequest("embed gave a vector with a number that is not finite in 32 bits")
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def numbered(parts: Iterable[Part], number: int | None) -> None:
    """Says of each vector in the batch which index it is for."""
    for part in parts:
        if number is not None and (part.get("vectors") or part.get("vector")):
            part["index_number"] = number


def is_indexed(part: Mapping[str, Any]) -> bool:
    """Whether it needs the index: a put that says nothing else, or a query."""
    if part["do"] == "put":
        return part["value"] is not None and part.get("index") is not False
    return bool(part.get("query"))


def _lasting(parts: Iterable[Part]) -> Iterable[Part]:
    puts = (part for part in parts if part["do"] == "put")
    last = {(*part["namespace"], part["key"]): part for part in puts}
    return filter(is_indexed, last.values())


def _paths(part: Part, index: Index) -> Sequence[str]:
    asked = part.get("index")
    return (index.fields or ("$",)) if asked is None else asked
