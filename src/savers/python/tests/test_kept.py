"""Values that the saver holds are not sent again, and what it holds never shows through."""

from __future__ import annotations

import pytest

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.holdfast._kept import Kept, KeptValues
from samples import METADATA, checkpoint, config, put

LARGE, OTHER = "large " * 1000, "other " * 1000


def reads(fake):
    return [op for r in fake.batches for op in r.operations if op["op"] == "get_tuple"]


def sent_back(fake, saver, thread="t"):
    """The tuple, and how many values the server sent for it."""
    found = saver.get_tuple(config(thread))
    return found.checkpoint["channel_values"], len(fake.results[-1][0]["tuple"]["values"])


@pytest.fixture
def saver(fake):
    return HoldfastSaver(fake.url)


def test_what_was_put_does_not_come_back(fake, saver):
    put(saver, "t", {"a": LARGE, "b": "small"})

    assert sent_back(fake, saver) == ({"a": LARGE, "b": "small"}, 1)


def test_what_was_read_does_not_come_again(fake, saver):
    put(saver, "t", {"a": LARGE})
    other = HoldfastSaver(fake.url, cache_bytes=1_000_000)

    assert sent_back(fake, other) == ({"a": LARGE}, 1)
    assert sent_back(fake, other) == ({"a": LARGE}, 0)


async def test_async_reads_do_as_well(fake, saver):
    made = checkpoint({"a": LARGE})
    await saver.aput(config("t"), made, METADATA, made["channel_versions"])

    assert (await saver.aget_tuple(config("t"))).checkpoint == made
    assert "known" in reads(fake)[-1]


def test_every_reader_gets_an_object_of_its_own(fake, saver):
    put(saver, "t", {"a": [LARGE]})
    first = saver.get_tuple(config("t")).checkpoint["channel_values"]["a"]
    first.append("changed")

    assert saver.get_tuple(config("t")).checkpoint["channel_values"]["a"] == [LARGE]


def test_an_old_checkpoint_comes_with_its_own_value(fake, saver):
    old, _ = put(saver, "t", {"a": LARGE})
    put(saver, "t", {"a": OTHER}, parent=old["configurable"]["checkpoint_id"])

    assert saver.get_tuple(old).checkpoint["channel_values"] == {"a": LARGE}
    assert saver.get_tuple(config("t")).checkpoint["channel_values"] == {"a": OTHER}


def test_bytes_that_others_had_stored_first_are_what_is_read(fake, saver):
    other = HoldfastSaver(fake.url, cache_bytes=0)
    made = checkpoint({"a": LARGE})
    other.put(config("t"), made, METADATA, made["channel_versions"])
    mine = {**checkpoint({"a": OTHER}), "channel_versions": made["channel_versions"]}

    saver.put(config("t", made["id"]), mine, METADATA, made["channel_versions"])

    assert saver.get_tuple(config("t", mine["id"])).checkpoint["channel_values"] == {"a": LARGE}
    # What the server did not keep is nothing to name to it.
    assert "known" not in reads(fake)[-1]


def test_after_a_new_beginning_the_same_version_means_the_new_bytes(fake, saver):
    made = checkpoint({"a": LARGE})
    saver.put(config("t"), made, METADATA, made["channel_versions"])
    other = HoldfastSaver(fake.url, cache_bytes=0)
    other.delete_thread("t")
    again = {**checkpoint({"a": OTHER}), "channel_versions": made["channel_versions"]}
    other.put(config("t"), again, METADATA, made["channel_versions"])

    assert saver.get_tuple(config("t")).checkpoint["channel_values"] == {"a": OTHER}


def test_nothing_is_held_when_that_is_wanted(fake):
    saver = HoldfastSaver(fake.url, cache_bytes=0)
    put(saver, "t", {"a": LARGE})

    assert sent_back(fake, saver) == ({"a": LARGE}, 1)
    assert "known" not in reads(fake)[-1]


def test_a_negative_room_is_refused(fake):
    with pytest.raises(ValueError, match="cache_bytes"):
        HoldfastSaver(fake.url, cache_bytes=-1)


def held(length):
    return {"a": Kept(1, {"type": "msgpack", "bytes": b"x" * length}, None)}


def test_the_places_used_longest_ago_are_forgotten_first():
    kept = KeptValues(most_bytes=5000)
    for thread in ("t1", "t2"):
        kept.keep((thread, ""), held(2000))
    assert kept.at(("t1", ""))

    kept.keep(("t3", ""), held(2000))

    assert [bool(kept.at((thread, ""))) for thread in ("t1", "t2", "t3")] == [True, False, True]


def test_what_is_larger_than_all_room_is_not_held():
    kept = KeptValues(most_bytes=1500)

    kept.keep(("t", ""), held(2000))

    assert kept.at(("t", "")) == {}


def test_small_values_are_not_held():
    kept = KeptValues(most_bytes=1500)

    kept.keep(("t", ""), held(1023))

    assert kept.at(("t", "")) == {}
