"""The saver that LangGraph calls."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    DeltaChannelHistory,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from . import _administration as administration
from ._history import POLICIES, HistoryPolicy
from ._kept import KeptValues
from ._leaving import Leaving
from ._lineage import Lineage
from ._operations import delta_history_operation, get_tuple_operation, put_writes_operation
from ._pages import Pages
from ._puts import PutCall
from ._reads import TupleRead
from ._signalled import without_marks
from ._tuples import add_pending_sends, histories_of, learn_from, parent_of_old_format, size_of, tuple_of
from ._unsent import UnsentSignals
from ._versions import next_version
from .transport import Connected, Connection, Endpoint, Operation

if TYPE_CHECKING:
    from langgraph.store.base import TTLConfig

    from langgraph.store.holdfast import HoldfastStore, IndexSettings

# More than this is deserialized in another thread: it takes too long for an event loop. For less the thread would be
# no help: the decoder keeps the interpreter to itself, and going there and back takes time, too.
_LOOP_BYTES = 1024 * 1024
_MOMENT = 0.001


class HoldfastSaver(Connected, BaseCheckpointSaver[str]):
    """Keeps the checkpoints of LangGraph in a Holdfast server.

    One saver serves synchronous and asynchronous graphs, any number of threads and event loops at
    once, and processes forked after it was made. Savers of one server share one connection, which
    sends together what is called at the same time. A `put` or `put_writes` returns when the
    server has committed it. Everything is repeated while that is safe, until `timeout`.

    Args:
        url: the server's address, e.g. `http://127.0.0.1:8420`.
        api_key: the server's key, if it has one.
        serde: how values become bytes; LangGraph's default, or e.g. an `EncryptedSerializer`. The
            server sees ids, channel names and versions, and metadata; never values.
        timeout: seconds that one call may take, repeats included.
        verify: CA bundle (path) or `SSLContext` for `https`; default: the system's CAs.
        proxy: HTTP proxy; default: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`; `""`: none.
        max_requests: most requests in flight for each event loop, and for all threads together.
        cache_bytes: serialized values held, so that puts and reads carry only what differs from them;
            0: none, and every value travels whole. Savers of one server with the same figure share them.
        history: `latest`: the threads that this saver puts into keep, of each namespace, the newest checkpoint,
            its parent, whatever was interrupted, and what delta channels need; the server removes the rest by
            and by, also what was there before. `full` tells the server nothing: new threads keep everything.
    """

    def __init__(
        self,
        url: str,
        *,
        api_key: str | None = None,
        serde: SerializerProtocol | None = None,
        timeout: float = 30.0,
        verify: str | bool | ssl.SSLContext | None = None,
        proxy: str | None = None,
        max_requests: int = 4,
        cache_bytes: int = 64 * 1024 * 1024,
        history: str = "full",
    ) -> None:
        BaseCheckpointSaver.__init__(self, serde=serde)
        self._connection = Connection.to(
            Endpoint(url.rstrip("/"), api_key, verify=verify, proxy=proxy, max_requests=max_requests)
        )
        if cache_bytes < 0:
            raise ValueError("cache_bytes is negative")
        if history not in POLICIES:
            raise ValueError(f"Unknown history policy: {history!r}")
        self._timeout = timeout
        self._cache_bytes = cache_bytes
        self._latest = history == "latest"

    def store(
        self, *, ttl: TTLConfig | None = None, index: IndexSettings | None = None, timeout: float | None = None
    ) -> HoldfastStore:
        """A long-term store on this saver's connection; `timeout` is the saver's unless given."""
        from langgraph.store.holdfast import HoldfastStore

        patience = self._timeout if timeout is None else timeout
        return HoldfastStore.on(self._connection, ttl=ttl, index=index, timeout=patience)

    def get_next_version(self, current: str | None, channel: None) -> str:
        """A version that no other branch of the thread uses, so that forks never share values."""
        return next_version(current)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Stores a checkpoint; committed when this returns. `config`'s checkpoint id is its parent.

        An id put again replaces the checkpoint and keeps its first parent. Nothing that is passed
        is referred to after the return.

        Returns:
            The config of the new checkpoint: `thread_id`, `checkpoint_ns` and `checkpoint_id`.

        Raises:
            HoldfastError: it was not stored, or (`OutcomeUnknown`) maybe was.
        """
        call = self._put(config, checkpoint, metadata, new_versions)
        for other in self._unsent.before_put(config["configurable"]):
            time.sleep(_MOMENT) if other is None else other.stored.result()
        with self._unsent.with_put(config["configurable"], checkpoint["id"]) as leaving:
            return call.acknowledged(self._connection.run(call.operation(self._timeout, leaving)))

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Like `put`. The values are serialized before the first wait."""
        call = self._put(config, checkpoint, metadata, new_versions)
        for other in self._unsent.before_put(config["configurable"]):
            await (asyncio.sleep(_MOMENT) if other is None else asyncio.shield(asyncio.wrap_future(other.stored)))
        with self._unsent.with_put(config["configurable"], checkpoint["id"]) as leaving:
            return call.acknowledged(await self._connection.arun(call.operation(self._timeout, leaving)))

    def put_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Stores what one task wrote; the checkpoint need not be stored yet.

        For each write: the first of `(task_id, position)` stays; errors, interrupts, resumes and
        scheduled marks are replaced by later ones. So a repeat is harmless.

        Raises:
            HoldfastError: it was not stored, or (`OutcomeUnknown`) maybe was.
        """
        with self._leaving(config, writes, task_id) as leaving:
            self._connection.run(self._put_writes(config, writes, task_id, task_path, leaving))

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Like `put_writes`. The values are serialized before the first wait."""
        with self._leaving(config, writes, task_id) as leaving:
            await self._connection.arun(self._put_writes(config, writes, task_id, task_path, leaving))

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

    def delete_thread(self, thread_id: str) -> None:
        """Deletes a thread: all namespaces, checkpoints, values and writes. Unknown ones are no error."""
        self._connection.run(administration.delete_thread(thread_id, self._timeout))

    async def adelete_thread(self, thread_id: str) -> None:
        """Like `delete_thread`."""
        await self._connection.arun(administration.delete_thread(thread_id, self._timeout))

    def delete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Deletes every checkpoint whose metadata `run_id` is one of these, with its writes."""
        for operation in administration.delete_for_runs(run_ids, self._timeout):
            self._connection.run(operation)

    async def adelete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Like `delete_for_runs`."""
        for operation in administration.delete_for_runs(run_ids, self._timeout):
            await self._connection.arun(operation)

    def copy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Copies everything of a thread under another id; an unknown source copies nothing.

        Raises:
            ThreadExists: the target has checkpoints or writes.
        """
        self._connection.run(administration.copy_thread(source_thread_id, target_thread_id, self._timeout))

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Like `copy_thread`."""
        operation = administration.copy_thread(source_thread_id, target_thread_id, self._timeout)
        await self._connection.arun(operation)

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Removes old checkpoints of these threads.

        Args:
            thread_ids: more than 1000 are pruned in several steps.
            strategy: `keep_latest` keeps the newest of each namespace, and what a delta channel is
                rebuilt from; `delete`, which LangGraph Server calls `delete_all`, removes everything.

        Raises:
            TypeError: `thread_ids` is a single string.
            ValueError: unknown strategy.
        """
        for operation in administration.prune(thread_ids, strategy, self._timeout):
            self._connection.run(operation)

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Like `prune`."""
        for operation in administration.prune(thread_ids, strategy, self._timeout):
            await self._connection.arun(operation)

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

    @property
    def _lineage(self) -> Lineage:
        return self._connection.shared("lineage", Lineage)

    @property
    def _kept(self) -> KeptValues:
        return self._connection.shared(f"kept-{self._cache_bytes}", lambda: KeptValues(self._cache_bytes))

    @property
    def _unsent(self) -> UnsentSignals:
        return self._connection.shared("unsent", UnsentSignals)

    @property
    def _history(self) -> HistoryPolicy | None:
        return self._connection.shared("history-latest", lambda: HistoryPolicy("latest")) if self._latest else None

    def _put(
        self, config: RunnableConfig, checkpoint: Checkpoint, metadata: Any, new_versions: Mapping[str, Any]
    ) -> PutCall:
        sequence = self._connection.next_sequence()
        return PutCall(
            self.serde,
            self._lineage,
            self._kept,
            config,
            checkpoint,
            metadata,
            new_versions,
            sequence,
            self._history,
        )

    def _leaving(self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str) -> Leaving:
        return self._unsent.with_writes(config["configurable"], writes, task_id)

    def _put_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str,
        leaving: Leaving,
    ) -> Operation:
        sequence, own = self._connection.next_sequence(), without_marks(writes)
        return put_writes_operation(
            self.serde, self._lineage, config, own, task_id, task_path, sequence, self._timeout, leaving
        )

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
