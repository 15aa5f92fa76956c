"""The eight `delta_channel_history` cases that are only in LangGraph's repository, written anew.

Each runs synchronously and asynchronously, and against `InMemorySaver` as a check of the test itself.
"""

from __future__ import annotations

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.types import _DeltaSnapshot

from support.samples import checkpoint, config, next_version


@pytest.fixture(params=["holdfast", "memory"])
def store(request, calling):
    return calling(request.getfixturevalue("live") if request.param == "holdfast" else InMemorySaver())


class Chain:
    """Checkpoints, each the child of the one before; delta channels get a new version at each."""

    def __init__(self, saver, thread):
        self.saver, self.thread = saver, thread
        self.ids: list[str] = []
        self.versions: dict = {}

    def grow(self, stored=None, channels=("log",)) -> str:
        """A further checkpoint, in which only the channels of `stored` have a value."""
        step = next_version(max(self.versions.values(), default=None))
        new = dict.fromkeys(channels, step)
        self.versions |= new
        made = checkpoint(stored or {}, self.versions)
        parent = self.ids[-1] if self.ids else None
        metadata = {"source": "loop", "step": len(self.ids), "parents": {}}
        self.saver.put(config(self.thread, parent), made, metadata, new)
        self.ids.append(made["id"])
        return made["id"]

    def write(self, *writes, task="task-1", at=-1):
        self.saver.put_writes(config(self.thread, self.ids[at]), list(writes), task)

    def history(self, *channels, target=-1):
        return self.saver.get_delta_channel_history(
            config=config(self.thread, self.ids[target]), channels=list(channels)
        )


@pytest.fixture
def chain(store, thread):
    return Chain(store, thread)


def values(history, channel="log"):
    return [value for _, _, value in history[channel]["writes"]]


def test_writes_come_oldest_first(chain):
    for number in range(4):
        chain.grow()
        chain.write(("log", f"b{number}"), task="task-b")
        chain.write(("log", f"a{number}"), task="task-a")
    chain.grow()

    found = chain.history("log")

    assert values(found) == ["a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3"]
    assert {(task, channel) for task, channel, _ in found["log"]["writes"]} == {
        ("task-a", "log"),
        ("task-b", "log"),
    }


def test_the_seed_is_the_nearest_snapshot(chain):
    chain.grow({"log": _DeltaSnapshot(["far"])})
    chain.write(("log", "before"))
    chain.grow({"log": _DeltaSnapshot(["near"])})
    chain.write(("log", "after"))
    chain.grow()

    found = chain.history("log")

    assert found["log"]["seed"] == _DeltaSnapshot(["near"])
    assert values(found) == ["after"]


def test_the_targets_own_writes_are_left_out(chain):
    chain.grow()
    chain.write(("log", "parent's"))
    chain.grow()
    chain.write(("log", "target's"))

    assert values(chain.history("log")) == ["parent's"]


def test_each_channel_ends_at_its_own_seed_whose_own_writes_are_included(chain):
    both = ("one", "two")
    chain.grow({"one": _DeltaSnapshot([1]), "two": _DeltaSnapshot([2])}, both)
    chain.write(("one", "one-0"), ("two", "two-0"))
    chain.grow({"two": _DeltaSnapshot([22])}, both)
    chain.write(("one", "one-1"), ("two", "two-1"))
    chain.grow(channels=both)

    found = chain.history("one", "two")

    assert found["one"] == {
        "seed": _DeltaSnapshot([1]),
        "writes": [("task-1", "one", "one-0"), ("task-1", "one", "one-1")],
    }
    assert found["two"] == {"seed": _DeltaSnapshot([22]), "writes": [("task-1", "two", "two-1")]}


def test_no_channels_give_nothing(chain):
    chain.grow()
    chain.write(("log", 1))
    chain.grow()

    assert chain.history() == {}


def test_a_walk_to_the_root_has_no_seed(chain):
    for number in range(3):
        chain.grow()
        chain.write(("log", number))
    chain.grow()

    found = chain.history("log")

    assert values(found) == [0, 1, 2]
    assert "seed" not in found["log"]


def test_a_plain_value_of_the_time_before_delta_channels_is_a_seed(chain):
    chain.grow()
    chain.write(("log", "before"))
    chain.grow({"log": ["plain", "value"]})
    chain.write(("log", "after"))
    chain.grow()

    found = chain.history("log")

    assert found["log"]["seed"] == ["plain", "value"]
    assert values(found) == ["after"]


def test_the_seeds_own_writes_are_replayed(chain):
    chain.grow({"log": _DeltaSnapshot([0])})
    chain.write(("log", "seed's own"))
    chain.grow()
    chain.write(("log", "next"))
    chain.grow()

    found = chain.history("log")

    assert found["log"]["seed"] == _DeltaSnapshot([0])
    assert values(found) == ["seed's own", "next"]


def test_without_a_checkpoint_id_the_newest_is_the_target(chain, store, thread):
    chain.grow()
    chain.write(("log", 1))
    chain.grow()

    found = store.get_delta_channel_history(config=config(thread), channels=["log"])

    assert values(found) == [1]


def test_an_unknown_thread_and_an_unknown_id_give_every_channel_empty(chain, store, thread):
    chain.grow()
    chain.write(("log", 1))
    empty = {"log": {"writes": []}, "other": {"writes": []}}

    for place in (config(thread + "-unknown"), config(thread, "1f000000-0000-6000-8000-000000000000")):
        assert store.get_delta_channel_history(config=place, channels=["log", "other"]) == empty
