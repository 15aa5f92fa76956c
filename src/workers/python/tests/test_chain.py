"""Other interceptors of the worker, before and behind this one, see plain signals."""

from __future__ import annotations

import pytest
from temporalio.client import Client
from temporalio.worker import (
    HandleSignalInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from driving import Entry, Stage, batch, payload, report
from holdfast_temporal import HoldfastInterceptor
from watching import Watching
from workflows import Dynamic, Recorder, Relay


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
        await stage.send(handle, batch("a", 1, first, Entry("note", ["2"])))
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


async def test_twice_in_the_chain_is_as_good_as_once(client: Client):
    async with Stage(client, interceptors=[HoldfastInterceptor(), HoldfastInterceptor()]) as stage:
        handle = await stage.start(Relay.run, [], 2)
        await stage.worker()
        for _ in range(2):
            await stage.send(handle, batch("a", 1, Entry("note", ["1"]), Entry("note", ["2"])))
        await stage.seen(handle, 2)
        await stage.send(handle, batch("a", 3, Entry("note", ["3"]), Entry("end")))
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
