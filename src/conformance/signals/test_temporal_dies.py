"""Temporal is killed while it is signalled, and starts again with what it has written."""

from __future__ import annotations

import time

from support.signals.callers import Callers
from support.signals.stage import judge, settings
from support.waiting import eventually

DEATHS = 3
ACKNOWLEDGED = 60
# Critical ones among them that were not queued: the breaker is closed again.
STRAIGHT = 10
MOMENTS = (0.0, 0.6)
# While Temporal is away critical signals are queued as others are.
ACKNOWLEDGED_MEANWHILE = 40


def test_nothing_is_lost_doubled_or_reordered_when_temporal_is_killed(stage, new_server, seed, chance):
    server = new_server(**settings(stage, stage.temporal.target)).start()
    formed, left = [], []
    with Callers(seed, [server.url], stage.flows.ids) as callers:
        for _ in range(DEATHS):
            callers.acknowledge(ACKNOWLEDGED, straight=STRAIGHT)
            stage.outbox.delivers(ACKNOWLEDGED)
            time.sleep(chance.uniform(*MOMENTS))
            formed.append(eventually(stage.outbox.formed, 20, "something is on its way", every=0.001))
            stage.temporal.kill()
            callers.acknowledge(ACKNOWLEDGED_MEANWHILE)
            left.append(len(stage.outbox.waiting()))
            stage.temporal.start()
        callers.acknowledge(ACKNOWLEDGED)
        callers.stop()

    story = stage.story(callers, server.url)
    again = stage.outbox.sent_again()
    judge(story, formed=formed, queued_while_away=left, sent_again=again, batches=stage.flows.batches())
    assert min(left) > 0
    assert again > 0
