"""Checkpoints that tell by themselves what they must hold, so that whoever reads one sees whether it is whole."""

from __future__ import annotations

import threading
from typing import Any

from langgraph.checkpoint.base import CheckpointTuple

from support.samples import checkpoint, config, next_version
from support.talk import talk

TASK = "task"


def held(chain: str, number: int) -> dict[str, Any]:
    """Values of a step: one that grows, and one that changes every fourth time only."""
    return {"talk": talk(chain, number), "steady": [f"{chain} as of {number - number % 4}"] * 40}


def writes_of(chain: str, number: int) -> list[tuple[str, Any]]:
    """What the step's task writes: also what the next value will end with."""
    return [("talk", talk(chain, number + 1)[-1]), ("other", talk(chain, number))]


def assert_whole(found: CheckpointTuple) -> None:
    """Everything that its metadata says is there, and nothing else."""
    chain, number = found.metadata["chain"], found.metadata["step"]
    assert found.checkpoint["channel_values"] == held(chain, number), f"values of step {number} of {chain}"
    made = [(TASK, channel, value) for channel, value in writes_of(chain, number)]
    assert sorted(found.pending_writes, key=repr) in ([], sorted(made, key=repr)), f"writes of step {number} of {chain}"


class Chain:
    """Arguments for the calls of one writer on one thread, each checkpoint after the one before."""

    def __init__(self, thread: str, writer: int) -> None:
        self.thread = thread
        self.name = f"{thread} by {writer}"
        self._number = -1
        self.begin_again()

    def begin_again(self) -> None:
        """The thread was deleted: the next checkpoint has no parent."""
        self._parent: str | None = None
        self._versions: dict[str, Any] = {}

    def next_put(self) -> tuple[Any, ...]:
        """For `put`."""
        self._number += 1
        version = next_version(self._number)
        changing = self._parent is None or self._number % 4 == 0
        new = {"talk": version, **({"steady": version} if changing else {})}
        versions = {**self._versions, **new}
        made = checkpoint(held(self.name, self._number), versions)
        metadata = {"source": "loop", "step": self._number, "parents": {}, "chain": self.name}
        place = config(self.thread, self._parent)
        self._parent, self._versions = made["id"], versions
        return place, made, metadata, new

    def next_writes(self) -> tuple[Any, ...]:
        """For `put_writes`, after the put."""
        return config(self.thread, self._parent), writes_of(self.name, self._number), TASK


class Heads:
    """The newest checkpoint of each thread that was acknowledged and that no deletion can have taken; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: dict[str, str] = {}
        self._deletions: dict[str, int] = {}
        self._deleting: set[str] = set()
        self.acknowledged = 0

    def life(self, thread: str) -> int | None:
        """A number that changes with each deletion; None while one is under way."""
        with self._lock:
            return None if thread in self._deleting else self._deletions.get(thread, 0)

    def put(self, thread: str, key: str, life: int | None) -> None:
        """Acknowledged; `life` from before the put."""
        with self._lock:
            self.acknowledged += 1
            if life is not None and self._lives(thread, life):
                self._newest[thread] = max(key, self._newest.get(thread, ""))

    def newest(self, thread: str) -> str:
        with self._lock:
            return self._newest.get(thread, "")

    def assert_kept(self, thread: str, newest: str, life: int | None, found: CheckpointTuple | None) -> None:
        """What was the newest before the read is there, or one after it; unless a deletion came between."""
        with self._lock:
            if newest and life is not None and self._lives(thread, life):
                assert found is not None and found.checkpoint["id"] >= newest, f"{newest} of {thread} is lost"

    def _lives(self, thread: str, life: int) -> bool:
        return thread not in self._deleting and self._deletions.get(thread, 0) == life

    def deletion_begins(self, thread: str) -> None:
        with self._lock:
            self._deleting.add(thread)
            self._newest.pop(thread, None)
            self._deletions[thread] = self._deletions.get(thread, 0) + 1

    def deletion_ends(self, thread: str) -> None:
        with self._lock:
            self._deleting.discard(thread)
