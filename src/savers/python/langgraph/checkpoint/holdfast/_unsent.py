"""Signals that nodes have asked for, until the writes of their tasks take them along."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from langgraph.checkpoint.serde.types import ERROR, INTERRUPT

from ._leaving import NOTHING, FailedRuns, Leaving
from ._signalled import Mark, Write, signalled_of
from ._task import Task, run_of
from .errors import LimitExceeded

logger = logging.getLogger(__name__)

# A write and its signals are one request, of at most a thousand operations.
_MOST_SIGNALS = 900
# Of a millisecond. The writes that a checkpoint follows from have been asked for before it.
_MOST_MOMENTS = 1000

Pack = Callable[[int], bytes]


class _Unsent:
    """The signals of one attempt of one task."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.asked = 0
        self.packed: list[bytes] = []
        self._mark = Mark(task.writes) if task.may_try_again else None

    def of(self, task: Task) -> bool:
        """Whether this is the attempt that the task is at."""
        return self.task.writes is task.writes and self.stands()

    def stands(self) -> bool:
        """Whether no other attempt has begun since, and this one has not failed."""
        if self._mark is not None and not self._mark.stands():
            return False
        return not any(channel == ERROR for channel, _ in list(self.task.writes))


class UnsentSignals:
    """What is remembered for each task, of all threads; thread-safe. Forgotten when the task writes, or has failed.

    Args:
        most: threads remembered; a task that never comes to write would stay for ever.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._lock = Lock()
        self._threads: OrderedDict[str, dict[str, _Unsent]] = OrderedDict()
        self._on_their_way: dict[str, list[Leaving]] = {}
        self._failed = FailedRuns(most)
        self._sent: OrderedDict[tuple[str, str], int] = OrderedDict()

    def add(self, task: Task, pack: Pack) -> None:
        """Remembers one more signal of the task.

        Args:
            pack: gives the operation, of the signal's number at this attempt; not called if that one is sent already.

        Raises:
            LimitExceeded: the task, or the run if it stores nothing before its end, has too many.
        """
        with self._lock:
            tasks = self._threads.setdefault(task.thread_id, {})
            unsent = tasks.get(task.task_id)
            if unsent is None or not unsent.of(task):
                unsent = tasks[task.task_id] = _Unsent(task)
            _check_room(tasks, task)
            if unsent.asked >= self._sent.get((task.thread_id, task.task_id), 0):
                unsent.packed.append(pack(unsent.asked))
            unsent.asked += 1
            self._threads.move_to_end(task.thread_id)
            if len(self._threads) > self._most:
                self._threads.popitem(last=False)
                logger.warning("Signals of tasks that have written nothing are forgotten: there are too many")

    def with_writes(self, configurable: Mapping[str, Any], writes: Sequence[Write], task_id: str) -> Leaving:
        """Takes what leaves with these writes of a task. Looks at them only if there is something.

        With an error nothing does. With an interrupt the task's own signals do: it will run again, and they have the
        same keys then. Those of tasks within it that never wrote (of a subgraph that stores nothing) have not, so
        they are dropped, and asked for again; at the task's end they leave with it.

        Raises:
            HoldfastError: signals of this run were not stored.
        """
        if not self._threads and not self._failed:
            return NOTHING
        thread_id, run = str(configurable["thread_id"]), run_of(configurable)
        self._failed.check(thread_id, run)
        with self._lock:
            taken = self._take(thread_id, lambda one: task_id in (one.task.task_id, *one.task.around))
            taken = [one for one in taken if one.task.run is run and one.stands()]
            if not taken:
                return NOTHING
            channels = {channel for channel, _ in writes}
            if ERROR in channels:
                return NOTHING
            if INTERRUPT not in channels:
                return self._leave(thread_id, run, taken)
            own = [one for one in taken if one.task.task_id == task_id]
            before = self._sent.get((thread_id, task_id), 0)
            return self._leave(thread_id, run, own, max([before, *(one.asked for one in own)]) if own else 0)

    def with_put(self, configurable: Mapping[str, Any], checkpoint_id: str) -> Leaving:
        """Takes what leaves with a checkpoint: of a run that stores nothing before its end, all but its last step's.

        The tasks of the last step run on this very checkpoint, and leave with their own writes if it did not end.

        Raises:
            HoldfastError: signals of this run were not stored.
        """
        if not self._threads and not self._failed:
            return NOTHING
        thread_id, run = str(configurable["thread_id"]), run_of(configurable)
        self._failed.check(thread_id, run)
        checkpoint_ns = configurable.get("checkpoint_ns") or ""

        def ended(one: _Unsent) -> bool:
            later = one.task.checkpoints.get(checkpoint_ns, checkpoint_id) != checkpoint_id
            return one.task.at_exit and one.task.run is run and later

        with self._lock:
            return self._leave(thread_id, run, [one for one in self._take(thread_id, ended) if one.stands()])

    def before_put(self, configurable: Mapping[str, Any]) -> Iterator[Leaving | None]:
        """What has to be stored before a checkpoint that is made of it, each to be waited for; None: wait a moment.

        LangGraph stores what tasks wrote and the checkpoint that follows from it at the same time; in synchronous
        graphs the latter may even be first. Stored without the former it would be without their signals for ever.
        """
        if not self._threads and not self._on_their_way:
            return
        thread_id, run = str(configurable["thread_id"]), run_of(configurable)
        place = configurable.get("checkpoint_ns") or "", configurable.get("checkpoint_id")

        def before(task: Task) -> bool:
            return task.run is run and not task.at_exit and task.checkpoints.get(place[0]) == place[1]

        for _ in range(_MOST_MOMENTS):
            with self._lock:
                tasks = self._threads.get(thread_id, {}).values()
                if not any(before(one.task) and one.stands() for one in tasks):
                    break
            yield None
        with self._lock:
            ways = [way for way in self._on_their_way.get(thread_id, ()) if any(map(before, way.tasks))]
        yield from ways

    def learn(self, told: Mapping[str, Any]) -> None:
        """Learns, of a tuple of the protocol, how many signals its waiting tasks have sent already."""
        for task_id, count in signalled_of(told):
            with self._lock:
                self._sent[(told["thread_id"], task_id)] = count
                self._sent.move_to_end((told["thread_id"], task_id))
                if len(self._sent) > self._most:
                    self._sent.popitem(last=False)

    def _take(self, thread_id: str, wanted: Callable[[_Unsent], bool]) -> list[_Unsent]:
        tasks = self._threads.get(thread_id, {})
        taken = [tasks.pop(name) for name, one in list(tasks.items()) if wanted(one)]
        if taken and not tasks:
            del self._threads[thread_id]
        return taken

    def _leave(self, thread_id: str, run: object, taken: Sequence[_Unsent], signalled: int = 0) -> Leaving:
        if not taken:
            return NOTHING

        def ended(leaving: Leaving, error: BaseException | None) -> None:
            with self._lock:
                ways = self._on_their_way[thread_id]
                ways.remove(leaving)
                if not ways:
                    del self._on_their_way[thread_id]
                if error is not None:
                    self._failed.add(thread_id, run, error)

        signals = tuple(signal for one in taken for signal in one.packed)
        leaving = Leaving(signals, signalled, tuple(one.task for one in taken), ended)
        self._on_their_way.setdefault(thread_id, []).append(leaving)
        return leaving


def _check_room(tasks: Mapping[str, _Unsent], task: Task) -> None:
    # At exit all of a run's are in one request.
    together = [
        one
        for name, one in tasks.items()
        if name == task.task_id or (task.at_exit and one.task.at_exit and one.task.run is task.run)
    ]
    if sum(one.asked for one in together) >= _MOST_SIGNALS:
        told = {"limit": "signals", "maximum": _MOST_SIGNALS}
        raise LimitExceeded(f"more than {_MOST_SIGNALS} signals with one write", problem=told)
