"""Load on a server, with a journal of all that was acknowledged to compare with what is read afterwards."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.serde.types import ERROR

from support.samples import checkpoint, config, new_thread, next_version
from support.talk import talk
from support.waiting import eventually

KEPT = 5


@dataclass
class Step:
    """One acknowledged checkpoint of a thread, and the writes that were acknowledged for it."""

    checkpoint_id: str
    parent: str | None
    values: dict[str, Any]
    versions: dict[str, Any]
    number: int
    writes: list[tuple[str, str, Any]] = field(default_factory=list)


class Journal:
    """For each thread the steps in the order they were acknowledged; only ever appended to."""

    def __init__(self, threads: list[str]) -> None:
        self.steps: dict[str, list[Step]] = {thread: [] for thread in threads}

    def acknowledged(self) -> int:
        return sum(len(steps) + sum(len(step.writes) for step in steps) for steps in self.steps.values())


class Worker:
    """Makes the calls of one thread, one after the other, as a running graph does."""

    def __init__(self, thread: str, journal: Journal) -> None:
        self.thread = thread
        self.steps = journal.steps[thread]

    def next_step(self) -> tuple[Step, tuple[Any, ...]]:
        """The next checkpoint and the arguments of its `put`."""
        last = self.steps[-1] if self.steps else None
        number = last.number + 1 if last else 0
        version = next_version(number)
        # `steady` changes every fourth time only, so most puts rely on a value that an earlier one has stored;
        # `talk` is long, so it travels as a splice.
        new = {"log": version, "talk": version, **({"steady": version} if number % 4 == 0 else {})}
        versions = {**(last.versions if last else {}), **new}
        values = {"log": list(range(max(0, number - KEPT), number + 1)), "steady": number - number % 4}
        values["talk"] = talk(self.thread, number)
        made = checkpoint(values, versions)
        step = Step(made["id"], last.checkpoint_id if last else None, values, versions, number)
        metadata = {"source": "loop", "step": number, "parents": {}}
        return step, (config(self.thread, step.parent), made, metadata, new)

    def calls_of(self, step: Step) -> list[tuple[tuple[Any, ...], list[tuple[str, str, Any]]]]:
        """Arguments of each `put_writes`, and what is to be read after it."""
        place = config(self.thread, step.checkpoint_id)
        first = [("log", step.number), ("other", [step.number])]
        again = [("log", "late"), ("other", "late")]
        read = [("a", channel, value) for channel, value in first]
        return [
            ((place, first, "a"), read),
            ((place, again, "a"), read),  # the first of two stays
            ((place, [(ERROR, "first")], "b"), [*read, ("b", ERROR, "first")]),
            ((place, [(ERROR, "last")], "b"), [*read, ("b", ERROR, "last")]),  # of these the last stays
        ]


class Load:
    """Calls on many threads at once until told to stop: half by tasks of an event loop, half by worker threads.

    A call that fails ends the load; `stop` then raises what it raised.
    """

    def __init__(self, saver: HoldfastSaver, threads: int = 64) -> None:
        self._saver = saver
        names = [new_thread() for _ in range(threads)]
        self.journal = Journal(names)
        self._waiting, self._blocking = names[: threads // 2], names[threads // 2 :]
        self._pool = ThreadPoolExecutor(len(self._blocking) + 1)
        self._stopping = threading.Event()
        self._running: list[Future[None]] = []

    def __enter__(self) -> Load:
        self._running = [self._pool.submit(self._work, thread) for thread in self._blocking]
        self._running.append(self._pool.submit(asyncio.run, self._work_in_a_loop()))
        return self

    def _work(self, thread: str) -> None:
        worker = Worker(thread, self.journal)
        while not self._stopping.is_set():
            step, arguments = worker.next_step()
            self._saver.put(*arguments)
            worker.steps.append(step)
            for arguments, read in worker.calls_of(step):
                self._saver.put_writes(*arguments)
                step.writes = read

    async def _work_in_a_loop(self) -> None:
        async with self._saver:
            await asyncio.gather(*(self._work_in_a_task(thread) for thread in self._waiting))

    async def _work_in_a_task(self, thread: str) -> None:
        worker = Worker(thread, self.journal)
        while not self._stopping.is_set():
            step, arguments = worker.next_step()
            await self._saver.aput(*arguments)
            worker.steps.append(step)
            for arguments, read in worker.calls_of(step):
                await self._saver.aput_writes(*arguments)
                step.writes = read

    def acknowledges(self, more: int, within: float = 60.0) -> None:
        """Returns when so many more calls have been acknowledged."""
        goal = self.journal.acknowledged() + more

        def reached() -> bool:
            self.raise_failures()
            return self.journal.acknowledged() >= goal

        eventually(reached, within, f"{more} more acknowledged calls", every=0.01)

    def raise_failures(self) -> None:
        for running in self._running:
            if running.done():
                running.result()

    def stop(self, within: float = 120.0) -> None:
        self._stopping.set()
        for running in self._running:
            running.result(within)

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._pool.shutdown(wait=True, cancel_futures=True)


def fresh_saver(url: str, api_key: str | None = None) -> HoldfastSaver:
    """A saver that shares nothing with others of this process: no connection, and no memory of checkpoints."""
    fresh_saver.made += 1  # type: ignore[attr-defined]
    return HoldfastSaver(url, api_key=api_key, timeout=60, max_requests=100 + fresh_saver.made)  # type: ignore[attr-defined]


fresh_saver.made = 0  # type: ignore[attr-defined]


def check_all_there(url: str, journal: Journal, complete: bool = False, api_key: str | None = None) -> int:
    """Reads every thread anew, by a saver that holds nothing, and compares it with the journal.

    Returns:
        The number of checkpoints read.

    Args:
        complete: nothing is under way, so there is nothing but what was acknowledged; otherwise
            each thread may hold one step more.
    """
    saver = fresh_saver(url, api_key)
    seen = 0
    # Of the last step the writes may grow while we read: it is compared when the load has ended.
    known = {thread: list(steps) if complete else list(steps[:-1]) for thread, steps in journal.steps.items()}
    for thread, steps in known.items():
        found = list(saver.list(config(thread)))[::-1]
        seen += len(found)
        told = [one.checkpoint["id"] for one in found]
        expected = [step.checkpoint_id for step in steps]
        assert told == expected if complete else told[: len(expected)] == expected, f"order in {thread}"
        assert len(set(told)) == len(told)
        for one, step in zip(found, steps, strict=False):
            parent = one.parent_config and one.parent_config["configurable"]["checkpoint_id"]
            assert parent == step.parent
            assert one.checkpoint["channel_values"] == step.values
            assert one.checkpoint["channel_versions"] == step.versions
            assert one.metadata["step"] == step.number
            assert sorted(one.pending_writes, key=repr) == sorted(step.writes, key=repr)
        if complete:
            newest = saver.get_tuple(config(thread))
            assert (newest.checkpoint["id"] if newest else None) == (expected[-1] if expected else None)
    return seen


def check_single_reads(saver: HoldfastSaver, journal: Journal, each: int = 7) -> None:
    """Reads the newest and every so-many-th checkpoint one by one, by a saver that may hold values of other ones."""
    for thread, steps in journal.steps.items():
        for step in [*steps[::each], *steps[-1:]]:
            found = saver.get_tuple(config(thread, step.checkpoint_id))
            assert found is not None, f"{step.checkpoint_id} of {thread} is lost"
            assert found.checkpoint["channel_values"] == step.values
