"""`python -m rules.watcher TARGET`: a Temporal worker whose workflow keeps what it hears of a thread."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from support.signals.asking import connected

QUEUE = "watchers"


@workflow.defn(name="Watcher")
class Watcher:
    """Ends when it is told to."""

    def __init__(self) -> None:
        self._heard: list[list] = []
        self._over = False

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: self._over)

    @workflow.signal(dynamic=True)
    def hear(self, name: str, arguments: Sequence[RawValue]) -> None:
        self._heard.append([name, *(workflow.payload_converter().from_payload(one.payload) for one in arguments)])

    @workflow.query
    def heard(self) -> list:
        return self._heard


async def work(target: str) -> None:
    client = await connected(target)
    worker = Worker(client, task_queue=QUEUE, workflows=[Watcher], workflow_runner=UnsandboxedWorkflowRunner())
    await worker.run()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
