"""Prune, copy and delete race with writers that send splices: no head that was acknowledged is lost, none is torn."""

from __future__ import annotations

import asyncio

import pytest

from sharing.chains import Chain, assert_whole
from sharing.race import Race
from sharing.savers import stranger
from support.samples import config, new_thread
from support.travelled import value_bytes

PUTS, DISTURBANCES = 800, 100
WITHIN = 120.0


def prune(race, thread):
    race.other.prune([thread])


def prune_in_a_loop(race, thread):
    asyncio.run(race.other.aprune(race.threads))


def copy(race, thread):
    """The copy is whole, goes on by itself, and ends."""
    target, life, newest = new_thread(), race.heads.life(thread), race.heads.newest(thread)
    race.other.copy_thread(thread, target)
    found = list(race.other.list(config(target)))
    race.heads.assert_kept(thread, newest, life, found[0] if found else None)
    for one in found:
        assert_whole(one)
    chain = Chain(target, 3)
    race.other.put(*chain.next_put())
    race.other.put(*chain.next_put())
    for saver in (race.other, race.nothing):
        assert_whole(saver.get_tuple(config(target)))
    race.other.delete_thread(target)
    race.other.prune([thread])


def delete(race, thread):
    race.heads.deletion_begins(thread)
    race.other.delete_thread(thread)
    race.heads.deletion_ends(thread)
    race.check(race.other, thread)


def delete_by_pruning(race, thread):
    race.heads.deletion_begins(thread)
    race.other.prune([thread], strategy="delete")
    race.heads.deletion_ends(thread)
    race.check(race.other, thread)


def everything(race, thread):
    for one in (prune, copy, delete, prune_in_a_loop):
        one(race, thread)


KINDS = {one.__name__: one for one in (prune, prune_in_a_loop, copy, delete, delete_by_pruning, everything)}
DELETING = (delete, delete_by_pruning, everything)


@pytest.mark.parametrize("disturb", KINDS.values(), ids=KINDS)
def test_writers_who_are_raced_lose_nothing_and_tear_nothing(url, api_key, disturb):
    race, before = Race(url, api_key, disturb), value_bytes(url, "received", "splice")

    race.run(PUTS, DISTURBANCES, WITHIN)

    assert value_bytes(url, "received", "splice") > before, "no value was sent as a splice"
    assert (race.refused > 0) == (disturb in DELETING), "only after a deletion anybody is refused"
    fresh = stranger(url, api_key)
    for thread in race.threads:
        race.check(fresh, thread)
        for one in list(fresh.list(config(thread))):
            assert_whole(one)
            assert_whole(fresh.get_tuple(one.config))
        fresh.delete_thread(thread)
        assert list(race.reading.list(config(thread))) == []
