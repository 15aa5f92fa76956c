"""Signals on their way with a write, and what became of both."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType

from ._task import Task
from .errors import HoldfastError, OutcomeUnknown


class Leaving:
    """What goes with a write. The write is done within its `with`.

    Attributes:
        signals: packed, in the order in which they were asked for.
        signalled: if the task will run again: how many of its signals are sent then, from its first on.
        tasks: whose they are.
        stored: done when both are stored; else it has the error.
    """

    def __init__(
        self,
        signals: tuple[bytes, ...] = (),
        signalled: int = 0,
        tasks: tuple[Task, ...] = (),
        ended: Callable[[Leaving, BaseException | None], None] | None = None,
    ) -> None:
        self.signals = signals
        self.signalled = signalled
        self.tasks = tasks
        self.stored: Future[None] = Future()
        self._ended = ended

    def __enter__(self) -> Leaving:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ended is not None:
            self._ended(self, error)
        if self.stored.done():
            return
        if error is None:
            self.stored.set_result(None)
        else:
            self.stored.set_exception(told_again(error))


NOTHING = Leaving()
NOTHING.stored.set_result(None)


class FailedRuns:
    """Runs whose signals were not stored: nothing of theirs may be stored after that, or it would be without them.

    Args:
        most: threads remembered, each with its last such run.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._failed: OrderedDict[str, tuple[object, HoldfastError]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._failed)

    def add(self, thread_id: str, run: object, error: BaseException) -> None:
        if run is None:
            return
        self._failed[thread_id] = (run, told_again(error))
        self._failed.move_to_end(thread_id)
        if len(self._failed) > self._most:
            self._failed.popitem(last=False)

    def check(self, thread_id: str, run: object) -> None:
        """Raises the error, if the run has failed."""
        failed = self._failed.get(thread_id)
        if failed is not None and failed[0] is run:
            raise failed[1].anew()


def told_again(error: BaseException) -> HoldfastError:
    """An error for those who come after the one that it was raised to; that one may have been cancelled."""
    if isinstance(error, HoldfastError):
        return error.anew()
    return OutcomeUnknown(f"a write with signals was broken off ({type(error).__name__})")
