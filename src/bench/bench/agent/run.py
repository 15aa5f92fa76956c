"""One contender, one conversation."""

from __future__ import annotations

import asyncio
import gc
import time
import urllib.parse
from dataclasses import asdict, dataclass
from typing import Any

from .. import counters, traffic
from ..contenders import Contender
from ..places import Place
from . import reads
from .graph import Words, compiled, question

SIZE = """
select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
"""


@dataclass(frozen=True)
class Sample:
    """What a conversation cost."""

    contender: str
    round: int
    seconds: float
    puts: int
    transactions: int
    rows: int
    disk_bytes: int
    wal_bytes: int
    sent_bytes: int
    received_bytes: int
    head_bytes: int
    head_first_ms: float
    head_ms: float
    head_decoding_ms: float
    old_ms: float
    list_ms: float

    def told(self) -> str:
        """A progress line."""
        return (
            f"{self.contender:14} {self.seconds:6.1f} s  {self.transactions:5} transactions"
            f"  disk {self.disk_bytes / 1e6:7.1f} MB  WAL {self.wal_bytes / 1e6:7.1f} MB"
            f"  sent {self.sent_bytes / 1e6:7.1f} MB  head {self.head_ms:5.1f} ms"
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Conversation:
    """Turns of one agent on one saver, and then reads of what it left."""

    def __init__(self, place: Place, contender: Contender, number: int, turns: int, seed: int) -> None:
        self._place, self._contender, self._number = place, contender, number
        self._turns, self._seed = turns, seed
        self._url = place.url(contender.name, contender.database)
        # The clock makes a name that no earlier round has used
        self._config: dict[str, Any] = {"configurable": {"thread_id": f"agent-{time.time_ns()}", "checkpoint_ns": ""}}

    def measure(self) -> Sample:
        """Everything that was counted; fails if the last message cannot be read back."""
        gc.collect()
        return asyncio.run(self._measure())

    async def _measure(self) -> Sample:
        words = Words(self._seed + self._number)
        async with self._contender.open(self._url) as saver:
            before, size = self._counted(), self._size()
            start = time.perf_counter()
            state = await self._talk(saver, words)
            seconds = time.perf_counter() - start
            port = urllib.parse.urlsplit(self._url).port
            wire = traffic.to_port(port) if self._contender.database and port else traffic.Traffic(0, 0)
            changed, grown = counters.between(before, self._counted()), self._size() - size
            configs = [one.config async for one in saver.alist(self._config)]
            told = await self._read(saver, state, configs[len(configs) // 2])
        return Sample(
            contender=self._contender.name,
            round=self._number,
            seconds=seconds,
            puts=len(configs),
            transactions=changed.transactions if self._contender.database else 0,
            rows=sum(changed.rows.values()) if self._contender.database else 0,
            disk_bytes=grown,
            wal_bytes=changed.wal_bytes if self._contender.database else 0,
            sent_bytes=wire.sent,
            received_bytes=wire.received,
            **told,
        )

    async def _talk(self, saver: Any, words: Words) -> dict[str, Any]:
        graph, state = compiled(saver, words), {}
        for _ in range(self._turns):
            state = await graph.ainvoke(question(words), self._config)
        return state

    async def _read(self, saver: Any, state: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
        async with self._contender.open(self._url) as other:
            # A second saver holds nothing yet; the memory saver has no second.
            reader = other if self._contender.database else saver
            times = await reads.measured(reader, self._config, old)
            head = await reader.aget_tuple(self._config)
        if head.checkpoint["channel_values"]["messages"] != state["messages"]:
            raise AssertionError(f"{self._contender.name} does not give back the conversation")
        return {"head_bytes": len(saver.serde.dumps_typed(state["messages"])[1]), **times}

    def _counted(self) -> counters.Counters:
        return counters.read(self._place.cluster, self._contender.database or "postgres")

    def _size(self) -> int:
        if self._contender.database is None:
            return 0
        with self._place.cluster.connect(self._contender.database) as connection:
            connection.execute("checkpoint")
            found = connection.execute(SIZE).fetchone()
        assert found is not None
        return int(found[0])
