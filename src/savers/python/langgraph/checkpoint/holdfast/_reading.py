"""The calls of a saver that read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple, DeltaChannelHistory

from ._operations import delta_history_operation, get_tuple_operation
from ._pages import Pages
from ._reads import TupleRead
from ._shared import Sharing
from ._tuples import add_pending_sends, histories_of, learn_from, parent_of_old_format, size_of, tuple_of

# More than this is deserialized in another thread: it takes too long for an event loop. For less the thread would be
# no help: the decoder keeps the interpreter to itself, and going there and back takes time, too.
_LOOP_BYTES = 1024 * 1024


class Reading(Sharing):
    """Reads checkpoints, and what delta channels are rebuilt from."""

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The checkpoint with the config's id, or the newest of the namespace; None if there is none.

        Everything returned belongs to the caller. Checkpoints before format 4 get the pending
        sends of their parent.
        """
        read, told = TupleRead(self._kept, config, self._timeout), None
        while not read.done:
            told = read.take(self._connection.run(read.next_operation()))
        return None if told is None else self._with_sends(self._decoded(told))

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Like `get_tuple`. Large values are deserialized in another thread."""
        read, told = TupleRead(self._kept, config, self._timeout), None
        while not read.done:
            told = read.take(await self._connection.arun(read.next_operation()))
        return None if told is None else await self._awith_sends(await self._adecoded(told))

    def list(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:
        """Checkpoints, newest id first, fetched page by page while the caller consumes them.

        Args:
            config: None: all threads. Without `checkpoint_ns`: all its namespaces; `""`: the root.
            filter: what the metadata must contain, as Postgres' `@>` on JSON.
            before: only ids less than its checkpoint id; without one it filters nothing.
            limit: at most so many; 0 or less gives none.
        """
        pages = Pages(config, filter, before, limit, self._timeout)
        while not pages.done:
            for told in pages.take(self._connection.run(pages.next_operation())):
                yield self._with_sends(self._decoded(told))

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Like `list`."""
        pages = Pages(config, filter, before, limit, self._timeout)
        while not pages.done:
            for told in pages.take(await self._connection.arun(pages.next_operation())):
                yield await self._awith_sends(await self._adecoded(told))

    def get_delta_channel_history(
        self, *, config: RunnableConfig, channels: Sequence[str]
    ) -> Mapping[str, DeltaChannelHistory]:
        """What the target's ancestors wrote to each channel, back to the nearest stored value (`seed`).

        Oldest first. Every channel has an entry, also for an unknown target.
        """
        if not channels:
            return {}
        told = self._connection.run(delta_history_operation(config, channels, self._timeout))
        return histories_of(self.serde, told, [*channels])

    async def aget_delta_channel_history(
        self, *, config: RunnableConfig, channels: Sequence[str]
    ) -> Mapping[str, DeltaChannelHistory]:
        """Like `get_delta_channel_history`."""
        if not channels:
            return {}
        told = await self._connection.arun(delta_history_operation(config, channels, self._timeout))
        return histories_of(self.serde, told, [*channels])

    def _decoded(self, told: Mapping[str, Any]) -> CheckpointTuple:
        learn_from(self._lineage, told)
        self._unsent.learn(told)
        return tuple_of(self.serde, told)

    async def _adecoded(self, told: Mapping[str, Any]) -> CheckpointTuple:
        if size_of(told) > _LOOP_BYTES:
            return await asyncio.to_thread(self._decoded, told)
        return self._decoded(told)

    def _with_sends(self, found: CheckpointTuple) -> CheckpointTuple:
        place = parent_of_old_format(found)
        if place is not None:
            parent = self._connection.run(get_tuple_operation(*place, self._timeout))["tuple"]
            add_pending_sends(self.serde, found, parent)
        return found

    async def _awith_sends(self, found: CheckpointTuple) -> CheckpointTuple:
        place = parent_of_old_format(found)
        if place is not None:
            parent = (await self._connection.arun(get_tuple_operation(*place, self._timeout)))["tuple"]
            add_pending_sends(self.serde, found, parent)
        return found
