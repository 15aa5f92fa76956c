"""Processes that hold conversations, one after the other on each of their threads."""

from __future__ import annotations

import asyncio
import multiprocessing
import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from langgraph.checkpoint.holdfast import HoldfastSaver

from ..agent.graph import Words, compiled, question

# For the turns that are under way when the time is over, and for reading back.
GRACE_SECONDS = 180


@dataclass(frozen=True)
class Task:
    """What one process does.

    Attributes:
        threads: conversations at once.
        turns: of each, before the next one begins on its place.
    """

    url: str
    threads: int
    turns: int
    seconds: float
    seed: int


@dataclass(frozen=True)
class Done:
    """What it did: turns, and conversations that were read back, those included that the end has cut short."""

    turns: int
    conversations: int


def talk(task: Task, results: Any) -> None:
    """Puts a `Done`, or the error in words, on a queue."""
    try:
        results.put(asyncio.run(_talk(task)))
    except BaseException as error:
        results.put(f"{type(error).__name__}: {error}")
        raise


async def _talk(task: Task) -> Done:
    end = time.monotonic() + task.seconds
    async with HoldfastSaver(task.url, proxy="", timeout=60) as saver:
        done = await asyncio.gather(*(_place(saver, task, at, end) for at in range(task.threads)))
    return Done(sum(one.turns for one in done), sum(one.conversations for one in done))


async def _place(saver: HoldfastSaver, task: Task, at: int, end: float) -> Done:
    turns = conversations = 0
    while time.monotonic() < end:
        turns += await _conversation(saver, task, 1000 * at + conversations, end)
        conversations += 1
    return Done(turns, conversations)


async def _conversation(saver: HoldfastSaver, task: Task, number: int, end: float) -> int:
    words = Words(task.seed + number)
    thread = f"soak-{task.seed}-{number}-{time.time_ns()}"
    config: dict[str, Any] = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
    graph, state, turns = compiled(saver, words), {}, 0
    while turns < task.turns and (not turns or time.monotonic() < end):
        state = await graph.ainvoke(question(words), config)
        turns += 1
    # A saver that holds nothing: everything comes from the server.
    head = await HoldfastSaver(task.url, proxy="", timeout=60, cache_bytes=0).aget_tuple(config)
    if head is None or head.checkpoint["channel_values"]["messages"] != state["messages"]:
        raise AssertionError("the server does not give back the conversation")
    return turns


class Talkers:
    """Processes under way."""

    def __init__(self, tasks: list[Task]) -> None:
        context = multiprocessing.get_context("spawn")
        self._results = context.Queue()
        self.processes = [context.Process(target=talk, args=(task, self._results), daemon=True) for task in tasks]
        self._told: list[Done | str] = []

    def check(self) -> None:
        """Fails when one of them has."""
        try:
            while True:
                self._take(0.01)
        except queue.Empty:
            pass

    def done(self) -> list[Done]:
        """What all did; waits for them."""
        while len(self._told) < len(self.processes):
            self._take(GRACE_SECONDS)
        return [one for one in self._told if isinstance(one, Done)]

    def _take(self, seconds: float) -> None:
        told = self._results.get(timeout=seconds)
        if isinstance(told, str):
            raise RuntimeError(told)
        self._told.append(told)


@contextmanager
def talking(tasks: list[Task]) -> Iterator[Talkers]:
    """Starts the processes, and ends those that are still there."""
    talkers = Talkers(tasks)
    for one in talkers.processes:
        one.start()
    try:
        yield talkers
    finally:
        for one in talkers.processes:
            one.join(timeout=1)
            if one.is_alive():
                one.kill()
                one.join()
