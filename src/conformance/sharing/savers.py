"""Savers that hold much, little or nothing, each as if in a process of its own."""

from __future__ import annotations

import asyncio
from itertools import count
from random import Random

from langgraph.checkpoint.holdfast import HoldfastSaver

from support.calling import Caller

# Fewer bytes than two long values have.
LITTLE = 20_000
PATIENCE = 120.0
# Savers of one process with equal options share what they hold; another `max_requests` makes them strangers.
_strangers = count(20)


def stranger(url: str, api_key: str | None = None, **options: int) -> HoldfastSaver:
    """A saver that shares no connection, no lineage and no held values with any other."""
    return HoldfastSaver(url, api_key=api_key, timeout=PATIENCE, max_requests=next(_strangers), **options)


class Savers:
    """Two that hold what they saw (so one is stale where the other has written), one little, one nothing, one anew."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._loop = asyncio.new_event_loop()
        self._lasting = [
            Caller(stranger(url), None),
            Caller(stranger(url), self._loop),
            Caller(stranger(url, cache_bytes=LITTLE), None),
            Caller(stranger(url, cache_bytes=LITTLE), self._loop),
            Caller(stranger(url, cache_bytes=0), None),
        ]

    def any(self, source: Random) -> Caller:
        """Mostly one that was used before."""
        return source.choice(self._lasting) if source.random() < 0.97 else self.fresh()

    def all(self) -> list[Caller]:
        """Each of the lasting ones, and a fresh one."""
        return [*self._lasting, self.fresh()]

    def fresh(self) -> Caller:
        """One that holds nothing yet."""
        return Caller(stranger(self._url), None)

    def close(self) -> None:
        for caller in self._lasting:
            caller.close()
        self._loop.close()
