"""The calls of a saver that delete, copy and prune."""

from __future__ import annotations

from collections.abc import Sequence

from . import _administration as administration
from ._shared import Sharing


class Administering(Sharing):
    """Deletes, copies and prunes whole threads."""

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
