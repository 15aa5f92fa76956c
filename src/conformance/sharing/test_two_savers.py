"""Two savers that hold different bases for one thread: each reads and writes what it should, none what it holds."""

from __future__ import annotations

import pytest
from langgraph.checkpoint.holdfast.errors import ThreadDeleted

from sharing.savers import stranger
from support.holding import HoldingProxy
from support.samples import config, ids, put
from support.talk import message
from support.travelled import value_bytes


@pytest.fixture
def proxy(url):
    with HoldingProxy(url) as proxy:
        yield proxy


@pytest.fixture
def one(proxy, calling, api_key):
    """A saver whose requests are seen."""
    return calling(stranger(proxy.url, api_key))


@pytest.fixture
def other(url, calling, api_key):
    """Another, as if in another process."""
    return calling(stranger(url, api_key))


def talk(of, number):
    """What all talks begin with, and then what `of` said; each is the one before and a message more."""
    return [message("all", at) for at in range(8)] + [message(of, at) for at in range(number + 1)]


def talks(saver, thread):
    return {found.checkpoint["id"]: found.checkpoint["channel_values"]["talk"] for found in saver.list(config(thread))}


def step(saver, thread, number, version, parent=None, of=None):
    """Puts step `number` of a talk at a version that is a whole number, as two branches may have it."""
    return put(saver, thread, {"talk": talk(of or thread, number)}, versions={"talk": version}, parent=parent)


def sent(proxy):
    """Of each put that was sent, whether its value was a splice."""
    return ["base" in operation["values"]["talk"] for operation in proxy.seen if operation["op"] == "put"]


def test_branches_that_use_one_version_for_two_values_stay_apart(one, other, proxy, thread):
    root = step(one, thread, 0, 1)
    mine = step(one, thread, 1, 2, root)
    theirs = step(other, thread, 1, 2, root, of="other")
    assert ids(one.list(config(thread))) == [theirs, mine, root]

    # The saver knows now that `theirs` has version 2; the bytes it holds for version 2 are those of `mine`.
    made = step(one, thread, 2, 3, theirs, of="other")

    assert sent(proxy) == [False, True, True, False]
    expected = {
        root: talk(thread, 0), mine: talk(thread, 1), theirs: talk("other", 1), made: talk("other", 2)
    }  # fmt: skip
    assert talks(one, thread) == talks(other, thread) == expected


def test_whoever_holds_an_old_value_reads_the_new_one(one, other, thread):
    root = step(one, thread, 0, 1)
    made = {root: talk(thread, 0)}
    last = root
    for number in range(1, 30):
        last = step(other, thread, number, number + 1, last)
        made[last] = talk(thread, number)
        if number % 5 == 0:
            assert one.get_tuple(config(thread)).checkpoint["channel_values"] == {"talk": talk(thread, number)}

    for key, value in made.items():
        for saver in (one, other):
            assert saver.get_tuple(config(thread, key)).checkpoint["channel_values"] == {"talk": value}


def test_whoever_holds_an_old_value_is_sent_what_is_new(one, other, url, thread):
    last = step(other, thread, 0, 1)
    one.get_tuple(config(thread))
    for number in range(1, 4):
        last = step(other, thread, number, number + 1, last)
    whole, spliced = value_bytes(url, "sent", "whole"), value_bytes(url, "sent", "splice")

    found = one.get_tuple(config(thread))

    assert found.checkpoint["channel_values"] == {"talk": talk(thread, 3)}
    assert value_bytes(url, "sent", "whole") == whole
    new = value_bytes(url, "sent", "splice") - spliced
    assert 0 < new < 2 * len(str(talk(thread, 3)[-3:]))


def test_writers_who_take_turns_send_splices_of_what_they_have_read(one, other, proxy, thread):
    last = step(one, thread, 0, 1)
    for number in range(1, 8):
        saver = (one, other)[number % 2]
        saver.get_tuple(config(thread))
        last = step(saver, thread, number, number + 1, last)

    assert sent(proxy) == [False, True, True, True]
    assert list(talks(one, thread).values()) == [talk(thread, number) for number in range(7, -1, -1)]


def test_who_has_not_read_the_parent_sends_the_value_whole(one, other, proxy, thread):
    root = step(one, thread, 0, 1)
    theirs = step(other, thread, 1, 2, root)

    made = step(one, thread, 2, 3, theirs)

    assert sent(proxy) == [False, False]
    assert one.get_tuple(config(thread, made)).checkpoint["channel_values"] == {"talk": talk(thread, 2)}


def test_values_of_a_life_that_is_over_are_not_taken_for_those_of_the_new_one(one, other, proxy, thread):
    old = step(one, thread, 0, 1)
    other.delete_thread(thread)
    new = step(other, thread, 0, 1, of="other")

    # Of another life, with the same version: what is held is not what is stored.
    assert one.get_tuple(config(thread)).checkpoint["channel_values"] == {"talk": talk("other", 0)}
    with pytest.raises(ThreadDeleted):
        step(one, thread, 1, 2, old)
    made = step(one, thread, 1, 2, new, of="other")

    assert sent(proxy)[-1] is True
    assert talks(other, thread) == {made: talk("other", 1), new: talk("other", 0)}


def test_a_new_life_with_the_old_versions_is_not_spliced_of_the_old_values(one, other, proxy, thread):
    step(one, thread, 0, 1)
    other.delete_thread(thread)
    new = step(other, thread, 0, 1, of="other")
    assert ids(one.list(config(thread))) == [new]

    made = step(one, thread, 1, 2, new, of="other")

    assert sent(proxy) == [False, True, False]
    assert talks(other, thread) == {made: talk("other", 1), new: talk("other", 0)}


def test_the_base_was_pruned_meanwhile(one, other, proxy, thread):
    root = step(one, thread, 0, 1)
    newest = step(other, thread, 1, 2, root)
    other.prune([thread])

    made = step(one, thread, 2, 3, root)

    assert sent(proxy) == [False, True, False]
    assert talks(other, thread) == {made: talk(thread, 2), newest: talk(thread, 1)}


def test_a_base_that_was_put_again_is_not_the_one_that_is_held(one, other, proxy, thread):
    root = step(one, thread, 0, 1)
    value, versions = {"talk": talk("other", 5)}, {"talk": 7}
    put(other, thread, value, versions=versions, id=root)

    made = step(one, thread, 1, 2, root)

    assert sent(proxy) == [False, True, False]
    assert talks(other, thread) == {made: talk(thread, 1), root: talk("other", 5)}


def test_a_copy_is_a_base_like_its_original(one, other, proxy, thread):
    copy = f"{thread}-copy"
    root = step(one, thread, 0, 1)
    other.copy_thread(thread, copy)
    other.delete_thread(thread)

    one.get_tuple(config(copy))
    made = step(one, copy, 1, 2, root, of=thread)

    assert sent(proxy) == [False, True]
    assert talks(other, copy) == {made: talk(thread, 1), root: talk(thread, 0)}
    assert talks(other, thread) == {}
