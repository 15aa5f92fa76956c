"""Holdfast is killed twenty times while it delivers, to workflows that continue as new: callers were told the truth."""

from __future__ import annotations

import time

import pytest

from support.signals.callers import Callers
from support.signals.stage import judge, settings

DEATHS = 20
ACKNOWLEDGED = 60
# A kill comes so long after that many were acknowledged since the last one.
MOMENTS = (0.0, 0.6)
# So many deaths must have met calls on their way to Temporal, and as many callers who waited.
MET = 10


@pytest.mark.parametrize("most_in_a_run", [10])
def test_nothing_is_lost_doubled_or_reordered_when_holdfast_is_killed_twenty_times(stage, new_server, seed, chance):
    server = new_server(**settings(stage, stage.temporal.target)).start()
    queued, formed, waiting = [], [], []
    with Callers(seed, [server.url], stage.flows.ids) as callers:
        for _ in range(DEATHS):
            callers.acknowledge(ACKNOWLEDGED)
            time.sleep(chance.uniform(*MOMENTS))
            waiting.append(callers.waiting())
            server.kill()
            queued.append(len(stage.outbox.waiting()))
            formed.append(stage.outbox.formed())
            server.start()
        callers.acknowledge(ACKNOWLEDGED)
        callers.stop()

    story = stage.story(callers, server.url)
    batches = stage.flows.batches()
    runs = [len(story.begun[id]) for id in stage.flows.enveloped]
    judge(story, queued=queued, formed=formed, waiting=waiting, batches=batches, runs=runs)
    assert sum(map(bool, formed)) >= MET
    assert sum(map(bool, waiting)) >= MET
    assert sum(map(bool, queued)) >= DEATHS - 2
    assert batches >= DEATHS
    assert min(runs) >= 2
