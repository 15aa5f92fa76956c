"""Values of items, and filters, as JSON objects."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.holdfast._metadata import strict_object
from langgraph.checkpoint.holdfast.errors import InvalidFilter, InvalidValue


def json_value(value: Any) -> dict[str, Any]:
    """The value of an item as it travels; a copy, so the caller may change his own.

    Tuples become lists, enums of str, int or float their values, keys JSON text.

    Raises:
        InvalidValue: no mapping, or something in it has no form in JSON: NaN, infinities, lone surrogates,
            integers of more than 64 bits, bytes, dates and every other object.
        LimitExceeded: more than 64 levels deep.
    """
    return strict_object(value, "value", InvalidValue)


def json_filter(value: Any) -> dict[str, Any]:
    """A filter as it travels.

    Raises:
        InvalidFilter: as `InvalidValue` of `json_value`.
        LimitExceeded: more than 64 levels deep.
    """
    return strict_object(value, "filter", InvalidFilter)
