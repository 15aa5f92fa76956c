"""Values of items, and filters, as JSON objects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from langgraph.checkpoint.holdfast._metadata import json_object
from langgraph.checkpoint.holdfast.errors import InvalidFilter, InvalidMetadata, InvalidRequest, InvalidValue


def json_value(value: Any) -> dict[str, Any]:
    """The value of an item as it travels; a copy, so the caller may change his own.

    Tuples become lists, enums of str, int or float their values, keys JSON text.

    Raises:
        InvalidValue: no mapping, or something in it has no form in JSON: NaN, infinities, lone surrogates,
            integers of more than 64 bits, bytes, dates and every other object.
        LimitExceeded: more than 64 levels deep.
    """
    return _strict(value, "value", InvalidValue)


def json_filter(value: Any) -> dict[str, Any]:
    """A filter as it travels.

    Raises:
        InvalidFilter: as `InvalidValue` of `json_value`.
        LimitExceeded: more than 64 levels deep.
    """
    return _strict(value, "filter", InvalidFilter)


def _strict(value: Any, what: str, kind: type[InvalidRequest]) -> dict[str, Any]:
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
