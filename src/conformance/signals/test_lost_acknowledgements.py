"""Temporal takes signals and its acknowledgements are lost: what is sent again arrives once."""

from __future__ import annotations

import time

import pytest

from support.signals.callers import Callers
from support.signals.proxy import AnswersProxy
from support.signals.stage import judge, settings
from support.waiting import eventually

ACKNOWLEDGED = 60
# Critical ones among them that were not queued: the breaker is closed again.
STRAIGHT = 10
LOSSES = 2
# So many signals have arrived whose acknowledgements are on their way.
ARRIVED = 5
# Longer than any call may take.
TIMED_OUT = 1.5


@pytest.fixture
def proxy(temporal):
    with AnswersProxy(temporal.port) as proxy:
        yield proxy


def test_nothing_is_lost_doubled_or_reordered_when_acknowledgements_are_lost(stage, new_server, proxy, seed, chance):
    server = new_server(**settings(stage, proxy.target)).start()
    arrived = []
    with Callers(seed, [server.url], stage.flows.ids) as callers:
        # the connection breaks, or calls run into their deadlines
        for silence in [0.0, TIMED_OUT] * LOSSES:
            callers.acknowledge(ACKNOWLEDGED, straight=STRAIGHT)
            stage.outbox.delivers(ACKNOWLEDGED)
            time.sleep(chance.uniform(0, 0.3))
            proxy.withhold()
            eventually(lambda: proxy.withheld_bytes, 20, "answers are withheld")
            arrived.append(eventually(lambda: stage.arrived_unsettled(callers.calls, ARRIVED), 20, "some arrived"))
            time.sleep(silence)
            proxy.cut()
        callers.acknowledge(ACKNOWLEDGED)
        callers.stop()

    story = stage.story(callers, server.url)
    again = stage.outbox.sent_again()
    judge(story, arrived_and_unacknowledged=arrived, sent_again=again, batches=stage.flows.batches())
    assert again >= 2 * LOSSES
