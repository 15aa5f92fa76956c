"""An entry at or below the watermark of its source is dropped, in this run and in the next ones."""

from __future__ import annotations

from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowHandle

from driving import Entry, Stage, as_json, batch, on_its_run, report
from workflows import Recorder, Relay


def notes(*lines: str) -> list[Entry]:
    return [Entry("note", [line]) for line in lines]


async def end(handle: WorkflowHandle) -> list:
    await handle.signal("end")
    return await handle.result()


async def test_a_batch_that_is_sent_again_changes_nothing(stage: Stage):
    handle = await stage.begun(Recorder.run)
    sent = batch("a", 1, *notes("1", "2"))
    for _ in range(3):
        await stage.send(handle, sent)
    assert await end(handle) == ["main", "1", "2"]


async def test_of_a_batch_that_overlaps_only_what_is_new_is_delivered(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, *notes("1", "2")))
    await stage.send(handle, batch("a", 2, *notes("again", "3")))
    assert await end(handle) == ["main", "1", "2", "3"]


async def test_numbers_may_be_left_out(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 10, *notes("10")))
    await stage.send(handle, batch("a", 1000, *notes("1000")))
    await stage.send(handle, batch("a", 11, *notes("too late")))
    assert await end(handle) == ["main", "10", "1000"]
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 1000})


async def test_each_source_has_its_own_watermark(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 5, *notes("a5")))
    await stage.send(handle, batch("b", 1, *notes("b1")))
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 5, "b": 1})
    assert await end(handle) == ["main", "a5", "b1"]


async def test_of_more_than_sixteen_sources_the_least_recently_used_is_forgotten(stage: Stage):
    handle = await stage.begun(Recorder.run)
    for source in range(16):
        await stage.send(handle, batch(f"s{source}", 9, *notes(f"s{source}")))
    await stage.send(handle, batch("s0", 9, *notes("never")))  # a repeat is a use, too
    await stage.send(handle, batch("s16", 9, *notes("s16")))
    kept = (await handle.query("holdfast_signals"))["watermarks"]
    assert kept == {f"s{source}": 9 for source in range(17) if source != 1}
    await stage.send(handle, batch("s1", 9, *notes("s1 once more")))
    assert await end(handle) == ["main", *(f"s{source}" for source in range(17)), "s1 once more"]


async def test_watermarks_go_with_a_workflow_that_continues_as_new(stage: Stage):
    handle = await stage.start(Relay.run, [], 2)
    await stage.worker()
    again = batch("a", 1, *notes("1", "2"))
    await stage.send(handle, again)
    await on_its_run(stage, handle, 2)
    await stage.send(handle, again)
    await stage.send(handle, batch("b", 7, *notes("b7")))
    await stage.send(handle, batch("a", 2, *notes("again", "3")))
    await on_its_run(stage, handle, 3)
    await stage.send(handle, again)
    await stage.send(handle, batch("b", 7, *notes("again")))
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 3, "b": 7})
    assert await end(handle) == ["1", "2", "b7", "3"]


async def test_a_run_hands_over_its_sources_in_order_of_use(stage: Stage):
    handle = await stage.start(Relay.run, [], 3)
    await stage.send(handle, batch("a-old", 4, *notes("1")))
    await stage.send(handle, batch("z-new", 2, *notes("2")))
    await stage.send(handle, batch("a-old", 5, *notes("3")))
    await stage.worker()
    await on_its_run(stage, handle, 2)
    started = (await stage.events(handle, "WORKFLOW_EXECUTION_STARTED"))[0]
    carried: Payload = started.workflow_execution_started_event_attributes.header.fields["holdfast-watermarks"]
    assert carried.metadata["encoding"] == b"json/plain"
    assert list(as_json(carried.data).items()) == [("z-new", 2), ("a-old", 5)]
    await end(handle)


async def test_a_run_that_saw_no_batch_hands_nothing_over(stage: Stage):
    handle = await stage.start(Relay.run, [], 1)
    await stage.worker()
    await handle.signal("note", "plain")
    await on_its_run(stage, handle, 2)
    started = (await stage.events(handle, "WORKFLOW_EXECUTION_STARTED"))[0]
    assert not started.workflow_execution_started_event_attributes.header.fields
    await end(handle)


async def test_nothing_is_lost_by_a_workflow_that_continues_as_new_all_the_time(stage: Stage):
    handle = await stage.start(Relay.run, [], 3)
    await stage.worker()
    sent = []
    for i in range(30):
        lines = [f"{i}.{j}" for j in range(1 + i % 7)]
        payloads = batch("a", 1 + 10 * i, *notes(*lines))
        await stage.send(handle, payloads)
        if i % 3 == 0:
            await stage.send(handle, payloads)
        if i % 4 == 0:
            await handle.signal("note", f"plain {i}")
            lines.append(f"plain {i}")
        sent += lines
    assert await end(handle) == sent
