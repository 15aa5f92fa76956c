"""Workflows under test: started, signalled as Holdfast does it, run by a worker, replayed."""

from __future__ import annotations

import asyncio
import base64
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration
from temporalio.api.common.v1 import Header, Payload, Payloads, WorkflowExecution, WorkflowType
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    SignalWithStartWorkflowExecutionRequest,
    SignalWorkflowExecutionRequest,
    StartWorkflowExecutionRequest,
)
from temporalio.client import Client, WorkflowHandle
from temporalio.converter import DataConverter, PayloadConverter
from temporalio.service import RPCError
from temporalio.worker import Interceptor, Replayer, UnsandboxedWorkflowRunner, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

import workflows
from holdfast_temporal import HoldfastInterceptor

LIMIT_SECONDS = 20.0
LIMIT = timedelta(seconds=40)  # of a workflow: one that hangs fails its test
ALL = [found for found in vars(workflows).values() if hasattr(found, "__temporal_workflow_definition")]


@dataclass
class Entry:
    """One signal on its way into a batch; `args` are values, or payloads that are passed on as they are."""

    name: str
    args: Sequence[Any] = ()
    headers: Mapping[str, Payload] = field(default_factory=dict)


def batch(source: str, first: int, /, *entries: Entry, **changed: Any) -> list[Payload]:
    """The payloads of a batch, plain JSON in the manifest; `changed` replaces parts of that."""
    told: list[dict[str, Any]] = []
    arguments: list[Payload] = []
    for entry in entries:
        given = [value if isinstance(value, Payload) else payload(value) for value in entry.args]
        plain = all(dict(one.metadata) == {"encoding": b"json/plain"} for one in given)
        told.append({"name": entry.name, "id": uuid.uuid4().hex})
        told[-1] |= {"json": [one.data.decode() for one in given]} if plain else {"args": len(given)}
        arguments += [] if plain else given
        if entry.headers:
            told[-1]["headers"] = {name: _json_form(header) for name, header in entry.headers.items()}
    return [payload({"version": 1, "source": source, "first": first, "entries": told, **changed}), *arguments]


def payload(value: Any) -> Payload:
    """As the default converter makes it."""
    return PayloadConverter.default.to_payloads([value])[0]


def _json_form(header: Payload) -> dict[str, Any]:
    def text(value: bytes) -> str:
        return base64.b64encode(value).decode()

    return {"metadata": {name: text(value) for name, value in header.metadata.items()}, "data": text(header.data)}


async def connected(target: str, converter: DataConverter = DataConverter.default) -> Client:
    """A client, as soon as the server has its default namespace."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        try:
            client = await Client.connect(target, data_converter=converter)
            await client.count_workflows()
            return client
        except (RPCError, RuntimeError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)


async def eventually(condition: Callable[[], Awaitable[Any]], what: str) -> Any:
    """The first true answer; fails, naming `what`, when there is none in time."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        if found := await condition():
            return found
        assert time.monotonic() < deadline, f"not within {LIMIT_SECONDS:g} s: {what}"
        await asyncio.sleep(0.02)


class Stage:
    """A task queue of its own. Signals that are sent before `worker()` arrive in one workflow task."""

    def __init__(self, client: Client, mode: str = "cached", **options: Any) -> None:
        self.client = client
        self.mode = mode
        self.queue = f"q-{uuid.uuid4().hex}"
        self.options: dict[str, Any] = {"interceptors": [HoldfastInterceptor()], **options}
        self.started: list[str] = []
        self._workers = AsyncExitStack()

    async def __aenter__(self) -> Stage:
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self._workers.aclose()

    async def start(self, workflow: Any, *args: Any) -> WorkflowHandle[Any, Any]:
        """A new execution."""
        workflow_id = f"w-{uuid.uuid4().hex}"
        self.started.append(workflow_id)
        return await self.client.start_workflow(
            workflow, args=args, id=workflow_id, task_queue=self.queue, execution_timeout=LIMIT
        )

    async def begun(self, workflow: Any, *args: Any) -> WorkflowHandle[Any, Any]:
        """A new execution whose main method has run, and a worker: each signal now finds it waiting."""
        handle = await self.start(workflow, *args)
        await self.worker()
        await handle.query("seen")
        return handle

    async def worker(self, **options: Any) -> Worker:
        """Starts a worker in this stage's mode; it ends with the stage."""
        chosen: dict[str, Any] = {**self.options, **options}
        chosen["max_cached_workflows"] = 0 if self.mode == "uncached" else 1000
        worker = Worker(self.client, task_queue=self.queue, workflows=ALL, workflow_runner=self._runner(), **chosen)
        await self._workers.enter_async_context(worker)
        return worker

    async def no_worker(self) -> None:
        """Ends every worker that was started."""
        await self._workers.aclose()

    def _runner(self) -> Any:
        return UnsandboxedWorkflowRunner() if self.mode == "unsandboxed" else SandboxedWorkflowRunner()

    async def send(
        self,
        handle: WorkflowHandle[Any, Any],
        payloads: Sequence[Payload],
        headers: Mapping[str, Payload] | None = None,
    ) -> None:
        """One `signals.batch`, as it stands: no converter, no codec; repeated while the workflow is busy."""
        request = SignalWorkflowExecutionRequest(
            namespace=self.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            signal_name="signals.batch",
            input=Payloads(payloads=payloads),
            header=Header(fields=headers),
            request_id=uuid.uuid4().hex,
        )
        await self.client.workflow_service.signal_workflow_execution(request, retry=True)

    async def send_with_start(self, workflow: str, payloads: Sequence[Payload]) -> WorkflowHandle[Any, Any]:
        """One `signals.batch` that starts its workflow."""
        workflow_id = f"w-{uuid.uuid4().hex}"
        self.started.append(workflow_id)
        request = SignalWithStartWorkflowExecutionRequest(
            namespace=self.client.namespace,
            workflow_id=workflow_id,
            workflow_type=WorkflowType(name=workflow),
            task_queue=TaskQueue(name=self.queue),
            signal_name="signals.batch",
            signal_input=Payloads(payloads=payloads),
            workflow_execution_timeout=Duration(seconds=LIMIT.seconds),
            request_id=uuid.uuid4().hex,
        )
        await self.client.workflow_service.signal_with_start_workflow_execution(request)
        return self.client.get_workflow_handle(workflow_id)

    async def start_with_headers(self, workflow: str, headers: Mapping[str, Payload]) -> WorkflowHandle[Any, Any]:
        """A new execution whose start carries headers."""
        workflow_id = f"w-{uuid.uuid4().hex}"
        self.started.append(workflow_id)
        request = StartWorkflowExecutionRequest(
            namespace=self.client.namespace,
            workflow_id=workflow_id,
            workflow_type=WorkflowType(name=workflow),
            task_queue=TaskQueue(name=self.queue),
            header=Header(fields=headers),
            workflow_execution_timeout=Duration(seconds=LIMIT.seconds),
            request_id=uuid.uuid4().hex,
        )
        await self.client.workflow_service.start_workflow_execution(request)
        return self.client.get_workflow_handle(workflow_id)

    async def seen(self, handle: WorkflowHandle[Any, Any], least: int) -> list[Any]:
        """What the workflow has written down, as soon as it is `least` lines."""

        async def enough() -> list[Any] | None:
            found: list[Any] = await handle.query("seen")
            return found if len(found) >= least else None

        found: list[Any] = await eventually(enough, f"{least} signals handled")
        return found

    async def events(self, handle: WorkflowHandle[Any, Any], kind: str) -> list[HistoryEvent]:
        """Those events of the newest run that are of a kind, e.g. `WORKFLOW_TASK_FAILED`."""
        history = await handle.fetch_history()
        return [event for event in history.events if event.event_type == EventType.Value(f"EVENT_TYPE_{kind}")]

    async def replay_all(self, interceptors: Sequence[Interceptor] | None = None) -> None:
        """Replays every run of what was started; raises what a worker would fail with."""
        replayer = Replayer(
            workflows=ALL,
            interceptors=self.options["interceptors"] if interceptors is None else interceptors,
            workflow_runner=self._runner(),
            data_converter=self.client.data_converter,
            namespace=self.client.namespace,
        )
        for workflow_id in self.started:
            run = (await self.client.get_workflow_handle(workflow_id).describe()).run_id
            while run:
                history = await self.client.get_workflow_handle(workflow_id, run_id=run).fetch_history()
                if any(event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED for event in history.events):
                    await asyncio.wait_for(replayer.replay_workflow(history), LIMIT_SECONDS)
                run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id


async def on_its_run(stage: Stage, handle: WorkflowHandle[Any, Any], number: int) -> None:
    """Returns when the workflow has continued as new often enough."""

    async def there() -> bool:
        described = await handle.describe()
        runs, run = 1, described.run_id
        while run:
            started = (await stage.client.get_workflow_handle(handle.id, run_id=run).fetch_history()).events[0]
            run = started.workflow_execution_started_event_attributes.continued_execution_run_id
            runs += bool(run)
        return runs >= number

    await eventually(there, f"run {number}")


def report(**expected: Any) -> dict[str, Any]:
    """An answer to `holdfast_signals` in which nothing but what is named was seen."""
    return {"version": 1, "watermarks": {}, "undecodable": 0, "unhandled": 0, "waiting": 0, **expected}


def as_json(value: bytes) -> Any:
    """The value of a payload's data."""
    return json.loads(value)
