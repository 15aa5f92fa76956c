"""The workflows of a story: started, and asked what they have seen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
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
    """Four workflows that take envelopes and four that do not, on the Temporal at `target`."""

    def __init__(self, target: str) -> None:
        self.enveloped = [f"enveloped-{n}" for n in range(4)]
        self.single = [f"single-{n}" for n in range(4)]
        self._loop = asyncio.new_event_loop()
        self._client = self._now(connected(target))
        for queue, ids in ((ENVELOPE, self.enveloped), (SINGLE, self.single)):
            for id in ids:
                self._now(self._client.start_workflow(Recorder.run, id=id, task_queue=queue, task_timeout=TASK_TIMEOUT))

    @property
    def ids(self) -> list[str]:
        return [*self.enveloped, *self.single]

    def _now(self, asked: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(asyncio.wait_for(asked, ANSWERED_WITHIN))

    def seen(self) -> dict[str, list[str]]:
        """Of each workflow, what its handlers have seen; all that Temporal has acknowledged before is in it."""

        async def ask() -> list[list[str]]:
            handles = [self._client.get_workflow_handle(id) for id in self.ids]
            return await asyncio.gather(*(answer(handle, Recorder.seen) for handle in handles))

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
            handles = [self._client.get_workflow_handle(id) for id in ids]
            return [event for handle in handles async for event in handle.fetch_history_events()]

        wanted = EventType.Value(f"EVENT_TYPE_{kind}")
        return [event for event in self._now(ask()) if event.event_type == wanted]

    def batches(self) -> int:
        """How many envelopes Temporal has taken."""
        signals = self.events(self.enveloped, "WORKFLOW_EXECUTION_SIGNALED")
        names = [event.workflow_execution_signaled_event_attributes.signal_name for event in signals]
        return names.count("signals.batch")

    def close(self) -> None:
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()
