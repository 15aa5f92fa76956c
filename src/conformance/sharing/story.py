"""A random sequence of everything that can be done to threads, told to a server and to the test's own truth."""

from __future__ import annotations

import uuid
from collections import deque
from random import Random
from typing import Any

import pytest
from langgraph.checkpoint.holdfast.errors import ThreadDeleted, ThreadExists

from sharing.changes import changed, fresh
from sharing.savers import Savers
from sharing.truth import SPACES, Row, Thread, assert_is
from support.calling import Caller
from support.samples import checkpoint, config, next_version

THREADS, RUNS = 5, 8
MOST_ROWS = 40
LONG_CHANNELS = ("talk", "raw")
# How often each kind of step is taken, relative to the others.
STEPS = {
    "put": 50, "put_again": 6, "put_writes": 14, "list": 8, "keep_latest": 4, "copy": 5, "delete_run": 3,
    "delete_thread": 2, "prune_all": 1,
}  # fmt: skip


class Story:
    """Sequential; what it does depends on nothing but its seed."""

    def __init__(self, url: str, seed: int) -> None:
        self.seed = seed
        self.done = 0
        self._source = Random(seed)
        self._savers = Savers(url)
        self._name = f"story-{uuid.uuid4().hex}"
        self._threads = [Thread(f"{self._name}-{n}", n % 2 == 1) for n in range(THREADS)]
        self._latest: deque[str] = deque(maxlen=12)

    def run(self, steps: int) -> None:
        """So many steps; after each some checkpoints are compared, in the end all."""
        try:
            for _ in range(steps):
                self._step()
                self.done += 1
            self._compare_all()
        except BaseException as error:
            raise AssertionError(self.told()) from error
        finally:
            self._savers.close()

    def told(self) -> str:
        """Where it is, for people."""
        return "\n".join([f"seed {self.seed}, step {self.done}; the latest steps:", *self._latest])

    def _step(self) -> None:
        thread, ns = self._source.choice(self._threads), self._source.choice(SPACES)
        (kind,) = self._source.choices(list(STEPS), list(STEPS.values()))
        kind = "keep_latest" if thread.count > MOST_ROWS else kind
        self._latest.append(f"{self.done}: {kind} {thread.name[-1]} {ns!r}")
        getattr(self, f"_{kind}")(self._savers.any(self._source), thread, ns)
        for _ in range(2):
            self._compare(self._source.choice(self._threads), self._source.choice(SPACES))

    # ---- writing

    def _put(self, saver: Caller, thread: Thread, ns: str) -> None:
        parent = thread.any_id(self._source, ns)
        for _ in range(self._source.choice((1, 1, 2, 4))):
            made, row = self._next(thread, ns, parent)
            if not self._told_to(saver, thread, ns, parent, made, row):
                return
            parent = made["id"]

    def _next(self, thread: Thread, ns: str, parent: str | None) -> tuple[dict, Row]:
        """A checkpoint after `parent`, some of whose channels are new."""
        old = thread.parent(ns, parent) or Row(None, "", {}, {})
        values, versions = dict(old.values), dict(old.versions)
        for name in LONG_CHANNELS:
            if name not in versions or self._source.random() < 0.7:
                value = changed(self._source, values[name]) if name in values else fresh(self._source)
                values[name], versions[name] = value, self._version(thread, versions.get(name))
        if self._source.random() < 0.1:
            name = self._source.choice(LONG_CHANNELS)
            values.pop(name, None)
            versions[name] = self._version(thread, versions[name])
        values["small"], versions["small"] = self._source.randrange(99), self._version(thread, versions.get("small"))
        run = f"{self._name}-run-{self._source.randrange(RUNS)}"
        return checkpoint(values, versions), Row(parent, run, values, versions)

    def _version(self, thread: Thread, current: Any) -> Any:
        """The one after `current`; of whole numbers, two branches use the same."""
        if not thread.whole_numbers:
            return next_version(current)
        return self._source.randrange(2**40) if current is None else current + 1

    def _told_to(
        self, saver: Caller, thread: Thread, ns: str, parent: str | None, made: dict, row: Row, again: str | None = None
    ) -> bool:
        """Puts it; False: refused, because the saver knows the parent from a life that is over."""
        rows = thread.rows[ns]
        known = thread.parent(ns, again or parent)
        new = {n: v for n, v in row.versions.items() if known is None or known.versions.get(n) != v}
        metadata = {"source": "loop", "step": self.done, "parents": {}, "run_id": row.run}
        arguments = config(thread.name, parent, ns), made, metadata, new
        try:
            saver.put(*arguments)
        except ThreadDeleted:
            if parent not in rows:
                assert parent in thread.gone[ns], "refused although its parent was never deleted"
                return False
            # An id that a copy has brought back.
            assert parent in thread.gone[ns], "refused although its parent was never deleted"
            assert_is(saver.get_tuple(config(thread.name, parent, ns)), rows[parent], "the parent")
            saver.put(*arguments)
        rows[made["id"]] = row
        return True

    def _put_again(self, saver: Caller, thread: Thread, ns: str) -> None:
        """The same id with one value more recent; its children keep theirs."""
        key = thread.any_id(self._source, ns)
        row = thread.rows[ns].get(key)
        if row is None or (row.parent is not None and row.parent not in thread.rows[ns]):
            return
        name = self._source.choice(LONG_CHANNELS)
        value = changed(self._source, row.values[name]) if name in row.values else fresh(self._source)
        values = {**row.values, name: value}
        versions = {**row.versions, name: self._version(thread, row.versions[name])}
        made = checkpoint(values, versions, id=key)
        self._told_to(saver, thread, ns, row.parent, made, Row(row.parent, row.run, values, versions, row.writes), key)

    def _put_writes(self, saver: Caller, thread: Thread, ns: str) -> None:
        """Among them what the checkpoint holds already, whole and in part. Twice: the second changes nothing."""
        key = thread.any_id(self._source, ns)
        row = thread.rows[ns].get(key)
        if row is None:
            return
        task = uuid.UUID(int=self._source.getrandbits(128)).hex
        held = [row.values[name] for name in LONG_CHANNELS if name in row.values]
        writes = [("talk", value) for value in held] + [("raw", value[-3:]) for value in held] + [("small", self.done)]
        place = config(thread.name, key, ns)
        try:
            saver.put_writes(place, writes, task)
        except ThreadDeleted:
            assert key in thread.gone[ns], "refused although the checkpoint was never deleted"
            saver.get_tuple(place)
            saver.put_writes(place, writes, task)
        thread.write(ns, key, task, writes)
        saver.put_writes(place, [(channel, "late") for channel, _ in writes], task)

    # ---- removing and copying

    def _keep_latest(self, saver: Caller, thread: Thread, ns: str) -> None:
        saver.prune([thread.name, "unknown"], strategy="keep_latest")
        thread.keep_latest()

    def _prune_all(self, saver: Caller, thread: Thread, ns: str) -> None:
        saver.prune([thread.name], strategy="delete")
        thread.forget_all()

    def _delete_thread(self, saver: Caller, thread: Thread, ns: str) -> None:
        saver.delete_thread(thread.name)
        thread.forget_all()

    def _delete_run(self, saver: Caller, thread: Thread, ns: str) -> None:
        run = f"{self._name}-run-{self._source.randrange(RUNS)}"
        saver.delete_for_runs([run])
        for one in self._threads:
            one.forget_run(run)

    def _copy(self, saver: Caller, thread: Thread, ns: str) -> None:
        """Onto a thread that is empty; if there is none, one is emptied."""
        target = self._source.choice([one for one in self._threads if one is not thread])
        if not thread.count:
            return
        if target.count:
            with pytest.raises(ThreadExists):
                saver.copy_thread(thread.name, target.name)
            self._delete_thread(self._savers.any(self._source), target, ns)
        saver.copy_thread(thread.name, target.name)
        target.become(thread)

    # ---- comparing

    def _list(self, saver: Caller, thread: Thread, ns: str) -> None:
        """A page, from anywhere."""
        keys = thread.newest_first(ns)
        before = self._source.choice([None, *keys])
        limit = self._source.choice((None, 1, 3, 20))
        until = None if before is None else config(thread.name, before, ns)
        expected = [key for key in keys if before is None or key < before][:limit]
        self._compare_page(thread, ns, saver.list(config(thread.name, ns=ns), before=until, limit=limit), expected)

    def _compare_page(self, thread: Thread, ns: str, found: list, expected: list[str]) -> None:
        assert [one.checkpoint["id"] for one in found] == expected
        for one, key in zip(found, expected, strict=True):
            assert_is(one, thread.rows[ns][key], f"{key}, listed")

    def _compare(self, thread: Thread, ns: str) -> None:
        key = thread.any_id(self._source, ns)
        found = self._savers.any(self._source).get_tuple(config(thread.name, key, ns))
        newest = (thread.newest_first(ns) or [""])[0]
        assert_is(found, thread.rows[ns].get(newest if key is None else key), f"{key} of {thread.name} {ns!r}")

    def _compare_all(self) -> None:
        """Every checkpoint, listed and one by one, by every saver."""
        for saver in self._savers.all():
            for thread in self._threads:
                for ns in SPACES:
                    keys = thread.newest_first(ns)
                    self._compare_page(thread, ns, saver.list(config(thread.name, ns=ns)), keys)
                    for key in keys:
                        assert_is(saver.get_tuple(config(thread.name, key, ns)), thread.rows[ns][key], f"{key}, alone")
