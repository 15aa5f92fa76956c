"""LangGraph's memory saver, with the differences that a Holdfast saver is allowed to have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.memory import InMemorySaver

Place = tuple[str, str, str]


def contains(stored: Any, wanted: Any) -> bool:
    """Postgres' `@>` on JSON."""
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and all(
            key in stored and contains(stored[key], value) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(stored, list) and all(any(contains(have, want) for have in stored) for want in wanted)
    if isinstance(wanted, bool) or isinstance(stored, bool):
        return wanted is stored
    return (
        type(wanted) in (int, float)
        and type(stored) in (int, float)
        and wanted == stored
        or (type(wanted) is type(stored) and wanted == stored)
    )


class Reference(InMemorySaver):
    """The oracle. Everything that is overridden here is an allowed difference, and there are no others.

    1. A checkpoint put again keeps its first parent (as in `PostgresSaver`).
    2. The first value of a channel version stays; memory overwrites it.
    3. No holes: a channel that is not new, whose value nobody has stored, gets its value from
       `channel_values`; memory loses it.
    4. A filter is containment (`@>`); memory compares for equality.
    5. `list` goes by id, newest first, over all threads and namespaces; memory thread by thread.
    6. Metadata is JSON: tuples become lists, and `writes` is left out (as in `PostgresSaver`).
    7. The config of a tuple has exactly three keys; memory echoes the caller's.
    8. `prune`, `copy_thread` and `delete_for_runs` are there; memory has none of them.
    9. A write that names a checkpoint of a deleted thread is refused with `ThreadDeleted`;
       memory takes it. (The machine expects the refusal; nothing to override.)
    """

    def put(self, config: Any, checkpoint: Any, metadata: Any, new_versions: Any) -> Any:
        place = config["configurable"]
        thread, ns, key = place["thread_id"], place["checkpoint_ns"], checkpoint["id"]
        first = self.storage[thread][ns].get(key)
        values = checkpoint["channel_values"]
        kept = {
            name: self.blobs[(thread, ns, name, version)]
            for name, version in new_versions.items()
            if name in values and self._valued(thread, ns, name, version)
        }
        told = super().put(config, checkpoint, {k: v for k, v in metadata.items() if k != "writes"}, new_versions)
        for name, blob in kept.items():
            self.blobs[(thread, ns, name, new_versions[name])] = blob  # 2
        for name, version in checkpoint["channel_versions"].items():
            if name in values and (thread, ns, name, version) not in self.blobs:
                self.blobs[(thread, ns, name, version)] = self.serde.dumps_typed(values[name])  # 3
        if first is not None:
            row = self.storage[thread][ns][key]
            self.storage[thread][ns][key] = (row[0], row[1], first[2])  # 1
        return told

    def _valued(self, *key: Any) -> bool:
        return self.blobs.get(key, ("empty", b""))[0] != "empty"

    def get_tuple(self, config: Any) -> CheckpointTuple | None:
        found = super().get_tuple(config)
        if found is None:
            return None
        place = config["configurable"]
        own = {
            "thread_id": place["thread_id"],
            "checkpoint_ns": place.get("checkpoint_ns", ""),
            "checkpoint_id": found.checkpoint["id"],
        }
        return found._replace(config={"configurable": own})  # 7

    def list(
        self, config: Any, *, filter: Any = None, before: Any = None, limit: int | None = None
    ) -> Iterator[CheckpointTuple]:
        found = [one for one in super().list(config, before=before) if contains(one.metadata, filter or {})]  # 4
        found.sort(key=lambda one: one.checkpoint["id"], reverse=True)  # 5
        yield from found if limit is None else found[: max(0, limit)]

    def places(self, thread: str) -> list[Place]:
        """Every stored checkpoint of a thread."""
        spaces = self.storage.get(thread, {})
        return [(thread, ns, key) for ns, rows in spaces.items() for key in rows]

    def forget(self, place: Place) -> None:
        thread, ns, key = place
        del self.storage[thread][ns][key]
        self.writes.pop(place, None)

    def prune(self, threads: list[str], *, strategy: str) -> None:  # 8
        for thread in threads:
            if strategy == "delete":
                self.delete_thread(thread)
                continue
            for ns, rows in self.storage.get(thread, {}).items():
                for key in [key for key in rows if key != max(rows)]:
                    self.forget((thread, ns, key))
                    for kept, row in list(rows.items()):
                        # As in `PostgresSaver`, what is kept does not point to what is gone.
                        rows[kept] = (row[0], row[1], None if row[2] == key else row[2])

    def delete_for_runs(self, runs: list[str]) -> None:  # 8
        for thread in list(self.storage):
            for place in self.places(thread):
                metadata = self.serde.loads_typed(self.storage[thread][place[1]][place[2]][1])
                if metadata.get("run_id") in runs:
                    self.forget(place)

    def copy_thread(self, source: str, target: str) -> None:  # 8
        for ns, rows in list(self.storage[source].items()):
            self.storage[target][ns].update(rows)
        for table in (self.writes, self.blobs):
            for key in [key for key in table if key[0] == source]:
                moved = table[key]
                table[(target, *key[1:])] = dict(moved) if isinstance(moved, dict) else moved
