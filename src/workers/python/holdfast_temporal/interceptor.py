"""The interceptor that a worker is given."""

from __future__ import annotations

from typing import NoReturn

import temporalio.workflow
from temporalio.worker import (
    ContinueAsNewInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from . import _sdk
from ._run import BatchedSignals
from ._watermarks import Watermarks

QUERY = "holdfast_signals"


class HoldfastInterceptor(Interceptor):
    """Delivers the entries of `signals.batch` to the ordinary signal handlers of every workflow of the worker.

    To handlers and to all other interceptors, before and behind this one, an entry is a plain signal. An entry that was
    there before is dropped. The query `holdfast_signals` says how far each source has come.

    Raises `IncompatibleSdk` if the installed SDK is one that it cannot do this with. A `Replayer` needs it as well.
    """

    def __init__(self) -> None:
        _sdk.check()

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        """What is put before each workflow run."""
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        run = _sdk.running()
        if _sdk.tapped(run):  # the worker has this interceptor twice, its own and the client's
            self.next.init(outbound)
            return
        signals = BatchedSignals(Watermarks.carried(outbound.info().headers))
        _sdk.tap(run, signals.take, signals.left)
        temporalio.workflow.set_query_handler(QUERY, signals.report)
        self.next.init(_Outbound(outbound, signals))


class _Outbound(WorkflowOutboundInterceptor):
    def __init__(self, next: WorkflowOutboundInterceptor, signals: BatchedSignals) -> None:
        super().__init__(next)
        self._signals = signals

    def continue_as_new(self, input: ContinueAsNewInput) -> NoReturn:
        """The next run begins where this one ends, in workflow code that knows nothing of it."""
        input.headers = {**input.headers, **self._signals.watermarks.headers()}
        self.next.continue_as_new(input)
