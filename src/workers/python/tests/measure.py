"""What batches spare: `python tests/measure.py` prints events and signals a second, beside single signals."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from temporalio.client import WorkflowHandle

import devserver
import driving
from driving import Entry, Stage, batch
from workflows import Recorder

SIGNALS = 1000
ROUNDS = 5
ARGUMENT = "x" * 98  # 100 bytes as JSON

Way = Callable[[Stage, WorkflowHandle], Awaitable[None]]


def singly(at_once: int) -> Way:
    """Each signal is a call of the SDK's client."""

    async def send(_: Stage, handle: WorkflowHandle) -> None:
        async def some(count: int) -> None:
            for _ in range(count):
                await handle.signal("note", ARGUMENT)

        await asyncio.gather(*(some(SIGNALS // at_once) for _ in range(at_once)))

    return send


def batched(size: int) -> Way:
    """One batch after the other, as Holdfast sends them to one workflow."""

    async def send(stage: Stage, handle: WorkflowHandle) -> None:
        for sent in range(0, SIGNALS, size):
            await stage.send(handle, batch("a", 1 + sent, *(Entry("note", [ARGUMENT]) for _ in range(size))))

    return send


async def measured(stage: Stage, send: Way) -> tuple[int, float]:
    """Events that carry the signals, and signals a second from the first call until every handler has run."""
    handle = await stage.start(Recorder.run)
    await handle.query("seen")
    began = time.perf_counter()
    await send(stage, handle)
    await handle.signal("end")
    lines = await handle.result()
    took = time.perf_counter() - began
    assert len(lines) == SIGNALS + 1, "every signal, and the line of the main method"
    return len(await stage.events(handle, "WORKFLOW_EXECUTION_SIGNALED")) - 1, SIGNALS / took


async def main(target: str) -> None:
    ways = {"one call after the other": singly(1), "20 calls at once": singly(20)}
    ways |= {f"batches of {size}": batched(size) for size in (10, 100, 500)}
    print(f"{SIGNALS} signals of 100 bytes to one workflow; dev server in memory; worker and client in one process;")
    print(f"until every handler has run; median of {ROUNDS} rounds (least, most)")
    async with Stage(await driving.connected(target)) as stage:
        await stage.worker()
        await measured(stage, singly(1))
        for name, send in ways.items():
            rounds = [await measured(stage, send) for _ in range(ROUNDS)]
            rates = [rate for _, rate in rounds]
            spread = f"{statistics.median(rates):8,.0f} signals/s ({min(rates):,.0f}, {max(rates):,.0f})"
            print(f"{name:26} {rounds[0][0]:5} events {spread}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory, devserver.running(Path(directory)) as address:
        asyncio.run(main(address))
