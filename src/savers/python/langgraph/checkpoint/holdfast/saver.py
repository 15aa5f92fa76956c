"""The saver that LangGraph calls."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from ._administering import Administering
from ._history import POLICIES
from ._leaving import Leaving
from ._operations import put_writes_operation
from ._puts import PutCall
from ._reading import Reading
from ._signalled import without_marks
from ._versions import next_version
from .transport import Connected, Connection, Endpoint, Operation

if TYPE_CHECKING:
    from langgraph.store.base import TTLConfig

    from langgraph.store.holdfast import HoldfastStore, IndexSettings

_MOMENT = 0.001


class HoldfastSaver(Connected, Reading, Administering):
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
