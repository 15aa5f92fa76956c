"""The workflows of a story: started, and asked what they have seen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from support.signals.asking import ANSWERED_WITHIN, answer, connected
from support.signals.worker import ENVELOPE, SINGLE, Recorder

T = TypeVar("T")

# Of a workflow task whose worker has died.
TASK_TIMEOUT = timedelta(seconds=2)


class Flows:
    """Four workflows that take envelopes and four that do not, on the Temporal at `target`.

    `most_in_a_run` signals end a run of the first four; 0: all have one. Those that take single calls have one always:
    only within it Temporal knows a repeat.
    """

    def __init__(self, target: str, most_in_a_run: int = 0) -> None:
        self.enveloped = [f"enveloped-{n}" for n in range(4)]
        self.single = [f"single-{n}" for n in range(4)]
        self._loop = asyncio.new_event_loop()
        self._client = self._now(connected(target))
        self._first_runs: dict[str, str | None] = {}
        for queue, ids, most in ((ENVELOPE, self.enveloped, most_in_a_run), (SINGLE, self.single, 0)):
            for id in ids:
                started = self._client.start_workflow(
                    Recorder.run, args=[most, [], []], id=id, task_queue=queue, task_timeout=TASK_TIMEOUT
                )
                self._first_runs[id] = self._now(started).first_execution_run_id

    @property
    def ids(self) -> list[str]:
        return [*self.enveloped, *self.single]

    def _now(self, asked: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(asyncio.wait_for(asked, ANSWERED_WITHIN))

    def seen(self) -> dict[str, list[str]]:
        """Of each workflow, what its handlers have seen; all that Temporal has acknowledged before is in it."""

        return self._asked(Recorder.seen)

    def begun(self) -> dict[str, list[int]]:
        """Of each workflow, how much its handlers had seen when each of its runs began."""
        return self._asked(Recorder.begun)

    def _asked(self, question: Callable[[Recorder], list[T]]) -> dict[str, list[T]]:
        async def ask() -> list[list[T]]:
            handles = [self._client.get_workflow_handle(id) for id in self.ids]
            return await asyncio.gather(*(answer(handle, question) for handle in handles))

        return dict(zip(self.ids, self._now(ask()), strict=True))

    def seen_at_rest(self) -> dict[str, list[str]]:
        """The same when nothing more comes for half a second."""
        last = self.seen()
        while True:
            time.sleep(0.5)
            now = self.seen()
            if now == last:
                return now
            last = now

    def events(self, ids: list[str], kind: str) -> list[HistoryEvent]:
        """Events of the histories of workflows, e.g. `WORKFLOW_EXECUTION_SIGNALED`."""

        async def ask() -> list[HistoryEvent]:
            return [event for id in ids async for event in self._history(id)]

        wanted = EventType.Value(f"EVENT_TYPE_{kind}")
        return [event for event in self._now(ask()) if event.event_type == wanted]

    async def _history(self, id: str) -> AsyncIterator[HistoryEvent]:
        """Of all runs, one after the other."""
        run = self._first_runs[id]
        while run:
            next_run = ""
            async for event in self._client.get_workflow_handle(id, run_id=run).fetch_history_events():
                yield event
                next_run = event.workflow_execution_continued_as_new_event_attributes.new_execution_run_id
            run = next_run

    def batches(self) -> int:
        """How many envelopes Temporal has taken."""
        signals = self.events(self.enveloped, "WORKFLOW_EXECUTION_SIGNALED")
        names = [event.workflow_execution_signaled_event_attributes.signal_name for event in signals]
        return names.count("signals.batch")

    def close(self) -> None:
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()
