"""Checkpoint metadata and filters as JSON objects."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from typing import Any

from .errors import InvalidMetadata, LimitExceeded

_DEPTH = 64


def json_object(value: Mapping[Any, Any], what: str) -> dict[str, Any]:
    """A deep copy of `value` that JSON can hold, as `json.dumps` of LangGraph's Postgres saver would make it.

    Kept: str, int (64 bit), float, bool, None, list, dict. Changed: a tuple becomes a list; an
    enum of str, int or float becomes its value; keys that are int, float, bool or None become
    their JSON text; a lone surrogate becomes `?`. Refused: NaN and infinities, larger integers,
    bytes, sets and every other object.

    Args:
        what: how errors call it, `metadata` or `filter`.

    Raises:
        InvalidMetadata: something has no form in JSON; names where it is, never its value.
        LimitExceeded: more than 64 levels deep (a cycle is).
    """
    return _object(value, what, 1)


def _plain(value: Any, where: str, depth: int) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value)
    if kind is bool or value is None:
        return value
    if isinstance(value, str):
        return _text(str.__str__(value) if not isinstance(value, enum.Enum) else value.value)
    if isinstance(value, int):
        return _integer(value, where)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidMetadata(f"{where} is not a finite number; JSON has no NaN and no infinities")
        return float(value)
    if isinstance(value, (list, tuple)):
        _check_depth(where, depth)
        return [_plain(item, f"{where}[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return _object(value, where, depth)
    raise InvalidMetadata(f"{where} is a {kind.__name__}, which JSON has no form for")


def _object(value: Mapping[Any, Any], where: str, depth: int) -> dict[str, Any]:
    _check_depth(where, depth)
    return {
        (name := _key(key, where)): _plain(item, f"{where}.{name}", depth + 1) for key, item in value.items()
    }


def _key(key: Any, where: str) -> str:
    if isinstance(key, str):
        return _text(key.value if isinstance(key, enum.Enum) else key)
    if key is None:
        return "null"
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, int):
        return int.__repr__(key)
    if isinstance(key, float) and math.isfinite(key):
        return float.__repr__(key)
    raise InvalidMetadata(f"{where} has a key of type {type(key).__name__}, which JSON has no form for")


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode()
    return str(value)


def _integer(value: int, where: str) -> int:
    if not -(2**63) <= value < 2**63:
        raise InvalidMetadata(f"{where} is an integer of more than 64 bits")
    return int(value)


def _check_depth(where: str, depth: int) -> None:
    if depth > _DEPTH:
        raise LimitExceeded(
            f"{where.split('.')[0]} is more than {_DEPTH} levels deep",
            problem={"limit": "depth", "maximum": _DEPTH},
        )
