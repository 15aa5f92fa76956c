"""The SDK's inside, as far as this package touches it. Nothing private to the SDK is used elsewhere.

Interceptors see a signal after its task was queued behind others, and cannot tell when a handler is set. Entries that
are to behave like plain signals, in order with them, held like them and seen by every interceptor, must go where the
SDK takes signals out of an activation. So that method is wrapped, for each workflow run, and the rest is the SDK's.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import temporalio.service
import temporalio.workflow
from temporalio.bridge.proto.workflow_activation import SignalWorkflow
from temporalio.worker import _workflow_instance

from ._envelope import SIGNAL, Entry
from .errors import IncompatibleSdk, UnreadableBatch

_WRAPPED = {
    "_apply_signal_workflow": ["self", "job"],
    "_process_signal_job": ["self", "defn", "job"],
    "workflow_is_failure_exception": ["self", "err"],
}


def check() -> None:
    """Raises `IncompatibleSdk` unless the SDK has the methods that `tap` wraps."""
    for name, parameters in _WRAPPED.items():
        method = getattr(_workflow_instance._WorkflowInstanceImpl, name, None)
        if method is None or list(inspect.signature(method).parameters) != parameters:
            raise IncompatibleSdk(
                f"temporalio {temporalio.service.__version__} takes signals in another way than this release of"
                f" holdfast-temporal-worker knows ({name}): upgrade it, or pin the temporalio that you had"
            )


def running() -> Any:
    """The workflow run that is being set up or running now, as the SDK keeps it."""
    return temporalio.workflow._Runtime.current()


def tapped(run: Any) -> bool:
    """Whether the batches of this run are taken apart already."""
    return "_apply_signal_workflow" in vars(run)


def tap(
    run: Any,
    take: Callable[[SignalWorkflow], Iterable[SignalWorkflow]],
    left: Callable[[SignalWorkflow, bool], None],
) -> None:
    """From now on `take` says what signals stand in the place of a batch.

    The SDK then does with each what it does with a plain one: it decodes the arguments for the handler and queues its
    task, or holds it until there is a handler. `left` is told of every signal that stopped waiting for one, and whether
    its arguments could be decoded.
    """
    apply, process, fails_workflow = (getattr(run, name) for name in _WRAPPED)

    def apply_signal(job: SignalWorkflow) -> None:
        if job.signal_name != SIGNAL:
            apply(job)
            return
        for signal in take(job):
            apply(signal)

    def process_signal(defn: Any, job: SignalWorkflow) -> None:
        before = run._handled_signals_seq
        process(defn, job)
        left(job, run._handled_signals_seq != before)

    def is_failure(err: BaseException) -> bool:
        return not isinstance(err, UnreadableBatch) and bool(fails_workflow(err))

    for name, wrapper in zip(_WRAPPED, (apply_signal, process_signal, is_failure), strict=True):
        setattr(run, name, wrapper)


def as_signal(entry: Entry, batch: SignalWorkflow) -> SignalWorkflow:
    """The entry in the form of a plain signal; sender and event are the batch's."""
    origin = {field.name: value for field, value in batch.ListFields() if field.name not in ("input", "headers")}
    origin["signal_name"] = entry.name
    return SignalWorkflow(**origin, input=entry.arguments, headers=entry.headers)
