"""Checkpoint metadata and filters as JSON objects."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from .errors import InvalidMetadata, InvalidRequest, LimitExceeded

_DEPTH = 64


class _Refused(Exception):
    """Carries the way to what JSON has no form for, put together only when it is needed."""

    def __init__(self, reason: str, too_deep: bool = False) -> None:
        super().__init__(reason)
        self.way: list[str] = []
        self.too_deep = too_deep


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
    try:
        return _object(value, 1)
    except _Refused as refused:
        if refused.too_deep:
            told = {"limit": "depth", "maximum": _DEPTH}
            raise LimitExceeded(f"{what} {refused}", problem=told) from None
        way = "".join(reversed(refused.way))
        raise InvalidMetadata(f"{what}{way} {refused}") from None


def strict_object(value: Any, what: str, kind: type[InvalidRequest]) -> dict[str, Any]:
    """As `json_object`, where a lone surrogate is refused, too.

    Raises:
        InvalidRequest: of this `kind`: no mapping, or something has no form in JSON.
        LimitExceeded: more than 64 levels deep.
    """
    if type(value) is not dict and not isinstance(value, Mapping):
        raise kind(f"{what} is a {type(value).__name__}, not a mapping")
    try:
        plain = json_object(value, what)
    except InvalidMetadata as error:
        raise kind(error.detail) from None
    # In metadata a lone surrogate becomes a question mark. Only what was changed can have been one.
    if plain != value and _has_surrogate(dict(value)):
        raise kind(f"{what} holds a lone surrogate, which JSON has no form for")
    return plain


def _has_surrogate(value: dict[Any, Any]) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _plain(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value)
    if kind is bool or value is None:
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _Refused("is not a finite number; JSON has no NaN and no infinities")
        return float(value)
    if isinstance(value, (list, tuple)):
        return _list(value, depth)
    if isinstance(value, dict):
        return _object(value, depth)
    raise _Refused(f"is a {kind.__name__}, which JSON has no form for")


def _list(value: Sequence[Any], depth: int) -> list[Any]:
    if depth > _DEPTH:
        raise _Refused(f"is more than {_DEPTH} levels deep", too_deep=True)
    result: list[Any] = []
    try:
        for item in value:
            result.append(_plain(item, depth + 1))
    except _Refused as refused:
        refused.way.append(f"[{len(result)}]")
        raise
    return result


def _object(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    if depth > _DEPTH:
        raise _Refused(f"is more than {_DEPTH} levels deep", too_deep=True)
    result: dict[str, Any] = {}
    name = ""
    try:
        for key, item in value.items():
            name = ""
            name = key if type(key) is str and key.isascii() else _key(key)
            result[name] = _plain(item, depth + 1)
    except _Refused as refused:
        refused.way.append(f".{name}" if name else "")
        raise
    return result


def _key(key: Any) -> str:
    if isinstance(key, str):
        return _text(key)
    if key is None:
        return "null"
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, int):
        return int.__repr__(key)
    if isinstance(key, float) and math.isfinite(key):
        return float.__repr__(key)
    raise _Refused(f"has a key of type {type(key).__name__}, which JSON has no form for")


def _text(value: str) -> str:
    # The characters themselves, as json.dumps takes them: str() of an enum gives its name.
    text = str.__str__(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _integer(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise _Refused("is an integer of more than 64 bits")
    return int(value)
