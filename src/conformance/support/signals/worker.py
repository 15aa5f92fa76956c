"""`python -m support.signals.worker TARGET`: a worker, and the workflow that writes down what it is signalled."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from holdfast_temporal import HoldfastInterceptor
from temporalio import workflow
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from support.signals.asking import connected

# In the first, batches are one signal and the worker has the interceptor; in the second it has none.
ENVELOPE = "holdfast-kill-envelope"
SINGLE = "holdfast-kill-single"
# Soon after a worker has died its workflows go to another one.
STICKY = timedelta(seconds=1)


@workflow.defn(name="Recorder")
class Recorder:
    """Writes down every signal, in order; never ends, but may go on in a new run."""

    @workflow.init
    def __init__(self, most: int, seen: list[str], begun: list[int]) -> None:
        self._seen = seen
        self._begun = [*begun, len(seen)]

    @workflow.run
    async def run(self, most: int, seen: list[str], begun: list[int]) -> None:
        """Begins another run after `most` more signals; 0: never."""
        await workflow.wait_condition(lambda: 0 < most <= len(self._seen) - self._begun[-1])
        workflow.continue_as_new(args=[most, self._seen, self._begun])

    @workflow.signal
    def note(self, token: str) -> None:
        """An ordinary handler."""
        self._seen.append(token)

    @workflow.query
    def seen(self) -> list[str]:
        """What came, in the order in which handlers ran."""
        return self._seen

    @workflow.query
    def begun(self) -> list[int]:
        """How much had come when each run began."""
        return self._begun


async def work(target: str) -> None:
    """Works on both task queues until the process is ended."""
    client = await connected(target)
    workers = [
        Worker(
            client,
            task_queue=queue,
            workflows=[Recorder],
            interceptors=[HoldfastInterceptor()] if queue == ENVELOPE else [],
            workflow_runner=UnsandboxedWorkflowRunner(),
            sticky_queue_schedule_to_start_timeout=STICKY,
        )
        for queue in (ENVELOPE, SINGLE)
    ]
    await asyncio.gather(*(worker.run() for worker in workers))


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
