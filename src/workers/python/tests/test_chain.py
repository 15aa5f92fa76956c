"""Other interceptors of the worker, before and behind this one, see plain signals."""

from __future__ import annotations

from typing import NoReturn

import pytest
from temporalio.client import Client
from temporalio.worker import (
    ContinueAsNewInput,
    HandleSignalInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from driving import Entry, Stage, batch, on_its_run, payload, report
from holdfast_temporal import HoldfastInterceptor
from watching import Watching
from workflows import Dynamic, Recorder, Relay


class Carrying(Interceptor):
    """Gives the next run a header of its own."""

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        class Outbound(WorkflowOutboundInterceptor):
            def continue_as_new(self, input: ContinueAsNewInput) -> NoReturn:
                input.headers = {**input.headers, "mine": payload("kept")}
                self.next.continue_as_new(input)

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                self.next.init(Outbound(outbound))

        return Inbound


class Renaming(Interceptor):
    """Changes what the handlers get."""

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        class Inbound(WorkflowInboundInterceptor):
            async def handle_signal(self, input: HandleSignalInput) -> None:
                input.args = [f"{arg}!" for arg in input.args]
                await self.next.handle_signal(input)

        return Inbound


@pytest.mark.parametrize("mode", ["cached", "unsandboxed"])
async def test_others_see_each_entry_with_its_own_headers(client: Client, mode: str):
    before, behind = Watching(), Watching()
    async with Stage(client, mode, interceptors=[before, HoldfastInterceptor(), behind]) as stage:
        handle = await stage.begun(Recorder.run)
        trace = payload({"trace": "00-1"})
        first = Entry("note", ["1"], {"_tracer-data": trace, "other": payload("é")})
        await stage.send(handle, batch("a", 1, first, Entry("note", ["2"])), {"of the batch": payload("unseen")})
        await handle.signal("end")
        assert await handle.result() == ["main", "1", "2"]
        assert before.saw == behind.saw
        assert before.saw == [
            ("note", ["1"], {"_tracer-data": {"trace": "00-1"}, "other": "é"}),
            ("note", ["2"], {}),
            ("end", [], {}),
        ]


@pytest.mark.parametrize("place", [0, 1])
async def test_others_may_change_what_an_entry_brings(client: Client, place: int):
    interceptors: list[Interceptor] = [HoldfastInterceptor()]
    interceptors.insert(place, Renaming())
    async with Stage(client, interceptors=interceptors) as stage:
        handle = await stage.begun(Recorder.run)
        await stage.send(handle, batch("a", 1, Entry("note", ["1"])))
        await handle.signal("note", "2")
        await handle.signal("end")
        assert await handle.result() == ["main", "1!", "2!"]
        await stage.replay_all()


@pytest.mark.parametrize("place", [0, 1])
async def test_headers_that_others_give_to_the_next_run_stay(client: Client, place: int):
    interceptors: list[Interceptor] = [HoldfastInterceptor()]
    interceptors.insert(place, Carrying())
    async with Stage(client, interceptors=interceptors) as stage:
        handle = await stage.start(Relay.run, [], 1)
        await stage.worker()
        await stage.send(handle, batch("a", 1, Entry("note", ["1"])))
        await on_its_run(stage, handle, 2)
        started = (await stage.events(handle, "WORKFLOW_EXECUTION_STARTED"))[0]
        assert set(started.workflow_execution_started_event_attributes.header.fields) == {"holdfast-watermarks", "mine"}
        await handle.signal("end")
        await handle.result()


async def test_twice_in_the_chain_is_as_good_as_once(client: Client):
    async with Stage(client, interceptors=[HoldfastInterceptor(), HoldfastInterceptor()]) as stage:
        handle = await stage.start(Relay.run, [], 1)
        await stage.worker()
        for number in (1, 2, 3):
            for _ in range(2):
                await stage.send(handle, batch("a", number, Entry("note", [str(number)])))
            await on_its_run(stage, handle, number + 1)
        await stage.send(handle, batch("a", 2, Entry("note", ["again"]), Entry("note", ["again"]), Entry("end")))
        assert await handle.result() == ["1", "2", "3"]
        assert await handle.query("holdfast_signals") == report(watermarks={"a": 4})
        await stage.replay_all()


async def test_without_it_a_batch_reaches_no_handler(client: Client):
    """Why workers are rolled out first: the batch is acknowledged and lies in the worker."""
    async with Stage(client, interceptors=[]) as stage:
        handle = await stage.begun(Recorder.run)
        await stage.send(handle, batch("a", 1, Entry("note", ["1"]), Entry("end")))
        await handle.signal("note", "plain")
        await handle.signal("end")
        assert await handle.result() == ["main", "plain"]


async def test_a_worker_that_gets_it_later_delivers_what_lies_there(client: Client):
    async with Stage(client, interceptors=[]) as stage:
        handle = await stage.begun(Dynamic.run)
        await stage.no_worker()
        await stage.send(handle, batch("a", 1, Entry("note", ["1"])))
        await stage.worker(interceptors=[HoldfastInterceptor()])
        assert await stage.seen(handle, 1) == ["1"]
        await handle.signal("end")
        assert await handle.result() == ["1"]
