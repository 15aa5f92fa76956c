"""Entries start in the order in which they and plain signals were sent."""

from __future__ import annotations

from temporalio.client import WorkflowHandle

from driving import Entry, Stage, batch
from workflows import Recorder


async def end(handle: WorkflowHandle) -> list:
    await handle.signal("end")
    return await handle.result()


async def test_entries_reach_ordinary_handlers_with_their_arguments(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("note", ["1"]), Entry("place", [7, {"x": 1, "y": 2}]), Entry("end")))
    assert await handle.result() == ["main", "1", ["Point", 1, 2, 7]]


async def test_batches_and_plain_signals_of_one_workflow_task_keep_their_order(stage: Stage):
    handle = await stage.start(Recorder.run)
    await handle.signal("note", "plain 0")
    await stage.send(handle, batch("a", 1, Entry("note", ["1"]), Entry("note", ["2"])))
    await handle.signal("note", "plain 1")
    await stage.send(handle, batch("a", 3, Entry("note", ["3"])))
    await handle.signal("note", "plain 2")
    await stage.worker()
    assert (await end(handle))[:6] == ["plain 0", "1", "2", "plain 1", "3", "plain 2"]


async def test_batches_and_plain_signals_of_many_workflow_tasks_keep_their_order(stage: Stage):
    handle = await stage.begun(Recorder.run)
    sent = []
    for i in range(20):
        await stage.send(handle, batch("a", 1 + 5 * i, *(Entry("note", [f"{i}.{j}"]) for j in range(5))))
        await handle.signal("note", f"plain {i}")
        sent += [*(f"{i}.{j}" for j in range(5)), f"plain {i}"]
    assert [line for line in await end(handle) if line != "main"] == sent


async def test_a_handler_that_waits_for_a_later_entry_of_its_batch_goes_on(stage: Stage):
    handle = await stage.start(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("gate"), Entry("note", ["between"]), Entry("open-gate")))
    await stage.worker()
    assert await end(handle) == ["gate waits", "between", "gate opened", "gate passed", "main"]


async def test_handlers_that_block_overlap_as_those_of_plain_signals_do(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("pause", ["a"]), Entry("pause", ["b"]), Entry("note", ["c"])))
    await stage.seen(handle, 6)
    assert await end(handle) == ["main", "a begins", "b begins", "c", "a ends", "b ends"]


async def test_the_workflow_waits_for_handlers_of_entries_that_still_run(stage: Stage):
    handle = await stage.start(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("pause", ["a"]), Entry("end")))
    await stage.worker()
    assert await handle.result() == ["a begins", "main", "a ends"]


async def test_a_batch_that_starts_its_workflow_is_handled_before_the_main_method(stage: Stage):
    handle = await stage.send_with_start("Recorder", batch("a", 1, Entry("note", ["1"]), Entry("note", ["2"])))
    await stage.worker()
    assert await end(handle) == ["1", "2", "main"]


async def test_a_batch_is_one_event_of_history(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, *(Entry("note", [str(i)]) for i in range(500))))
    assert await stage.seen(handle, 501) == ["main", *(str(i) for i in range(500))]
    assert len(await stage.events(handle, "WORKFLOW_EXECUTION_SIGNALED")) == 1
    assert not await stage.events(handle, "WORKFLOW_TASK_FAILED")
