"""Bytes that the saver holds already, so that a read need not bring them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, NamedTuple

import xxhash

# Below this a name and a checksum save nothing; and equal bytes of different types are all this small.
_LEAST_BYTES = 1024

Place = tuple[str, str]


class Kept(NamedTuple):
    """A value as the server keeps it.

    Attributes:
        version: the channel's version.
        value: `{"type", "bytes"}`.
        checksum: xxh3-128 of the bytes that the server keeps for it, which others may have sent; None:
            these bytes came from the server.
    """

    version: Any
    value: Mapping[str, Any]
    checksum: bytes | None


class KeptValues:
    """The last value of each channel that was put or read, by `(thread_id, checkpoint_ns)`; thread-safe.

    Being wrong is harmless: the server leaves out only what has the same version and checksum.

    Args:
        most_bytes: of all values together; the places used longest ago are forgotten first.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = Lock()
        self._size = 0
        self._places: OrderedDict[Place, dict[str, Kept]] = OrderedDict()

    def at(self, place: Place) -> dict[str, Kept]:
        """What is held now for a place, by channel; the caller's own copy."""
        with self._lock:
            found = self._places.get(place)
            if found is None:
                return {}
            self._places.move_to_end(place)
            return dict(found)

    def sent(
        self, place: Place, values: Mapping[str, Any], versions: Mapping[str, Any], sums: Mapping[str, Any]
    ) -> None:
        """A put is acknowledged; `sums` tell what the server keeps, which may be what others sent."""
        if self._most:
            self._keep(place, {n: Kept(versions[n], v, sums.get(n, b"")) for n, v in values.items() if _large(v)})

    def read(self, told: dict[str, Any], held: Mapping[str, Kept]) -> None:
        """Adds to a tuple of the protocol the values that the server left out, and keeps the others.

        Args:
            held: what the request said was held.
        """
        values, versions = told["values"], told["channel_versions"]
        if self._most and any(_large(v) for v in values.values()):
            new = {n: Kept(versions[n], v, None) for n, v in values.items() if _large(v)}
            self._keep((told["thread_id"], told["checkpoint_ns"]), new)
        for name in told["known"]:
            values[name] = held[name].value

    def _keep(self, place: Place, new: Mapping[str, Kept]) -> None:
        if not new:
            return
        with self._lock:
            channels = self._places.setdefault(place, {})
            self._places.move_to_end(place)
            for name, kept in new.items():
                old = channels.get(name)
                self._size += len(kept.value["bytes"]) - (len(old.value["bytes"]) if old else 0)
                channels[name] = kept
            while self._size > self._most:
                _, forgotten = self._places.popitem(last=False)
                self._size -= sum(len(kept.value["bytes"]) for kept in forgotten.values())


def known(held: Mapping[str, Kept]) -> dict[str, dict[str, Any]]:
    """As a request says it: only what the server keeps, too. Computed here, since most puts are never read back."""
    sums = ((name, kept, xxhash.xxh3_128_digest(kept.value["bytes"])) for name, kept in held.items())
    return {
        name: {"version": kept.version, "checksum": own} for name, kept, own in sums if kept.checksum in (None, own)
    }


def _large(value: Mapping[str, Any]) -> bool:
    return len(value["bytes"]) >= _LEAST_BYTES

