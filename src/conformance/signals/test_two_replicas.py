"""Two Holdfasts share an outbox; one is killed, or is paused for longer than its lease while the other goes on."""

from __future__ import annotations

import os
import signal
import time

import pytest

from support.signals.callers import Callers
from support.signals.proxy import AnswersProxy
from support.signals.stage import judge, settings
from support.waiting import eventually

ACKNOWLEDGED = 60
MOMENTS = (0.0, 0.6)
DEATHS = 3
PAUSES = 3
TRIES = 5
# Longer than others take to look twice at what one has that does nothing any more.
LEASE = 6.0
# A lane of the one that goes on is given back sooner.
NOT_THE_OTHERS = 1.5
# Seconds until one whose answers are withheld is caught sending; later its calls are given up, and it sends no more.
CAUGHT_WITHIN = 10.0
# Seconds that Temporal is away: one that dies has something on its way.
DISTANT = 0.05
# So far away for who goes on: it is sending when the one that was paused comes back.
FAR = 0.15


@pytest.fixture
def proxies(temporal):
    """One for each replica."""
    with AnswersProxy(temporal.port) as first, AnswersProxy(temporal.port) as second:
        yield first, second


@pytest.fixture
def replicas(stage, new_server, proxies):
    made = [new_server(f"holdfast-{n}", **settings(stage, proxy.target, LEASE)) for n, proxy in enumerate(proxies)]
    return [server.start() for server in made]


def held(stage):
    """Lanes of the one that does nothing any more, each with its token."""
    under_way = stage.outbox.lanes_under_way()
    time.sleep(NOT_THE_OTHERS)
    return under_way & stage.outbox.lanes_under_way()


def caught_sending(stage, proxy):
    """Whether, in time, an answer to it is withheld while lanes are under way; whose they are `held` finds out."""
    until = time.monotonic() + CAUGHT_WITHIN
    while time.monotonic() < until:
        if proxy.withheld_bytes and stage.outbox.lanes_under_way():
            return True
        time.sleep(0.01)
    return False


def paused_with_lanes(stage, server):
    """Stops it; the lanes that it has under way. If there are none, it goes on."""
    os.kill(server.process.pid, signal.SIGSTOP)
    lanes = held(stage)
    if not lanes:
        os.kill(server.process.pid, signal.SIGCONT)
    return lanes


def pause_while_it_sends(stage, server, proxy, chance):
    """Stops it; the lanes that it has under way, which were all the other's if it is tried again."""
    for _ in range(TRIES):
        proxy.withhold()
        if caught_sending(stage, proxy):
            time.sleep(chance.uniform(0, 0.3))
            if lanes := paused_with_lanes(stage, server):
                return lanes
        proxy.release()
        stage.outbox.delivers(ACKNOWLEDGED)
    raise AssertionError("it had nothing under way, as often as it was stopped")


def taken_over(stage, lanes):
    """Returns when the other one has claimed them."""
    within = 4 * LEASE
    eventually(lambda: not lanes & stage.outbox.lanes_under_way(), within, "the other one has its lanes")


def test_nothing_is_lost_doubled_or_reordered_when_one_of_two_is_killed(stage, replicas, proxies, seed, chance):
    for proxy in proxies:
        proxy.delay = DISTANT
    left = []
    with Callers(seed, [server.url for server in replicas], stage.flows.ids) as callers:
        for death in range(DEATHS):
            callers.acknowledge(ACKNOWLEDGED)
            time.sleep(chance.uniform(*MOMENTS))
            dying = replicas[death % 2]
            dying.kill()
            lanes = held(stage)
            left.append(len(lanes))
            taken_over(stage, lanes)
            dying.start()
        callers.acknowledge(ACKNOWLEDGED)
        callers.stop()

    story = stage.story(callers, replicas[0].url, one_replica=False)
    judge(story, lanes_taken_over=left, batches=stage.flows.batches())
    assert sum(map(bool, left)) >= DEATHS - 1


def test_nothing_is_lost_doubled_or_reordered_when_one_of_two_is_paused(stage, replicas, proxies, seed, chance):
    left = []
    with Callers(seed, [server.url for server in replicas], stage.flows.ids) as callers:
        for n in range(PAUSES):
            callers.acknowledge(ACKNOWLEDGED)
            paused, its_proxy, other_proxy = replicas[n % 2], proxies[n % 2], proxies[1 - n % 2]
            lanes = pause_while_it_sends(stage, paused, its_proxy, chance)
            left.append(len(lanes))
            other_proxy.delay = FAR
            taken_over(stage, lanes)
            callers.acknowledge(ACKNOWLEDGED)
            its_proxy.release()  # the answers are there when it looks
            eventually(stage.outbox.lanes_under_way, 30, "the other one is sending")
            os.kill(paused.process.pid, signal.SIGCONT)
            callers.acknowledge(ACKNOWLEDGED)
            other_proxy.delay = 0.0
        callers.stop()

    story = stage.story(callers, replicas[0].url, one_replica=False)
    judge(story, lanes_taken_over=left, batches=stage.flows.batches())
    assert min(left) > 0
