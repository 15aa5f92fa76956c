"""What fails, fails as it does with plain signals; what cannot be read is not lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError

from driving import Entry, Stage, batch, eventually, payload, report
from holdfast_temporal import _envelope
from workflows import Brittle, Recorder

GOOD = batch("a", 1, Entry("note", [Payload(metadata={"encoding": b"json/plain", "kept": b""}, data=b'"1"')]))


async def failed_task(stage: Stage, handle: WorkflowHandle) -> str:
    """The message of the first workflow task that failed."""
    events = await eventually(lambda: stage.events(handle, "WORKFLOW_TASK_FAILED"), "a workflow task fails")
    return events[0].workflow_task_failed_event_attributes.failure.message


async def test_an_application_error_fails_the_workflow(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("note", ["1"]), Entry("fails"), Entry("note", ["2"])))
    with pytest.raises(WorkflowFailureError) as failure:
        await handle.result()
    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.message == "refused by the handler"


async def test_any_other_exception_fails_the_task(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("breaks"), Entry("note", ["1"])))
    assert "a defect" in await failed_task(stage, handle)
    await handle.terminate()
    stage.started.remove(handle.id)  # its replay fails as the task did


async def test_what_the_handler_cannot_decode_is_counted_and_the_rest_delivered(stage: Stage):
    handle = await stage.begun(Recorder.run)
    broken = Payload(metadata={"encoding": b"json/plain"}, data=b"{")
    foreign = Payload(metadata={"encoding": b"binary/unheard-of"}, data=b"?")
    entries = [Entry("note", ["1"]), Entry("place", [1, "no point"]), Entry("note", [broken]), Entry("note", [foreign])]
    await stage.send(handle, batch("a", 1, *entries, Entry("note", ["2"])))
    assert await stage.seen(handle, 3) == ["main", "1", "2"]
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 5}, undecodable=3)
    await handle.signal("end")
    await handle.result()
    assert not await stage.events(handle, "WORKFLOW_TASK_FAILED")


async def test_plain_signals_that_cannot_be_decoded_are_not_counted(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await handle.signal("place", args=[1, "no point"])
    await handle.signal("end")
    await handle.result()
    assert await handle.query("holdfast_signals") == report()


UNREADABLE = {
    "another version": batch("a", 1, Entry("note", ["x"]), version=2),
    "no manifest": [],
    "not JSON": [Payload(metadata={"encoding": b"json/plain"}, data=b"{")],
    "another encoding": [Payload(metadata={"encoding": b"binary/plain"}, data=GOOD[0].data), GOOD[1]],
    "too few payloads": GOOD[:1],
    "too many payloads": [*GOOD, payload("x")],
}


@pytest.mark.parametrize("workflow", [Recorder.run, Brittle.run])
@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_what_cannot_be_read_fails_the_task_whatever_fails_the_workflow(
    stage: Stage, workflow: object, sent: Sequence[Payload]
):
    handle = await stage.begun(workflow)
    await stage.send(handle, sent)
    message = await failed_task(stage, handle)
    assert message.split()[1] in ("manifest", "batch", "entries")
    assert "x" not in message.split(), "no value of a signal"
    await handle.terminate()
    stage.started.remove(handle.id)  # its replay fails as the task did


async def test_a_worker_that_reads_the_version_delivers_what_older_ones_could_not(monkeypatch, stage: Stage):
    handle = await stage.begun(Brittle.run)
    sent = batch("a", 1, Entry("note", ["1"]), Entry("note", ["2"]), version=2)
    await stage.send(handle, sent)
    await handle.signal("note", "plain")
    await handle.signal("end")
    await failed_task(stage, handle)
    monkeypatch.setattr(_envelope, "VERSION", 2)
    assert await handle.result() == ["1", "2", "plain"]


async def test_watermarks_that_cannot_be_read_fail_the_task(stage: Stage):
    await stage.worker()
    handle = await stage.start_with_headers("Recorder", {"holdfast-watermarks": payload({"a": "much"})})
    assert "holdfast-watermarks" in await failed_task(stage, handle)
    await handle.terminate()
    stage.started.remove(handle.id)  # its replay fails as the task did
