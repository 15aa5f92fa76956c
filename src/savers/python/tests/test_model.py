"""Random stories, told to this saver and to LangGraph's memory saver, step by step the same."""

from __future__ import annotations

import random

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.types import ERROR, RESUME, _DeltaSnapshot

from langgraph.checkpoint.holdfast import HoldfastSaver
from samples import METADATA, checkpoint, config, messages

CHANNELS = ["a", "b", "delta", "branch:to:x"]
VALUES = [None, 0, "", "text", [1, 2], {"k": [None]}, b"\x00", 1.5, _DeltaSnapshot([1])]


class Story:
    """Makes the same random calls on both savers and compares what they answer."""

    def __init__(self, seed, thread, *ours):
        self.random = random.Random(seed)
        self.ours, self.savers = ours, [ours[0], InMemorySaver()]
        self.thread = thread
        self.known = {"": [], "child:1": []}
        self.version = self.savers[1].get_next_version

    def run(self, steps):
        for _ in range(steps):
            self.random.choices([self.put, self.writes, self.read, self.forget], [6, 5, 4, 1])[0]()
        for ns in self.known:
            self.compare(ns)

    def both(self, name, *arguments, **more):
        savers = [self.random.choice(self.ours), self.savers[1]]
        answers = [getattr(saver, name)(*arguments, **more) for saver in savers]
        assert answers[0] == answers[1], name
        return answers[0]

    def put(self):
        ns = self.random.choice(list(self.known))
        parent = self.random.choice([None, *self.known[ns]])
        versions, values, new = {}, {}, {}
        if parent is not None:
            found = self.savers[1].get_tuple(config(self.thread, parent, ns)).checkpoint
            versions, values = found["channel_versions"], found["channel_values"]
        step = self.version(max(versions.values(), default=None), None)
        for name in self.random.sample(CHANNELS, self.random.randint(0, 3)):
            versions[name] = new[name] = step
            old = values.pop(name, None)
            if self.random.random() < 0.6:
                values[name] = self.value(old)
        for name in list(values):
            # The loop leaves out values that it did not touch, of delta channels above all.
            if name not in new and self.random.random() < 0.3:
                del values[name]
        made = checkpoint(values, versions, extra=self.random.random())
        self.both("put", config(self.thread, parent, ns), made, METADATA, new)
        self.known[ns].append(made["id"])

    def value(self, old):
        return self.random.choice(VALUES)

    def writes(self):
        ns = self.random.choice(list(self.known))
        target = self.random.choice([*self.known[ns], "ffffffff-not-stored"])
        channels = self.random.choices([*CHANNELS, ERROR, RESUME], k=self.random.randint(0, 3))
        writes = [(channel, self.random.randint(0, 99)) for channel in channels]
        task, path = self.random.choice("xyz"), self.random.choice(["", "~1", "~2"])
        self.both("put_writes", config(self.thread, target, ns), writes, f"{task}{path}", path)

    def read(self):
        ns = self.random.choice(list(self.known))
        target = self.random.choice([None, *self.known[ns]])
        self.both("get_tuple", config(self.thread, target, ns))
        if target is not None:
            self.both("get_delta_channel_history", config=config(self.thread, target, ns), channels=CHANNELS)

    def forget(self):
        # What the saver remembers is a help, never needed.
        self.savers[0].saver._connection._common.clear()

    def compare(self, ns):
        for target in self.known[ns]:
            self.both("get_tuple", config(self.thread, target, ns))
            self.both("get_delta_channel_history", config=config(self.thread, target, ns), channels=CHANNELS)
        ours, theirs = self.savers
        assert ours.list(config(self.thread, ns=ns)) == list(theirs.list(config(self.thread, ns=ns)))


@pytest.mark.parametrize("seed", range(12))
def test_a_random_story_reads_the_same_as_with_the_memory_saver(url, calling, api_key, thread, seed):
    Story(seed, thread, calling(HoldfastSaver(url, api_key=api_key))).run(60)


class LongStory(Story):
    """Of large values that are edited anywhere, by several savers by turns: their bases differ."""

    def value(self, old):
        if not isinstance(old, list) or self.random.random() < 0.1:
            return messages(self.random.randint(5, 30), self.random.randint(0, 1000))
        start, end = sorted(self.random.choices([0, len(old), self.random.randint(0, len(old))], k=2))
        return old[:start] + messages(self.random.randint(0, 3), self.random.randint(0, 1000)) + old[end:]


@pytest.mark.parametrize("seed", range(12))
def test_a_random_story_of_edited_lists_reads_the_same(url, calling, api_key, thread, seed):
    rooms = (64 * 2**20, 10**6, 20_000, 0)
    LongStory(seed, thread, *(calling(HoldfastSaver(url, api_key=api_key, cache_bytes=n)) for n in rooms)).run(60)
