"""A copy onto a thread that has been in use before: nothing of what was there then is taken for what is there now."""

from __future__ import annotations

import random

import pytest

from sharing.wire import FORMATS, Wire, get, put, splice, sum_of, whole

OLD, BASE = random.Random(1).randbytes(5000), random.Random(2).randbytes(5000)
VALUE = BASE + b"and more"


def copied_onto_a_thread_whose_runs_were_deleted(wire, thread):
    """The copy's name. It has checkpoint `2`, with `VALUE`, most of which lies in a record whose checkpoint is gone."""
    copy, run = f"{thread}-copy", f"run of {thread}"
    of_run = {"metadata": {"run_id": run}}
    wire.one({**put(copy, "0", 1, whole(OLD)), **of_run})
    wire.one({**put(thread, "1", 1, whole(BASE)), **of_run})
    wire.one(put(thread, "2", 2, splice(BASE, 1, [[0, len(BASE)], b"and more"]), "1"))
    assert wire.one({"op": "delete_for_runs", "run_ids": [run]}) == {"deleted": 2}
    assert wire.one({"op": "copy_thread", "source_thread_id": thread, "target_thread_id": copy}) == {"copied": 1}
    return copy


@pytest.mark.parametrize("format", FORMATS, ids=["msgpack", "json"])
def test_a_copy_is_read_as_it_is_stored(url, api_key, thread, format):
    wire = Wire(url, api_key, format)

    copy = copied_onto_a_thread_whose_runs_were_deleted(wire, thread)

    for one in (thread, copy):
        assert wire.one(get(one, "2"))["tuple"]["values"]["a"] == whole(wire.told(VALUE))


def test_what_is_put_onto_a_copy_is_there_after_a_restart(new_server, thread):
    server = new_server().start()
    wire, later = Wire(server.url, None, FORMATS[0]), OLD + b"and later"
    copy = copied_onto_a_thread_whose_runs_were_deleted(wire, thread)

    made = wire.one(put(copy, "3", 3, whole(later), "2"))
    server.stop()
    server.start()

    assert made["checksums"]["a"] == sum_of(later), "it was acknowledged"
    assert wire.one(get(copy, "3"))["tuple"]["values"]["a"] == whole(later)
