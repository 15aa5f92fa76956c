"""One caller of a store: asks again when it is answered, and remembers what was acknowledged."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from langgraph.store.base import GetOp, PutOp

from . import memories
from .cases import BATCH, PUTS, Case
from .memories import Memories

LIMIT = 100


class WrongAnswer(Exception):
    """A store answered something else than what is there."""


class Caller:
    """Calls one after the other; each gives the seconds that it took.

    Attributes:
        puts: items of which it was told that they are stored.
        last: one of them, and its value.
    """

    def __init__(self, store: Any, name: str, source: Memories, case: Case) -> None:
        self._store, self._source, self._case = store, source, case
        self._namespace = ("callers", name.replace(".", "-"))
        self._at = 0
        self.puts = 0
        self.last: tuple[tuple[str, ...], str, Any] | None = None

    def call(self) -> float:
        """Blocks."""
        method, arguments, named, check = self._next("")
        start = time.perf_counter()
        found = method(*arguments, **named)
        seconds = time.perf_counter() - start
        check(found)
        return seconds

    async def acall(self) -> float:
        """Awaits."""
        method, arguments, named, check = self._next("a")
        start = time.perf_counter()
        found = await method(*arguments, **named)
        seconds = time.perf_counter() - start
        check(found)
        return seconds

    def _next(self, way: str) -> tuple[Any, tuple[Any, ...], dict[str, Any], Callable[[Any], None]]:
        if self._case.call in ("gets", "puts", "mixed"):
            ops = [*self._gets(), *self._puts()]
            return getattr(self._store, f"{way}batch"), (ops,), {}, lambda found: self._done(ops, found)
        user = self._source.user()
        if self._case.call == "get":
            at = user % memories.EACH
            method = getattr(self._store, f"{way}get")
            return method, (memories.namespace(user), memories.key(at)), {}, lambda found: _is(found, at)
        if self._case.call == "namespaces":
            named = {"prefix": ("users",), "max_depth": 2, "limit": LIMIT}
            return getattr(self._store, f"{way}list_namespaces"), (), named, lambda found: _many(found, LIMIT)
        if self._case.call == "put":
            (op,) = self._puts()
            method = getattr(self._store, f"{way}put")
            return method, (op.namespace, op.key, op.value), {}, lambda _: self._done([op], [None])
        return self._search(way, user)

    def _search(self, way: str, user: int) -> tuple[Any, tuple[Any, ...], dict[str, Any], Callable[[Any], None]]:
        one = self._case.call == "search"
        prefix = memories.namespace(user) if one else ("users",)
        named = {"filter": memories.some(memories.KINDS[user % len(memories.KINDS)]), "limit": 10}
        count = memories.FOUND if one else 10
        return getattr(self._store, f"{way}search"), (prefix,), named, lambda found: _many(found, count)

    def _gets(self) -> list[GetOp]:
        count = BATCH - PUTS.get(self._case.call, 0) if self._case.call != "put" else 0
        places = [(self._source.user(), at % memories.EACH) for at in range(count)]
        return [GetOp(memories.namespace(user), memories.key(at)) for user, at in places]

    def _puts(self) -> list[PutOp]:
        first = self._at
        self._at += PUTS.get(self._case.call, 0)
        return [PutOp(self._namespace, f"item-{at:08}", self._source.value(at)) for at in range(first, self._at)]

    def _done(self, ops: list[Any], found: list[Any]) -> None:
        for op, result in zip(ops, found, strict=True):
            if isinstance(op, GetOp):
                _is(result, int(op.key.rsplit("-", 1)[1]))
            else:
                self.puts += 1
                self.last = (op.namespace, op.key, op.value)


def _is(found: Any, at: int) -> None:
    if found is None or found.value["seen"] != [at, at + 1]:
        raise WrongAnswer(f"memory {at} is not as it was put: {found}")


def _many(found: list[Any], count: int) -> None:
    if len(found) != count:
        raise WrongAnswer(f"{len(found)} were found, and there are {count}")
