"""So many LangGraph threads at once: each makes its checkpoint, and stays."""

from __future__ import annotations

import asyncio
import resource
from contextlib import AsyncExitStack
from typing import Any

import psycopg
from langgraph.checkpoint.base import empty_checkpoint

from ..contenders import Contender
from ..places import Place
from ..samples import Sample

SHARED, OWN = "shared", "own"
OPEN_SECONDS = 60
CONNECTIONS = """
select count(*) from pg_stat_activity
where datname = %s and backend_type = 'client backend' and pid <> pg_backend_pid()
"""


def many_files() -> None:
    """A thousand savers have a thousand sockets."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Idle:
    """The threads of one contender: all over one saver, or each with a saver of its own."""

    def __init__(self, place: Place, contender: Contender, threads: int) -> None:
        self._place, self._contender, self._threads = place, contender, threads

    def measure(self, way: str, number: int) -> Sample:
        """Threads whose put was acknowledged, and the connections at Postgres while all stay open."""
        return asyncio.run(self._measure(way, number))

    async def _measure(self, way: str, number: int) -> Sample:
        # Postgres keeps no place for who looks: the connection that counts is opened first.
        with self._place.cluster.connect() as looking:
            return await self._opened(way, number, looking)

    async def _opened(self, way: str, number: int, looking: psycopg.Connection[Any]) -> Sample:
        async with AsyncExitStack() as stack:
            if way == SHARED:
                saver = await stack.enter_async_context(self._contender.open(self._place.url(self._contender)))
                opened = [_put(saver, f"idle-{number}-{at}") for at in range(self._threads)]
            else:
                opened = [self._own(stack, f"own-{number}-{at}") for at in range(self._threads)]
            answers = await asyncio.gather(*opened, return_exceptions=True)
            errors = [one for one in answers if isinstance(one, BaseException)]
            found = looking.execute(CONNECTIONS, (self._contender.database,)).fetchone()
        assert found is not None
        if errors:
            print(f"  {len(errors)} could not: {type(errors[0]).__name__}: {' '.join(str(errors[0]).split())[:160]}")
        figures = {"threads": float(self._threads - len(errors)), "connections": float(found[0])}
        return Sample(way, self._contender.name, number, figures)

    async def _own(self, stack: AsyncExitStack, thread: str) -> None:
        opening = stack.enter_async_context(self._contender.open(self._place.url(self._contender)))
        await _put(await asyncio.wait_for(opening, OPEN_SECONDS), thread)


async def _put(saver: Any, thread: str) -> None:
    config: Any = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
    await saver.aput(config, empty_checkpoint(), {"source": "input", "step": -1, "parents": {}}, {})
