"""Random stories told to a Holdfast saver and to the reference; each answer must be the same.

`HOLDFAST_MODEL_EXAMPLES=2000` runs more of them, with new seeds each time; without it they are always the same.
`HOLDFAST_MODEL_SHRINK=1` makes a story that fails short, which may take five minutes.
The differences that are allowed are listed in `reference.Reference`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.holdfast.errors import ThreadDeleted, ThreadExists
from langgraph.checkpoint.serde.types import ERROR, INTERRUPT, RESUME, SCHEDULED, _DeltaSnapshot

from model.reference import Reference
from support.calling import Caller
from support.samples import checkpoint, config, new_id, next_version

CHANNELS = ["a", "b", "branch:to:x", "名"]
SPACES = ["", "child:1", "child:1|grand:2"]
TASKS = [("x", ""), ("-y", "~1"), ("z", "~0000000002"), ("X", "~1"), ("ß", "")]
RUNS = ["run-1", "run-2"]
FILTERS = [{"run_id": "run-1"}, {"tags": ["a"]}, {"deep": {"x": 1}}, {"flag": True}, {"flag": 1}, {"flag": None}]

picks = st.integers(0, 2**16)
values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.floats(allow_nan=False),
    st.booleans(),
    st.lists(st.none() | st.integers(0, 9), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(0, 9), max_size=2),
    st.integers(0, 9).map(lambda number: _DeltaSnapshot([number])),
)
contents = st.dictionaries(st.sampled_from(CHANNELS), st.tuples(st.booleans(), values), max_size=4)
finite = st.floats(allow_nan=False, allow_infinity=False)
extras = st.fixed_dictionaries(
    {},
    optional={
        "run_id": st.sampled_from(RUNS),
        "text": st.sampled_from(["", "a", "a\x00", "ä"]),
        "tags": st.lists(st.sampled_from("abc"), max_size=2) | st.tuples(st.just("a")),
        "deep": st.fixed_dictionaries({"x": st.integers(0, 2)}, optional={"y": st.none() | finite}),
        "flag": st.booleans() | st.integers(0, 1) | st.sampled_from([0.0, 1.0]) | st.none(),
        "writes": st.just({"node": "left out"}),
    },
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "run_id": st.sampled_from(RUNS),
        "text": st.sampled_from(["", "a"]),
        "tags": st.lists(st.sampled_from("abc"), max_size=2),
        "deep": st.just({"x": 1}) | st.just({}) | st.just({"y": None}),
        "flag": st.booleans() | st.integers(0, 1) | st.sampled_from([0.0, 1.0]) | st.none(),
        "step": st.integers(0, 5),
        "missing": st.none(),
    },
)
writes = st.lists(
    st.tuples(st.sampled_from([*CHANNELS, ERROR, SCHEDULED, INTERRUPT, RESUME, "__error_source_node__"]), values),
    max_size=4,
)

pasts = st.lists(st.tuples(st.sampled_from(SPACES), st.lists(contents, min_size=2, max_size=4), extras), max_size=3)


def exact(value: Any) -> Any:
    """Comparable, and 1, 1.0 and True, or 0.0 and -0.0, are told apart."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [exact(item) for item in value]
    if isinstance(value, _DeltaSnapshot):
        return ("_DeltaSnapshot", exact(value.value))
    return type(value).__name__, repr(value)


def shown(found: Any) -> Any:
    """All there is in a tuple."""
    if found is None:
        return None
    return exact(
        {
            "config": found.config,
            "checkpoint": dict(found.checkpoint),
            "metadata": dict(found.metadata),
            "parent": found.parent_config,
            "writes": found.pending_writes,
        }
    )


class Stories(RuleBasedStateMachine):
    """Two threads, three namespaces; the calls go through two savers that share nothing, each in both ways."""

    url = ""
    api_key: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        # Another `max_requests` means another connection and another memory: as if in another process.
        savers = [HoldfastSaver(self.url, api_key=self.api_key, max_requests=most) for most in (4, 3)]
        self.ways = [Caller(saver, loop) for saver in savers for loop in (None, self.loop)]
        self.reference = Reference()
        self.example = uuid.uuid4().hex
        self.threads = [f"{self.example}-{number}" for number in range(2)]
        self.reserved: dict[str, list[str]] = {thread: [] for thread in self.threads}
        self.highest = 0

    @initialize(kind=st.sampled_from(["str", "int", "float"]), chains=pasts)
    def begin(self, kind: str, chains: list[Any]) -> None:
        """Of one thread all versions have one type, and it has a past."""
        self.kind = kind
        for number, (ns, steps, extra) in enumerate(chains):
            self._grow(number, number // 2, ns, None, steps, set(), set(), extra, False)

    def teardown(self) -> None:
        if sys.exc_info()[0] is None:
            for number, thread in enumerate(self.threads):
                self.compare(self.ways[number % len(self.ways)], thread)
        for way in self.ways:
            way.close()
        self.loop.close()

    def way(self, pick: int) -> Caller:
        return self.ways[pick % len(self.ways)]

    def thread(self, pick: int) -> str:
        return self.threads[pick % len(self.threads)]

    def own(self, metadata: dict) -> dict:
        """With run ids that no other example has: all of them use one server."""
        return {**metadata, "run_id": f"{self.example}-{metadata['run_id']}"} if "run_id" in metadata else metadata

    def known(self, thread: str, ns: str) -> list[str]:
        return sorted(key for _, space, key in self.reference.places(thread) if space == ns)

    def next_version(self) -> Any:
        self.highest += 1
        return {"str": next_version(self.highest), "int": self.highest, "float": self.highest + 0.5}[self.kind]

    def both(self, way: int, name: str, *arguments: Any, **more: Any) -> tuple[Any, Any]:
        return getattr(self.way(way), name)(*arguments, **more), getattr(self.reference, name)(*arguments, **more)

    def tuples_of(self, thread: str, ns: str, key: str | None) -> tuple[dict, dict]:
        """Values and versions of a checkpoint, from the reference."""
        found = self.reference.get_tuple(config(thread, key, ns)) if key else None
        return (
            (dict(found.checkpoint["channel_values"]), dict(found.checkpoint["channel_versions"]))
            if found
            else ({}, {})
        )

    @rule(
        way=picks, t=picks, ns=st.sampled_from(SPACES), parent=picks, steps=st.lists(contents, min_size=1, max_size=4),
        left=st.sets(picks, max_size=2), lost=st.sets(picks, max_size=2), extra=extras, announced=picks,
    )  # fmt: skip
    def put(self, way, t, ns, parent, steps, left, lost, extra, announced):
        """Some steps on from a checkpoint, or from none: some channels new, some of those without a value."""
        known = self.known(self.thread(t), ns)
        origin = ([*known, None])[parent % (len(known) + 1)]
        self._grow(way, t, ns, origin, steps, left, lost, extra, announced % 2)

    def _grow(self, way, t, ns, origin, steps, left, lost, extra, announced):
        thread = self.thread(t)
        for changes in steps:
            held, versions = self.tuples_of(thread, ns, origin)
            new = dict.fromkeys(changes, self.next_version())
            versions |= new
            for name, (valued, value) in changes.items():
                held.pop(name, None)
                if valued:
                    held[name] = value
            # The loop leaves out values that it did not touch, of delta channels above all.
            for name in self.channels(left) - set(new):
                held.pop(name, None)
            # What a put carried that never arrived is not new in the next one.
            for name in self.channels(lost):
                new.pop(name, None)
            waiting = self.reserved[thread]
            key = waiting.pop() if waiting and announced else new_id()
            self._put(way, thread, ns, origin, key, held, versions, new, extra)
            origin = key

    @staticmethod
    def channels(some: set[int]) -> set[str]:
        return {CHANNELS[pick % len(CHANNELS)] for pick in some}

    @rule(way=picks, t=picks, ns=st.sampled_from(SPACES), source=picks, parent=picks, extra=extras)
    def fork(self, way, t, ns, source, parent, extra):
        """The same values under a new id and another parent; nothing is new."""
        thread = self.thread(t)
        known = self.known(thread, ns)
        if known:
            held, versions = self.tuples_of(thread, ns, known[source % len(known)])
            origin = ([*known, None])[parent % (len(known) + 1)]
            self._put(way, thread, ns, origin, new_id(), held, versions, {}, extra)

    @rule(way=picks, t=picks, ns=st.sampled_from(SPACES), which=picks, parent=picks, extra=extras, value=values)
    def put_again(self, way, t, ns, which, parent, extra, value):
        """The same id with another parent, other metadata, and other values at the same versions."""
        thread = self.thread(t)
        known = self.known(thread, ns)
        if known:
            key = known[which % len(known)]
            held, versions = self.tuples_of(thread, ns, key)
            changed = {name: value for name in held}
            origin = ([*known, None])[parent % (len(known) + 1)]
            new = {name: versions[name] for name in held}
            self._put(way, thread, ns, origin, key, changed, versions, new, extra)

    def _put(self, way, thread, ns, origin, key, held, versions, new, extra):
        made = checkpoint(held, versions, id=key, versions_seen={"node": versions}, unknown=[key, None])
        metadata = {"source": "loop", "step": self.highest % 6, "parents": {}, "example": self.example}
        metadata |= self.own(extra)
        told = self.both(way, "put", config(thread, origin, ns), made, metadata, new)
        assert told[0] == told[1]

    @rule(way=picks, t=picks, ns=st.sampled_from(SPACES), which=picks, task=st.sampled_from(TASKS), made=writes)
    def put_writes(self, way, t, ns, which, task, made):
        thread = self.thread(t)
        known = self.known(thread, ns)
        if not known:
            return
        self.both(way, "put_writes", config(thread, known[which % len(known)], ns), made, *task)

    @rule(way=picks, t=picks, ns=st.sampled_from(SPACES), task=st.sampled_from(TASKS), made=writes)
    def put_writes_before_their_checkpoint(self, way, t, ns, task, made):
        thread = self.thread(t)
        key = new_id()
        self.both(way, "put_writes", config(thread, key, ns), made, *task)
        self.reserved[thread].append(key)

    @rule(way=picks, t=picks, ns=st.sampled_from(SPACES), which=picks)
    def get_tuple(self, way, t, ns, which):
        thread = self.thread(t)
        choices = [*self.known(thread, ns), *self.reserved[thread], None]
        ours, theirs = self.both(way, "get_tuple", config(thread, choices[which % len(choices)], ns))
        assert shown(ours) == shown(theirs)

    @rule(way=picks, t=picks, ns=st.sampled_from(SPACES), which=picks)
    def delta_history(self, way, t, ns, which):
        thread = self.thread(t)
        choices = [*self.known(thread, ns), None]
        place = config(thread, choices[which % len(choices)], ns)
        ours, theirs = self.both(way, "get_delta_channel_history", config=place, channels=CHANNELS)
        assert exact(dict(ours)) == exact(dict(theirs))

    @rule(
        way=picks, t=picks, ns=st.sampled_from([*SPACES, None]), filter=st.none() | filters, before=st.none() | picks,
        exactly=st.none() | st.none() | picks, limit=st.sampled_from([None, None, 0, 1, 3, 100, -1]),
    )  # fmt: skip
    def list(self, way, t, ns, filter, before, exactly, limit):
        thread = self.thread(t)
        every = [key for _, _, key in self.reference.places(thread)] or [new_id()]
        place = config(thread, None if exactly is None else every[exactly % len(every)], ns)
        until = None if before is None else config(thread, every[before % len(every)])
        filter = filter and self.own(filter)
        ours, theirs = self.both(way, "list", place, filter=filter, before=until, limit=limit)
        assert [shown(one) for one in ours] == [shown(one) for one in theirs]

    @rule(way=picks, filter=filters)
    def list_everything(self, way, filter):
        """Over all threads; of equal ids, which copies have, any may come first."""
        ours, theirs = self.both(way, "list", None, filter={**self.own(filter), "example": self.example})
        ours, theirs = ([shown(one) for one in found] for found in (ours, theirs))
        ids = [one["checkpoint"]["id"] for one in ours]
        assert ids == sorted(ids, reverse=True)
        assert sorted(ours, key=repr) == sorted(theirs, key=repr)

    def compare(self, way: Caller, thread: str) -> None:
        """Everything of one thread: rows, single reads, histories, and what filters find."""
        for filter in (None, *map(self.own, FILTERS)):
            ours = way.list(config(thread, ns=None), filter=filter)
            theirs = list(self.reference.list(config(thread, ns=None), filter=filter))
            assert [shown(one) for one in ours] == [shown(one) for one in theirs], filter
        for ns in SPACES:
            for key in [None, *self.known(thread, ns)]:
                place = config(thread, key, ns)
                assert shown(way.get_tuple(place)) == shown(self.reference.get_tuple(place))
                ours = way.get_delta_channel_history(config=place, channels=CHANNELS)
                theirs = self.reference.get_delta_channel_history(config=place, channels=CHANNELS)
                assert exact(dict(ours)) == exact(dict(theirs))

    def full(self) -> bool:
        """Whether there is enough to lose."""
        return sum(len(self.reference.places(thread)) for thread in self.threads) >= 6

    @precondition(full)
    @rule(way=picks, t=picks)
    def delete_thread(self, way, t):
        thread = self.thread(t)
        self.reserved[thread].clear()
        self.both(way, "delete_thread", thread)

    @precondition(full)
    @rule(way=picks, other=picks, t=picks, ns=st.sampled_from(SPACES), which=picks, made=writes)
    def delete_thread_under_a_running_graph(self, way, other, t, ns, which, made):
        """Whoever has read a checkpoint before the deletion cannot write after it."""
        thread = self.thread(t)
        known = self.known(thread, ns)
        if not known:
            return
        late, place = self.way(way), config(thread, known[which % len(known)], ns)
        late.get_tuple(place)
        self.reserved[thread].clear()
        self.both(other, "delete_thread", thread)
        with pytest.raises(ThreadDeleted):
            late.put_writes(place, made, "task")
        with pytest.raises(ThreadDeleted):
            late.put(place, checkpoint(), {"source": "loop", "step": 0, "parents": {}}, {})
        assert late.list(config(thread, ns=None)) == []

    @precondition(full)
    @rule(way=picks, t=picks, strategy=st.sampled_from(["keep_latest", "keep_latest", "delete"]))
    def prune(self, way, t, strategy):
        thread = self.thread(t)
        self.reserved[thread].clear()
        self.both(way, "prune", [thread, "unknown"], strategy=strategy)

    @precondition(full)
    @rule(way=picks, run=st.sampled_from(RUNS))
    def delete_for_runs(self, way, run):
        self.both(way, "delete_for_runs", [f"{self.example}-{run}", "unknown"])

    @precondition(lambda self: self.full() and len(self.threads) < 5)
    @rule(way=picks, t=picks)
    def copy_thread(self, way, t):
        """From then on the story goes on in the copy, too."""
        source, target = self.thread(t), f"{self.example}-{len(self.threads)}"
        self.both(way, "copy_thread", source, target)
        self.threads.append(target)
        self.reserved[target] = list(self.reserved[source])

    @rule(way=picks, t=picks, u=picks)
    def copy_onto_a_thread_in_use(self, way, t, u):
        source, target = self.thread(t), self.thread(u)
        if self.reference.places(source) and self.reference.places(target):
            with pytest.raises(ThreadExists):
                self.way(way).copy_thread(source, target)


def test_a_random_story_reads_the_same_as_with_the_reference(url, api_key):
    more = os.environ.get("HOLDFAST_MODEL_EXAMPLES")
    logging.getLogger("langgraph.checkpoint.holdfast").setLevel(logging.ERROR)
    Stories.url, Stories.api_key = url, api_key

    run_state_machine_as_test(
        Stories,
        settings=settings(
            max_examples=int(more or 80),
            stateful_step_count=50,
            derandomize=not more,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink] if os.environ.get("HOLDFAST_MODEL_SHRINK") else [Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
