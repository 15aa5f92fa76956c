"""An interceptor that watches."""

from __future__ import annotations

from typing import Any

from temporalio.worker import (
    HandleSignalInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from driving import as_json


class Watching(Interceptor):
    """Writes down what it sees of signals."""

    def __init__(self) -> None:
        self.saw: list[Any] = []

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        saw = self.saw

        class Inbound(WorkflowInboundInterceptor):
            async def handle_signal(self, input: HandleSignalInput) -> None:
                headers = {name: as_json(header.data) for name, header in input.headers.items()}
                saw.append((input.signal, list(input.args), headers))
                await self.next.handle_signal(input)

        return Inbound
