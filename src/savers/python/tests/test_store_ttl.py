"""How long items live; with a clock that the tests set, and shortly with a real one."""

from __future__ import annotations

import math
import time
from datetime import timedelta

import pytest
from langgraph.store.base import GetOp, PutOp

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.store.holdfast import HoldfastError, HoldfastStore


def later(fake, minutes):
    fake.state.items.ahead += timedelta(minutes=minutes)


@pytest.fixture
def make(fake, calling):
    return lambda **options: calling(HoldfastStore(fake.url, **options))


def part(fake):
    """The last part that was sent."""
    return fake.batches[-1].operations[-1]["parts"][-1]


def test_an_item_is_gone_when_its_time_is_over(fake, make):
    store = make()
    assert store.saver.supports_ttl
    store.put(("a",), "k", {"n": 1}, ttl=1.5)
    later(fake, 1.49)
    assert store.get(("a",), "k", refresh_ttl=False) is not None
    later(fake, 0.02)
    assert store.get(("a",), "k") is None
    assert store.search(("a",)) == [] == store.list_namespaces()


def test_a_read_begins_the_time_anew_unless_it_says_otherwise(fake, make):
    store = make()
    store.put(("a",), "k", {"n": 1}, ttl=1)
    for read in (lambda: store.get(("a",), "k"), lambda: store.search(("a",), refresh_ttl=True)[0]):
        later(fake, 0.9)
        assert read() is not None
    later(fake, 0.9)
    assert store.search(("a",), refresh_ttl=False) != []
    later(fake, 0.2)
    assert store.get(("a",), "k") is None


def test_a_put_without_a_ttl_clears_an_earlier_one(fake, make):
    store = make()
    store.put(("a",), "k", {"n": 1}, ttl=1)
    store.put(("a",), "k", {"n": 2})
    later(fake, 5)
    assert store.get(("a",), "k").value == {"n": 2}


def test_an_item_that_expired_begins_anew(fake, make):
    store = make()
    store.put(("a",), "k", {"n": 1}, ttl=1)
    first = store.get(("a",), "k")
    later(fake, 2)
    store.put(("a",), "k", {"n": 2})
    assert store.get(("a",), "k").created_at > first.created_at + timedelta(minutes=1)


@pytest.mark.parametrize("config", [None, {}, {"refresh_on_read": True}, {"default_ttl": None}])
def test_without_a_policy_puts_stay_and_reads_refresh(fake, make, config):
    store = make(ttl=config)
    store.put(("a",), "k", {"n": 1})
    assert "ttl" not in part(fake), "the server's policy has its way"
    store.put(("a",), "k", {"n": 1}, ttl=None)
    assert part(fake)["ttl"] is None, "it does not expire"
    for read in (lambda: store.get(("a",), "k"), lambda: store.search(("a",))):
        read()
        assert part(fake)["refresh_ttl"] is True


def test_the_policy_is_the_default_of_puts_and_reads(fake, make):
    store = make(ttl={"default_ttl": 2.5, "refresh_on_read": False})
    store.put(("a",), "k", {"n": 1})
    assert part(fake)["ttl"] == 2.5
    store.put(("a",), "k", {"n": 1}, ttl=7)
    assert part(fake)["ttl"] == 7
    store.put(("a",), "k", {"n": 1}, ttl=None)
    assert part(fake)["ttl"] is None
    store.get(("a",), "k")
    assert part(fake)["refresh_ttl"] is False
    store.get(("a",), "k", refresh_ttl=True)
    assert part(fake)["refresh_ttl"] is True
    store.search(("a",))
    assert part(fake)["refresh_ttl"] is False
    store.delete(("a",), "k")
    assert "ttl" not in part(fake)


def test_operations_of_a_batch_say_themselves_what_they_want(fake, make):
    store = make(ttl={"default_ttl": 2.5, "refresh_on_read": False})
    store.batch([PutOp(("a",), "k", {}), PutOp(("a",), "l", {}, ttl=3), GetOp(("a",), "k")])
    parts = fake.batches[-1].operations[-1]["parts"]
    assert [p.get("ttl") for p in parts] == [None, 3, None]
    assert parts[2]["refresh_ttl"] is True


def test_a_savers_store_takes_a_policy(fake, calling):
    store = calling(HoldfastSaver(fake.url).store(ttl={"default_ttl": 1.0}))
    store.put(("a",), "k", {"n": 1})
    later(fake, 2)
    assert store.get(("a",), "k") is None


@pytest.mark.parametrize("ttl", [0, -1, math.nan, math.inf, 1e12, "1", True, timedelta(minutes=1)])
def test_a_ttl_that_is_no_time_is_refused(store, room, ttl):
    with pytest.raises(HoldfastError) as caught:
        store.put((room,), "k", {"n": 1}, ttl=ttl)
    assert isinstance(caught.value, ValueError)
    assert store.get((room,), "k") is None


def test_fractions_of_a_minute_are_exact(store, room):
    assert any(lives_for_1200_ms(store, (room, str(n))) for n in range(10)), "the machine was too slow each time"


def lives_for_1200_ms(store, room):
    """Whether no call took so long that nothing can be said; fails if what can be said is wrong."""
    put = time.monotonic()
    store.put(room, "short", {"n": 1}, ttl=0.02)
    store.put(room, "long", {"n": 2}, ttl=5)
    time.sleep(0.7)
    refreshed = time.monotonic()
    found = store.search(room)  # 1.2 seconds begin anew
    if time.monotonic() - put >= 1.2:
        return False
    assert len(found) == 2
    time.sleep(0.7)
    found = store.get(room, "short", refresh_ttl=False)
    if time.monotonic() - refreshed >= 1.2:
        return False
    assert found.value == {"n": 1}
    time.sleep(0.7)
    assert store.get(room, "short") is None
    assert [item.key for item in store.search(room)] == ["long"]
    return True
