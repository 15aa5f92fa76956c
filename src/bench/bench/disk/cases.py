"""What is run, and what it is compared with."""

from __future__ import annotations

import argparse
from functools import partial

from ..places import Place
from ..server import CACHE_SETTING
from . import talks
from .run import Case

TENTH = 10
ONE, RESTARTED = "one", "restarted"
MANY, SMALL_CACHE, SMALL_CACHES = "many", "small-cache", "small-caches"


def warming() -> Case:
    """Little of everything."""
    return Case("warming", "warming", 4, 3, talks.one_after_another)


def one_agent(place: Place, options: argparse.Namespace) -> list[Case]:
    """An agent left alone, and one whose server is started again and again."""
    again = partial(talks.interrupted, every=options.restart_every, between=place.server.restart)
    return [
        Case(ONE, f"one agent, {options.turns} turns", 1, options.turns, talks.one_after_another),
        Case(RESTARTED, f"the same, server restarted every {options.restart_every} turns", 1, options.turns, again),
    ]


def many_agents(options: argparse.Namespace) -> Case:
    """Agents that fit into the cache, a few at once."""
    title = f"{options.threads:,} agents, {options.thread_turns} turns each, one after another"
    return Case(MANY, title, options.threads, options.thread_turns, talks.one_after_another)


def over_small_caches(options: argparse.Namespace, little: int) -> list[Case]:
    """The same agents turn by turn, when caches hold so many bytes: a tenth of all their last values."""
    server, sizes = {CACHE_SETTING: str(little)}, (options.threads, options.thread_turns)
    told = "the same interleaved, server's cache a tenth of their size"
    return [
        Case(SMALL_CACHE, told, *sizes, talks.interleaved, server),
        Case(SMALL_CACHES, f"{told}, the saver's too", *sizes, talks.interleaved, server, {"cache_bytes": little}),
    ]
