"""What a saver remembers of the checkpoints it has seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from threading import Lock
from typing import Any, NamedTuple

Key = tuple[str, str, str]


class Seen(NamedTuple):
    """A checkpoint as it was put or read.

    Attributes:
        incarnation: number of the thread's life it belongs to, None if unknown.
        versions: every channel's version; never changed.
        empty: channels that have no value at their version.
    """

    incarnation: int | None
    versions: Mapping[str, Any]
    empty: Collection[str]

    def has(self, channel: str, version: Any) -> bool:
        """Whether the channel has this version there."""
        return bool(self.versions.get(channel) == version)


class Lineage:
    """Remembers the last checkpoints by `(thread_id, checkpoint_ns, checkpoint_id)`; thread-safe.

    Forgetting is harmless: without an incarnation a write counts as a new beginning, without the
    empty channels the server is asked (one more round trip), without the versions values go whole.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._lock = Lock()
        self._seen: OrderedDict[Key, Seen] = OrderedDict()

    def learn(self, key: Key, seen: Seen) -> None:
        with self._lock:
            self._seen[key] = seen
            self._seen.move_to_end(key)
            if len(self._seen) > self._most:
                self._seen.popitem(last=False)

    def of(self, key: Key) -> Seen | None:
        with self._lock:
            seen = self._seen.get(key)
            if seen is not None:
                self._seen.move_to_end(key)
            return seen
