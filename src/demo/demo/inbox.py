"""`python -m demo.inbox TARGET FILE QUEUE…`: a Temporal worker, and the workflow that the demo of signals sends to."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TextIO

from holdfast_temporal import HoldfastInterceptor
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

_arrivals: TextIO


@workflow.defn(name="Inbox")
class Inbox:
    """Takes as many letters as it is told to expect, and ends."""

    def __init__(self) -> None:
        self._letters: list[str] = []

    @workflow.run
    async def run(self, expected: int) -> list[str]:
        """The letters, in the order in which their handlers ran."""
        await workflow.wait_condition(lambda: len(self._letters) >= expected)
        return self._letters

    @workflow.query
    def count(self) -> int:
        """How many there are."""
        return len(self._letters)

    @workflow.signal
    def letter(self, name: str) -> None:
        """An ordinary handler; what it writes to the file is for the demo's clock alone."""
        self._letters.append(name)
        if not workflow.unsafe.is_replaying():
            _arrivals.write(f"{workflow.info().workflow_id} {name} {time.time()}\n")


async def work(target: str, queues: list[str]) -> None:
    """Works until the process is ended."""
    client = await Client.connect(target)
    workers = [
        Worker(
            client,
            task_queue=queue,
            workflows=[Inbox],
            interceptors=[HoldfastInterceptor()],
            workflow_runner=UnsandboxedWorkflowRunner(),
        )
        for queue in queues
    ]
    await asyncio.gather(*(worker.run() for worker in workers))


if __name__ == "__main__":
    with open(sys.argv[2], "a", buffering=1) as _arrivals:
        asyncio.run(work(sys.argv[1], sys.argv[3:]))
