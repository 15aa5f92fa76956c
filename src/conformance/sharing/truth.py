"""What a server must hold, kept by the test itself: whole values, copied by nobody, shared with nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

SPACES = ("", "child:1")

_serde = JsonPlusSerializer()


@dataclass(frozen=True)
class Row:
    """One checkpoint.

    Attributes:
        values: channel → value; channels of `versions` that have none are empty.
        versions: channel → version.
        writes: `(task, channel, value)`, in the order they were made.
    """

    parent: str | None
    run: str
    values: dict[str, Any]
    versions: dict[str, Any]
    writes: tuple[tuple[str, str, Any], ...] = ()


@dataclass
class Thread:
    """One thread: its rows by namespace and checkpoint id, and those that are gone."""

    name: str
    whole_numbers: bool
    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {ns: {} for ns in SPACES})
    gone: dict[str, dict[str, Row]] = field(default_factory=lambda: {ns: {} for ns in SPACES})

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())

    def newest_first(self, ns: str) -> list[str]:
        return sorted(self.rows[ns], reverse=True)

    def any_id(self, source: Random, ns: str) -> str | None:
        """Mostly the newest or another that is there; sometimes one that is gone, or None."""
        there, dice = self.newest_first(ns), source.random()
        if there and dice < 0.5:
            return there[0]
        if there and dice < 0.85:
            return source.choice(there)
        return source.choice(list(self.gone[ns])) if self.gone[ns] and dice < 0.95 else None

    def parent(self, ns: str, key: str | None) -> Row | None:
        """What a writer knows of a parent, even of one that is gone: a running graph is not told of a prune.

        Not of whole numbers: another branch may have used them for other values.
        """
        found = self.rows[ns].get(key or "")
        return found if found or self.whole_numbers else self.gone[ns].get(key or "")

    def write(self, ns: str, key: str, task: str, writes: Iterable[tuple[str, Any]]) -> None:
        row = self.rows[ns][key]
        made = tuple((task, channel, value) for channel, value in writes)
        self.rows[ns][key] = replace(row, writes=row.writes + made)

    def forget(self, ns: str, keys: Iterable[str]) -> None:
        for key in list(keys):
            self.gone[ns][key] = self.rows[ns].pop(key)

    def forget_all(self) -> None:
        for ns in SPACES:
            self.forget(ns, self.rows[ns])

    def keep_latest(self) -> None:
        for ns in SPACES:
            self.forget(ns, self.newest_first(ns)[1:])

    def forget_run(self, run: str) -> None:
        for ns, rows in self.rows.items():
            self.forget(ns, [key for key, row in rows.items() if row.run == run])

    def become(self, other: Thread) -> None:
        """A copy."""
        self.whole_numbers = other.whole_numbers
        self.rows = {ns: dict(rows) for ns, rows in other.rows.items()}


def assert_is(found: CheckpointTuple | None, row: Row | None, what: str) -> None:
    """The tuple that was read is that row, byte for byte."""
    if row is None:
        assert found is None, f"{what} is there and should not be"
        return
    assert found is not None, f"{what} is not there"
    values = found.checkpoint["channel_values"]
    assert set(values) == set(row.values), f"channels of {what}"
    for name, value in row.values.items():
        assert _serde.dumps_typed(values[name]) == _serde.dumps_typed(value), f"{name} of {what}"
    assert found.checkpoint["channel_versions"] == row.versions, f"versions of {what}"
    assert sorted(found.pending_writes or [], key=repr) == sorted(row.writes, key=repr), f"writes of {what}"
