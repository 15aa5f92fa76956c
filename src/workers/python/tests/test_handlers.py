"""Whatever handlers a workflow has, or comes to have, entries reach them as plain signals do."""

from __future__ import annotations

import pytest
from temporalio.api.common.v1 import Payload

from driving import Entry, Stage, batch, report
from workflows import Deaf, Dynamic, Late, Recorder


async def test_a_dynamic_handler_takes_what_has_no_other(stage: Stage):
    handle = await stage.begun(Dynamic.run)
    await stage.send(
        handle, batch("a", 1, Entry("note", ["1"]), Entry("odd", [1, {"b": 2}]), Entry("none"), Entry("end"))
    )
    assert await handle.result() == ["1", ["odd", 1, {"b": 2}], ["none"]]
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 4})


async def test_a_workflow_without_handlers_is_none_the_worse(stage: Stage):
    handle = await stage.start(Deaf.run)
    await stage.send(handle, batch("a", 1, Entry("note", ["1"]), Entry("note", ["2"])))
    await stage.worker()
    assert await handle.result() == "done"
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 2}, unhandled=2)


async def test_what_has_no_handler_is_held_and_stops_nothing(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("unknown", ["1"]), Entry("note", ["2"])))
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 2}, unhandled=1)
    await handle.signal("end")
    assert await handle.result() == ["main", "2"]


@pytest.mark.parametrize("kind", ["early", "any"])
async def test_a_handler_that_is_set_late_gets_what_was_held_in_order(stage: Stage, kind: str):
    handle = await stage.begun(Late.run, kind)
    await stage.send(handle, batch("a", 1, Entry("early", ["1"]), Entry("early", ["2"])))
    await handle.signal("early", "plain")
    await stage.send(handle, batch("a", 3, Entry("early", ["3"])))
    await stage.send(handle, batch("a", 1, Entry("early", ["1 again"])))
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 3}, unhandled=3)
    await handle.signal("note", "now")
    await stage.seen(handle, 5)
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 3})
    await stage.send(handle, batch("a", 4, Entry("early", ["4"]), Entry("end")))
    lines = [f"late {x}" if kind == "early" else ["early", x] for x in ("1", "2", "plain", "3", "4")]
    assert await handle.result() == ["now", *lines]


async def test_a_handler_that_is_set_late_counts_what_it_cannot_decode(stage: Stage):
    handle = await stage.begun(Late.run, "early")
    unheard_of = Payload(metadata={"encoding": b"binary/unheard-of"}, data=b"1")
    broken = batch("a", 1, Entry("early", [unheard_of]), Entry("early", ["2"]))
    await stage.send(handle, broken)
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 2}, unhandled=2)
    await handle.signal("note", "now")
    await stage.seen(handle, 2)
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 2}, undecodable=1)
    await handle.signal("end")
    assert await handle.result() == ["now", "late 2"]


async def test_a_signal_of_the_batches_name_inside_a_batch_is_an_unknown_one(stage: Stage):
    handle = await stage.begun(Recorder.run)
    inner = batch("b", 1, Entry("note", ["inside"]))
    await stage.send(handle, batch("a", 1, Entry("signals.batch", inner), Entry("note", ["1"])))
    assert await handle.query("holdfast_signals") == report(watermarks={"a": 2}, unhandled=1)
    await handle.signal("end")
    assert await handle.result() == ["main", "1"]


async def test_every_workflow_answers_the_query(stage: Stage):
    await stage.worker()
    for workflow, args in ((Recorder.run, []), (Dynamic.run, []), (Deaf.run, []), (Late.run, ["early"])):
        handle = await stage.start(workflow, *args)
        assert await handle.query("holdfast_signals") == report()
        await handle.terminate()
