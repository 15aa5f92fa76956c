"""Values, and what becomes of them from one version to the next, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import ormsgpack

# Lists are stored as MessagePack, bytes as they are.
Value = list[str | bytes] | bytes

# A first byte that is none of MessagePack's lists, and those of lists with a short, a middle and a long header.
_HEADS = (b"\x00", b"\x93", b"\xdc\x00\x10", b"\xdd\x00\x01\x00\x00")
_MOST_BYTES = 40_000


def fresh(source: Random) -> Value:
    """A value that is like no other."""
    if source.random() < 0.3:
        return source.choice(_HEADS) + source.randbytes(source.choice((0, 900, 1030, 5000)))
    return [_item(source) for _ in range(source.choice((0, 3, 12, 15, 16, 40)))]


def changed(source: Random, old: Value) -> Value:
    """A successor; most of them share most of their bytes with `old`."""
    if source.random() < 0.06 or size(old) > _MOST_BYTES:
        return fresh(source)
    changes = _OF_BYTES if isinstance(old, bytes) else _OF_LISTS
    return source.choice(changes)(source, old)


def size(value: Value) -> int:
    """Bytes, about."""
    return len(value) if isinstance(value, bytes) else sum(map(len, value))


def _item(source: Random) -> str | bytes:
    length = source.choice((0, 5, 31, 100, 300, 700))
    if source.random() < 0.3:
        return source.randbytes(length)
    return " ".join(str(source.randrange(1000)) for _ in range(length // 4))


def _place(source: Random, old: Value) -> int:
    return source.randrange(len(old) + 1)


def _grown(source: Random, old: list) -> Value:
    return [*old, _item(source)]


def _grown_much(source: Random, old: list) -> Value:
    return [*old, *(_item(source) for _ in range(source.randrange(2, 20)))]


def _edited(source: Random, old: list) -> Value:
    at = _place(source, old)
    return [*old[:at], _item(source), *old[at + 1 :]]


def _inserted(source: Random, old: list) -> Value:
    at = _place(source, old)
    return [*old[:at], _item(source), *old[at:]]


def _cut(source: Random, old: Value) -> Value:
    one, other = sorted((_place(source, old), _place(source, old)))
    return old[:one] + old[other:]


def _forgotten(source: Random, old: Value) -> Value:
    return old[_place(source, old) :]


def _undone(source: Random, old: Value) -> Value:
    return old[: _place(source, old)]


def _rotated(source: Random, old: Value) -> Value:
    at = _place(source, old)
    return old[at:] + old[:at]


def _doubled(source: Random, old: Value) -> Value:
    return old + old


def _same(source: Random, old: Value) -> Value:
    return old


def _as_bytes(source: Random, old: list) -> Value:
    return ormsgpack.packb(old)


def _appended(source: Random, old: bytes) -> Value:
    return old + source.randbytes(source.choice((1, 40, 800)))


def _prepended(source: Random, old: bytes) -> Value:
    return source.choice(_HEADS) + old


def _overwritten(source: Random, old: bytes) -> Value:
    at = _place(source, old)
    new = source.randbytes(source.choice((1, 33, 500)))
    return old[:at] + new + old[at + len(new) :]


_OF_LISTS: tuple[Callable[[Random, list], Value], ...] = (
    *(_grown,) * 6, _grown_much, _edited, _edited, _inserted, _cut, _forgotten, _undone, _rotated, _doubled, _same,
    _as_bytes,
)  # fmt: skip
_OF_BYTES: tuple[Callable[[Random, bytes], Value], ...] = (
    *(_appended,) * 4, _prepended, _overwritten, _overwritten, _cut, _forgotten, _undone, _rotated, _doubled, _same,
)  # fmt: skip
