"""Bytes that the saver holds already, so that only what differs from them needs to travel."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from ._splices import DamagedSplice, checksum_of, rebuilt

# Below this a name and a checksum save nothing; and equal bytes of different types are all this small.
_LEAST_BYTES = 1024

Place = tuple[str, str]


class Kept:
    """A value as the saver holds it; immutable.

    Args:
        version: the channel's version.
        value: `{"type", "bytes"}`.
        servers: xxh3-128 of the bytes that the server keeps for it, which others may have sent; None:
            these bytes came from the server.
        own: xxh3-128 of the value's bytes, if it was computed before.
    """

    __slots__ = ("version", "value", "_servers", "_own")

    def __init__(self, version: Any, value: Mapping[str, Any], servers: bytes | None, own: bytes | None = None) -> None:
        self.version = version
        self.value = value
        self._servers = servers
        self._own = own

    @property
    def checksum(self) -> bytes:
        """Of the value's bytes. Computed when it is first asked for: most values never need it."""
        if self._own is None:
            self._own = checksum_of(self.value["bytes"])
        return self._own

    @property
    def shared(self) -> bool:
        """Whether the server keeps the same bytes."""
        return self._servers is None or self._servers == self.checksum

    def named(self) -> dict[str, Any]:
        """How a request and an answer name it: `{"version", "checksum"}`."""
        return {"version": self.version, "checksum": self.checksum}


class KeptValues:
    """The last value of each channel that was put or read, by `(thread_id, checkpoint_ns)`; thread-safe.

    Being wrong is harmless: the server compares version and checksum.

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

    def keep(self, place: Place, values: Mapping[str, Kept]) -> None:
        """Holds the large ones of these instead of what was held for their channels."""
        new = {name: kept for name, kept in values.items() if large(kept.value)} if self._most else {}
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
    """As a request says it: only what the server keeps, too."""
    return {name: kept.named() for name, kept in held.items() if kept.shared}


def completed(told: dict[str, Any], held: Mapping[str, Kept]) -> dict[str, Kept]:
    """Adds to a tuple of the protocol the values that the server left out or told as splices.

    Args:
        held: what the request said was held.

    Returns:
        The values that came, to be kept.

    Raises:
        DamagedSplice: one cannot be made of what is held.
    """
    values, versions = told["values"], told["channel_versions"]
    new = {}
    for name, value in values.items():
        own = None
        if "base" in value:
            base = held.get(name)
            if base is None or value["base"] != base.named():
                raise DamagedSplice("the server tells a value by another that the saver does not hold")
            value, own = rebuilt(value, base.value["bytes"]), value["checksum"]
        new[name] = Kept(versions[name], value, None, own)
    for name, kept in new.items():
        values[name] = kept.value
    for name in told["known"]:
        values[name] = held[name].value
    return new


def large(value: Mapping[str, Any]) -> bool:
    """Whether a value is worth holding."""
    return len(value["bytes"]) >= _LEAST_BYTES
