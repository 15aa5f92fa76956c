"""Turns a batch of LangGraph's store operations into the one operation that travels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ormsgpack
from langgraph.store.base import GetOp, ListNamespacesOp, Op, PutOp, SearchOp

from langgraph.checkpoint.holdfast.errors import InvalidNamespace, InvalidRequest, LimitExceeded
from langgraph.checkpoint.holdfast.transport import Operation

from ._index import paths_of
from ._values import json_filter, json_value

_MOST = 1000
# A put that says that it does not expire; one that says nothing lives as the server's policy has it.
FOREVER: Any = object()
# No item lies there: what no text in UTF-8 can name is looked for, and not found, in this namespace.
_NOWHERE = [""]


def parts_of(ops: Sequence[Op], mode: str | None = None, fields: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The parts of one batch; copies, so the caller may change what he passed.

    Args:
        mode: what queries compare; None: what the server does by itself.
        fields: paths to be indexed of puts that name none; None: those of the index.

    Raises:
        InvalidNamespace: a label that is no text, or a put into a namespace whose text cannot travel.
        InvalidRequest: a value, filter, key or TTL that cannot travel.
        LimitExceeded: more than 1000 operations, since a batch takes effect as a whole or not at all.
        ValueError: something that is no operation of a store.
    """
    if len(ops) > _MOST:
        told = {"limit": "store_parts", "maximum": _MOST}
        detail = f"a batch of {len(ops)} operations (at most {_MOST}); it is one transaction, so divide it yourself"
        raise LimitExceeded(detail, problem=told)
    parts = [_part(op) for op in ops]
    for part in parts:
        if part.get("query") and mode is not None:
            part["mode"] = mode
        elif part["do"] == "put" and fields is not None:
            part.setdefault("index", list(fields))
    return parts


def store_operation(parts: Sequence[dict[str, Any]], timeout: float) -> Operation:
    """One batch, packed. A single put keeps its order among those of its key; whatever else nobody awaits has none.

    Raises:
        InvalidNamespace, InvalidRequest: a put whose names cannot travel.
    """
    try:
        payload = ormsgpack.packb({"op": "store", "parts": parts})
    except (TypeError, ValueError):
        payload = _packed([_nowhere(part) if _has_surrogate(part) else part for part in parts])
    lane = _lane(parts[0]) if len(parts) == 1 and parts[0]["do"] == "put" else None
    return Operation(payload, lane=lane, writes=any(part["do"] == "put" for part in parts), timeout=timeout)


def _lane(put: Mapping[str, Any]) -> tuple[str, str]:
    # No thread's lane: no thread id holds U+0000.
    return "\0store", "\0".join([*put["namespace"], put["key"]])


def _packed(parts: Sequence[Mapping[str, Any]]) -> bytes:
    try:
        return ormsgpack.packb({"op": "store", "parts": parts})
    except (TypeError, ValueError) as error:
        raise InvalidRequest(f"store: {error}") from None


def _part(op: Op) -> dict[str, Any]:
    if isinstance(op, GetOp):
        labels = _labels(op.namespace)
        return {"do": "get", "namespace": labels, "key": str(op.key), "refresh_ttl": bool(op.refresh_ttl)}
    if isinstance(op, PutOp):
        return _put(op)
    if isinstance(op, SearchOp):
        return _search(op)
    if isinstance(op, ListNamespacesOp):
        return _list_namespaces(op)
    raise ValueError(f"Unknown operation type: {type(op)}")


def _put(op: PutOp) -> dict[str, Any]:
    value = None if op.value is None else json_value(op.value)
    part: dict[str, Any] = {"do": "put", "namespace": _labels(op.namespace), "key": str(op.key), "value": value}
    if op.ttl is not None and value is not None:
        part["ttl"] = None if op.ttl is FOREVER else _minutes(op.ttl)
    if op.index is not None and value is not None:
        part["index"] = False if op.index is False else paths_of(op.index, "index") or False
    return part


def _search(op: SearchOp) -> dict[str, Any]:
    part: dict[str, Any] = {
        "do": "search",
        "namespace_prefix": _labels(op.namespace_prefix),
        "limit": op.limit,
        "offset": op.offset,
        "refresh_ttl": bool(op.refresh_ttl),
    }
    if op.filter:
        part["filter"] = json_filter(op.filter)
    if op.query:
        part["query"] = op.query
    return part


def _list_namespaces(op: ListNamespacesOp) -> dict[str, Any]:
    conditions = [{"match_type": kind, "path": _labels(path)} for kind, path in op.match_conditions or ()]
    part: dict[str, Any] = {"do": "list_namespaces", "limit": op.limit, "offset": op.offset}
    if conditions:
        part["match_conditions"] = conditions
    if op.max_depth is not None:
        part["max_depth"] = op.max_depth
    return part


def _labels(namespace: Iterable[Any]) -> list[str]:
    """The labels as text; which of them are allowed the server says, as it does for every client."""
    if isinstance(namespace, str):
        raise InvalidNamespace("a namespace is a tuple of labels, not a str")
    labels = list(namespace)
    for label in labels:
        if not isinstance(label, str):
            raise InvalidNamespace(f"a namespace label must be a str, not {type(label).__name__}")
    return labels


def _minutes(ttl: Any) -> float:
    if isinstance(ttl, bool) or not isinstance(ttl, (int, float)) or not math.isfinite(ttl):
        raise InvalidRequest("ttl must be a finite number of minutes")
    return ttl


def _has_surrogate(part: Mapping[str, Any]) -> bool:
    paths = [condition["path"] for condition in part.get("match_conditions", ())]
    texts = [part.get("key", ""), *part.get("namespace", ()), *part.get("namespace_prefix", ())]
    try:
        "".join([*texts, *(label for path in paths for label in path)]).encode()
    except UnicodeEncodeError:
        return True
    return False


def _nowhere(part: Mapping[str, Any]) -> dict[str, Any]:
    """The same, of a namespace that holds nothing.

    Raises:
        InvalidNamespace, InvalidRequest: it would store a value.
    """
    if part["do"] == "put" and part["value"] is not None:
        if _has_surrogate({"namespace": part["namespace"]}):
            raise InvalidNamespace("a namespace label holds a lone surrogate")
        raise InvalidRequest("the key holds a lone surrogate", code="invalid-identifier")
    if part["do"] == "list_namespaces":
        return {**part, "match_conditions": [{"match_type": "prefix", "path": _NOWHERE}]}
    if part["do"] == "search":
        return {**part, "namespace_prefix": _NOWHERE}
    return {**part, "namespace": _NOWHERE, "key": "-"}
