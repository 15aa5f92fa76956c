"""One contender, one conversation."""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import time
import urllib.parse
from typing import Any

from .. import counters, traffic
from ..contenders import Contender
from ..places import Place
from ..samples import Sample
from . import reads
from .graph import Words, compiled, question

OLD = 5
# So much that no other saver of this process shares it: what such a saver holds is its own.
OWN_CACHE_BYTES = 64 * 1024 * 1024 + 1000


class Conversation:
    """Turns of one agent on one saver, and then reads of what it left."""

    def __init__(self, place: Place, contender: Contender, number: int, turns: int, seed: int) -> None:
        self._place, self._contender, self._number = place, contender, number
        self._turns, self._seed = turns, seed + number
        self._url = place.url(contender)
        # The clock makes a name that no earlier round has used
        self.config: dict[str, Any] = {"configurable": {"thread_id": f"agent-{time.time_ns()}", "checkpoint_ns": ""}}
        self._figures: dict[str, float] = {}

    def hold(self) -> None:
        """Talks, counts, and reads; fails if the conversation cannot be read back."""
        gc.collect()
        database = self._contender.database
        before = counters.told(self._place.cluster, database) if database else 0
        asyncio.run(self._hold())
        if database:
            self._figures["rows"] = counters.written(self._place.cluster, database) - before

    def sample(self) -> Sample:
        """What was counted."""
        return Sample("conversation", self._contender.name, self._number, self._figures)

    async def _hold(self) -> None:
        words = Words(self._seed)
        async with self._contender.open(self._url) as saver:
            before, size = counters.settled(self._place.cluster), self._place.size(self._contender)
            start = time.perf_counter()
            state = await self._talk(saver, words)
            self._figures["seconds"] = time.perf_counter() - start
            self._wire()
            after, grown = counters.settled(self._place.cluster), self._place.size(self._contender) - size
            if self._contender.keeps:
                self._figures["disk_bytes"] = grown
            if self._contender.database:
                self._figures["transactions"] = after.transactions - before.transactions
                self._figures["wal_bytes"] = after.wal_bytes - before.wal_bytes
            configs = [one.config async for one in saver.alist(self.config)]
            self._figures["puts"] = len(configs)
            await self._read(saver, state, configs)

    async def _talk(self, saver: Any, words: Words) -> dict[str, Any]:
        graph, state = compiled(saver, words), {}
        for _ in range(self._turns):
            state = await graph.ainvoke(question(words), self.config)
        return state

    def _wire(self) -> None:
        if not self._contender.keeps or self._contender.name == "sqlite":
            return
        found = traffic.to_port(urllib.parse.urlsplit(self._url).port or 0)
        self._figures |= {"sent_bytes": found.sent, "received_bytes": found.received}

    async def _read(self, saver: Any, state: dict[str, Any], configs: list[Any]) -> None:
        old = random.Random(self._seed).sample(configs[reads.HISTORY :] or configs, min(OLD, len(configs)))
        async with self._contender.open(self._url, cache_bytes=0) as other:
            # A second saver holds nothing; the memory saver has no second.
            reader = other if self._contender.keeps else saver
            self._figures |= await reads.warm(reader, self.config, old)
            head = await reader.aget_tuple(self.config)
        if self._contender.name == "holdfast":
            async with self._contender.open(self._url, cache_bytes=OWN_CACHE_BYTES + self._number) as knowing:
                self._figures |= await reads.head(knowing, self.config, "known")
        if head.checkpoint["channel_values"]["messages"] != state["messages"]:
            raise AssertionError(f"{self._contender.name} does not give back the conversation")
        self._figures["head_bytes"] = len(saver.serde.dumps_typed(state["messages"])[1])

    def cold(self, other: Conversation | None, repeats: int) -> None:
        """The head again, by savers just opened; Holdfast's server just started, or since then busy with another."""
        if not self._contender.keeps:
            return
        self._figures["cold_ms"] = self._restarted(1, None, repeats)
        if other is not None:
            self._figures["cold_thread_ms"] = self._restarted(2, other.config, repeats)

    def _restarted(self, kind: int, other: dict[str, Any] | None, repeats: int) -> float:
        times = []
        for at in range(repeats):
            if self._contender.name == "holdfast":
                self._place.server.restart()
            times.append(asyncio.run(self._first(OWN_CACHE_BYTES + 100 * self._number + 10 * kind + at, other)))
        return statistics.median(times)

    async def _first(self, cache_bytes: int, other: dict[str, Any] | None) -> float:
        async with self._contender.open(self._url, cache_bytes=cache_bytes) as saver:
            if other is not None:
                await reads.others(saver, other)
            return await reads.first(saver, self.config)
