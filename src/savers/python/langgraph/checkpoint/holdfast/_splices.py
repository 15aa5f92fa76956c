"""Values told as what differs from others that both sides hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xxhash

from .errors import ServerFault

# A kept range `[offset, length]` of the base, or new bytes.
Part = tuple[int, int] | bytes

# What a kept range, and a splice by itself, take on the wire, about.
_RANGE_BYTES = 12
_SPLICE_BYTES = 60
# A shorter run is cheaper told than kept.
_LEAST_RUN = 32
_FIRST_STEP = 64


class DamagedSplice(ServerFault):
    """A splice of the server's does not give the value that it says."""


def checksum_of(data: bytes) -> bytes:
    """xxh3-128, big-endian: 16 bytes."""
    return xxhash.xxh3_128_digest(data)


def parts_of(base: bytes, value: bytes) -> list[Part] | None:
    """How `value` is made of `base`: what both begin with and what both end with is kept.

    A list that has grown or shrunk differs in its MessagePack header, too, since that counts the
    elements: the common beginning is then looked for behind the headers. Nothing else of the bytes
    is understood. Takes one pass over what is equal, without copies, and next to nothing where
    nothing is.

    Returns:
        At most four parts whose ranges ascend and do not overlap; None: hardly less than the whole.
    """
    old, new = _header_bytes(base), _header_bytes(value)
    if base[:old] == value[:new]:
        old = new = 0
    view = memoryview(base)
    room = min(len(base) - old, len(value) - new)
    end, last = len(base), len(value)
    # Less than a quarter kept is no splice, so one of both runs has an eighth: most values that share nothing end here.
    least = last // 8
    if room < least or not (value.startswith(view[old : old + least], new) or value.endswith(view[end - least :], new)):
        return None
    front = _run(lambda a, b: value.startswith(view[old + a : old + b], new + a), room)
    back = _run(lambda a, b: value.endswith(view[end - b : end - a], 0, last - a), room - front)
    parts: list[Part] = []
    told = 0
    if front >= _LEAST_RUN:
        parts += [value[:new], (old, front)]
        told = new + front
    parts.append(value[told : last - back] if back >= _LEAST_RUN else value[told:])
    if back >= _LEAST_RUN:
        parts.append((end - back, back))
    parts = [part for part in parts if part]
    return parts if 4 * _told_bytes(parts) <= 3 * last else None


def rebuilt(splice: Mapping[str, Any], base: bytes) -> dict[str, Any]:
    """The value `{"type", "bytes"}` that a splice of the server's tells.

    Raises:
        DamagedSplice: it has not the length or not the checksum that the splice says.
    """
    try:
        data = _joined(base, splice["parts"])
        wrong = len(data) != splice["length"] or checksum_of(data) != splice["checksum"]
        value = {"type": splice["type"], "bytes": data}
    except (LookupError, TypeError, ValueError):
        raise DamagedSplice("the server tells a value in a form that is none of the protocol's") from None
    if wrong:
        raise DamagedSplice("the server tells a value that has not the length and checksum it says")
    return value


def _joined(base: bytes, parts: Sequence[Any]) -> bytes:
    # A range that leaves the base gives too few bytes, which the checksum shows.
    view = memoryview(base)
    return b"".join(part if type(part) is bytes else view[part[0] : part[0] + part[1]] for part in parts)


def _told_bytes(parts: Sequence[Part]) -> int:
    return _SPLICE_BYTES + sum(len(part) if type(part) is bytes else _RANGE_BYTES for part in parts)


def _header_bytes(data: bytes) -> int:
    """Of a MessagePack array or map: bytes before its first element; 0 for other values."""
    first = data[0] if data else 0
    if 0x80 <= first <= 0x9F:
        return 1
    if first in (0xDC, 0xDE):
        return 3
    return 5 if first in (0xDD, 0xDF) else 0


def _run(same: Callable[[int, int], bool], most: int) -> int:
    """The length of a common run, at most `most`.

    Args:
        same: whether the bytes from the first to before the second position are equal, counted from
            where the run begins. Compared by the C library: what Python adds is a call or two for
            each doubling.
    """
    low, step = 0, _FIRST_STEP
    while low < most:
        high = min(low + step, most)
        if not same(low, high):
            break
        low, step = high, step * 2
    else:
        return most
    while high - low > 1:
        middle = (low + high) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle
    return low
