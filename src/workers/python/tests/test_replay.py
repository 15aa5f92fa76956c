"""Histories with batches replay, and need the interceptor to. Every other suite replays what it ran as well."""

from __future__ import annotations

import pytest
from temporalio.workflow import NondeterminismError

from driving import Entry, Stage, batch
from holdfast_temporal import HoldfastInterceptor
from workflows import Recorder


async def test_a_history_with_timers_in_handlers_replays_in_either_runner(stage: Stage):
    handle = await stage.begun(Recorder.run)
    for i in range(4):
        await stage.send(handle, batch("a", 1 + 2 * i, Entry("pause", [f"a{i}"]), Entry("pause", [f"b{i}"])))
        await handle.signal("pause", f"plain {i}")
    await handle.signal("end")
    assert len(await handle.result()) == 25
    for mode in ("cached", "unsandboxed"):
        other = Stage(stage.client, mode)
        other.started = stage.started
        await other.replay_all()


async def test_a_history_with_batches_does_not_replay_without_the_interceptor(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("pause", ["a"]), Entry("end")))
    await handle.result()
    with pytest.raises(NondeterminismError):
        await stage.replay_all(interceptors=[])


async def test_a_history_without_batches_replays_with_the_interceptor(stage: Stage):
    async with Stage(stage.client, stage.mode, interceptors=[]) as plain:
        handle = await plain.begun(Recorder.run)
        await handle.signal("pause", "a")
        await handle.signal("end")
        await handle.result()
        await plain.replay_all(interceptors=[HoldfastInterceptor()])


async def test_a_worker_takes_over_in_the_middle(stage: Stage):
    handle = await stage.begun(Recorder.run)
    await stage.send(handle, batch("a", 1, Entry("gate"), Entry("note", ["1"])))
    await stage.seen(handle, 3)
    await stage.no_worker()
    await stage.send(handle, batch("a", 1, Entry("gate"), Entry("note", ["1"])))
    await stage.send(handle, batch("a", 3, Entry("open-gate"), Entry("note", ["2"])))
    await stage.worker()
    await handle.signal("end")
    assert await handle.result() == ["main", "gate waits", "1", "gate opened", "2", "gate passed"]
