"""What the server tells of items, as LangGraph's own objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from langgraph.store.base import GetOp, Item, ListNamespacesOp, Op, PutOp, Result, SearchItem, SearchOp

from langgraph.checkpoint.holdfast.errors import IncompatibleServerError


def results_of(ops: Sequence[Op], told: Mapping[str, Any]) -> list[Result]:
    """One result for each operation, in order. Everything in them belongs to the caller.

    Raises:
        IncompatibleServerError: the answer is not one result for each.
    """
    results = told.get("results")
    if not isinstance(results, list) or len(results) != len(ops):
        raise IncompatibleServerError("the answer does not hold one result for each operation of the batch")
    return [_result(op, result) for op, result in zip(ops, results, strict=True)]


def _result(op: Op, told: Any) -> Result:
    if isinstance(op, GetOp):
        return None if told is None else _item(told)
    if isinstance(op, SearchOp):
        return [_search_item(item) for item in told]
    if isinstance(op, ListNamespacesOp):
        return [tuple(labels) for labels in told]
    assert isinstance(op, PutOp)
    return None


def _item(told: Mapping[str, Any]) -> Item:
    # Item reads moments from their ISO text.
    return Item(
        value=told["value"],
        key=told["key"],
        namespace=tuple(told["namespace"]),
        created_at=told["created_at"],
        updated_at=told["updated_at"],
    )


def _search_item(told: Mapping[str, Any]) -> SearchItem:
    return SearchItem(
        tuple(told["namespace"]),
        told["key"],
        told["value"],
        told["created_at"],
        told["updated_at"],
        told.get("score"),
    )
