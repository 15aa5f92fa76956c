"""The worker is killed while it handles signals; another one goes on from the history."""

from __future__ import annotations

import time

from support.signals.callers import Callers
from support.signals.stage import judge, settings
from support.waiting import eventually

DEATHS = 3
ACKNOWLEDGED = 60
MOMENTS = (0.0, 0.6)
# So many more, of all callers, reach Temporal while nobody works.
ARRIVING_MEANWHILE = 60


def test_nothing_is_lost_doubled_or_reordered_when_the_worker_is_killed(stage, new_server, seed, chance):
    server = new_server(**settings(stage, stage.temporal.target)).start()
    unhandled = []
    with Callers(seed, [server.url], stage.flows.ids) as callers:
        for _ in range(DEATHS):
            callers.acknowledge(ACKNOWLEDGED)
            time.sleep(chance.uniform(*MOMENTS))
            stage.kill_worker()
            before = stage.outbox.delivered()
            callers.acknowledge(ARRIVING_MEANWHILE)
            eventually(lambda before=before: stage.outbox.delivered() > before, 60, "something is delivered to nobody")
            unhandled.append(stage.outbox.delivered() - before)
            stage.start_worker()
        callers.acknowledge(ACKNOWLEDGED)
        callers.stop()

    story = stage.story(callers, server.url)
    cut_off = len(stage.flows.events(stage.flows.ids, "WORKFLOW_TASK_TIMED_OUT"))
    judge(story, delivered_without_a_worker=unhandled, tasks_cut_off=cut_off, batches=stage.flows.batches())
    assert min(unhandled) > 0
    assert cut_off >= DEATHS
