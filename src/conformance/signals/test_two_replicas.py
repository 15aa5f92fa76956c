"""Two Holdfasts share an outbox; one is killed, or is paused for longer than its lease while the other goes on."""

from __future__ import annotations

import os
import signal
import time

import pytest

from support.signals.callers import Callers
from support.signals.proxy import AnswersProxy
from support.signals.stage import LEASE, judge, settings
from support.waiting import eventually

ACKNOWLEDGED = 60
DEATHS = 4
PAUSES = 3
# So many lanes are under way at the replica that is paused.
HELD = 3
# A lane of the other replica is given back sooner.
NOT_THE_OTHERS = 1.5
# What the other replica sends takes so long that it is under way when the paused one comes back.
SLOW = 0.15


@pytest.fixture
def proxies(temporal):
    """One for each replica."""
    with AnswersProxy(temporal.port) as first, AnswersProxy(temporal.port) as second:
        yield first, second


@pytest.fixture
def replicas(stage, new_server, proxies):
    made = [new_server(f"holdfast-{n}", **settings(stage, proxy.target)) for n, proxy in enumerate(proxies)]
    return [server.start() for server in made]


def test_nothing_is_lost_doubled_or_reordered_when_one_of_two_is_killed(stage, replicas, seed, chance):
    formed = []
    with Callers(seed, [server.url for server in replicas], stage.flows.ids) as callers:
        for death in range(DEATHS):
            callers.acknowledge(ACKNOWLEDGED)
            time.sleep(chance.uniform(0, 0.6))
            dying = replicas[death % 2]
            dying.kill()
            held = stage.outbox.lanes_under_way()
            formed.append(len(held))
            eventually(
                lambda held=held: not held & stage.outbox.lanes_under_way(), 4 * LEASE, "the other one has its lanes"
            )
            dying.start()
        callers.acknowledge(ACKNOWLEDGED)
        callers.stop()

    judge(stage.story(callers, replicas[0].url, one_replica=False), under_way=formed, batches=stage.flows.batches())
    assert sum(map(bool, formed)) >= DEATHS - 1


def test_nothing_is_lost_doubled_or_reordered_when_one_of_two_is_paused(stage, replicas, proxies, seed, chance):
    taken_over = []
    with Callers(seed, [server.url for server in replicas], stage.flows.ids) as callers:
        for pause in range(PAUSES):
            callers.acknowledge(ACKNOWLEDGED)
            paused, its_proxy, other_proxy = replicas[pause % 2], proxies[pause % 2], proxies[1 - pause % 2]
            its_proxy.withhold()
            eventually(lambda: len(stage.outbox.lanes_under_way()) >= HELD, 10, "calls are under way")
            time.sleep(chance.uniform(0, 0.3))
            os.kill(paused.process.pid, signal.SIGSTOP)
            stopped = stage.outbox.lanes_under_way()
            time.sleep(NOT_THE_OTHERS)
            held = stopped & stage.outbox.lanes_under_way()
            other_proxy.delay = SLOW
            eventually(
                lambda held=held: not held & stage.outbox.lanes_under_way(), 4 * LEASE, "the other one has its lanes"
            )
            callers.acknowledge(ACKNOWLEDGED)
            its_proxy.release()  # the answers are there when it looks
            eventually(lambda: stage.outbox.lanes_under_way(), 10, "the other one is sending")
            os.kill(paused.process.pid, signal.SIGCONT)
            taken_over.append(len(held))
            callers.acknowledge(ACKNOWLEDGED)
            other_proxy.delay = 0.0
        callers.stop()

    judge(
        stage.story(callers, replicas[0].url, one_replica=False), taken_over=taken_over, batches=stage.flows.batches()
    )
    assert min(taken_over) > 0
