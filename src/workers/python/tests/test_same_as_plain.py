"""The same signals, sent plainly and in batches, do the same to a workflow."""

from __future__ import annotations

import random

import pytest
from temporalio.worker import _workflow
from temporalio.worker._workflow_instance import _WorkflowLogicFlag

from driving import Entry, Stage, batch
from workflows import Recorder


def script(chance: random.Random) -> list[Entry]:
    """Signals of all shapes; the gate is opened at last, so that every handler ends."""
    shapes = [
        lambda i: Entry("note", [f"note {i}"]),
        lambda i: Entry("place", [i, {"x": i, "y": -i}]),
        lambda i: Entry("gate"),
        lambda i: Entry("pause", [f"pause {i}"]),
        lambda i: Entry("unknown", [i]),
    ]
    return [*(chance.choice(shapes)(i) for i in range(chance.randint(5, 25))), Entry("open-gate"), Entry("end")]


@pytest.fixture(params=[[], [_WorkflowLogicFlag.PROCESS_WORKFLOW_ACTIVATION_JOBS_AS_SINGLE_BATCH]], ids=["now", "soon"])
def flags(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How the SDK orders what a workflow task brings: as it does now, and as it says it will by default."""
    monkeypatch.setattr(_workflow, "_DEFAULT_ENABLED_WORKFLOW_LOGIC_FLAGS", frozenset(request.param))
    return request.param


@pytest.mark.parametrize("seed", range(6))
async def test_plain_and_batched_signals_end_alike(flags: list[int], stage: Stage, seed: int):
    chance = random.Random(seed)
    entries = script(chance)
    plain = await stage.start(Recorder.run)
    mixed = await stage.start(Recorder.run)
    for entry in entries:
        await plain.signal(entry.name, args=list(entry.args))
    sent = 0
    while sent < len(entries):
        size = chance.randint(0, 6)
        if size == 0:
            await mixed.signal(entries[sent].name, args=list(entries[sent].args))
            sent += 1
        else:
            await stage.send(mixed, batch("a", 1 + sent, *entries[sent : sent + size]))
            sent += size
    await stage.worker()
    assert await mixed.result() == await plain.result()
    first = (await stage.events(mixed, "WORKFLOW_TASK_COMPLETED"))[0].workflow_task_completed_event_attributes
    assert list(first.sdk_metadata.lang_used_flags) == flags
