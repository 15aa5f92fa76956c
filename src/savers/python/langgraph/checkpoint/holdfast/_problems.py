"""Which exception a problem of the server becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import (
    DeadlineExceeded,
    EmbeddingRefused,
    EmbeddingUnavailable,
    HoldfastError,
    IncompatibleServerError,
    IndexMismatch,
    InvalidFilter,
    InvalidNamespace,
    InvalidRequest,
    LimitExceeded,
    MissingValues,
    NamespaceRefused,
    NotFound,
    NotIndexed,
    OutcomeUnknown,
    Overloaded,
    ServerFault,
    SignalRefused,
    ThreadDeleted,
    ThreadExists,
    Unauthorized,
    Unavailable,
)

_BY_CODE: dict[str, type[HoldfastError]] = {
    "malformed-body": InvalidRequest,
    "invalid-request": InvalidRequest,
    "invalid-identifier": InvalidRequest,
    "unknown-operation": IncompatibleServerError,
    "invalid-namespace": InvalidNamespace,
    "invalid-filter": InvalidFilter,
    "not-indexed": NotIndexed,
    "index-mismatch": IndexMismatch,
    "embedding-refused": EmbeddingRefused,
    "embedding-unavailable": EmbeddingUnavailable,
    "limit-exceeded": LimitExceeded,
    "unauthorized": Unauthorized,
    "not-found": NotFound,
    "thread-not-found": NotFound,
    "checkpoint-not-found": NotFound,
    "method-not-allowed": IncompatibleServerError,
    "not-acceptable": IncompatibleServerError,
    "unsupported-media-type": IncompatibleServerError,
    "missing-values": MissingValues,
    # Both come only to splices, and the saver has repeated the put without.
    "base-unknown": ServerFault,
    "invalid-splice": ServerFault,
    "thread-deleted": ThreadDeleted,
    "thread-exists": ThreadExists,
    "operation-id-reused": InvalidRequest,
    "signal-refused": SignalRefused,
    "signal-key-reused": SignalRefused,
    "namespace-refused": NamespaceRefused,
    "overloaded": Overloaded,
    "unavailable": Unavailable,
    "deadline-exceeded": DeadlineExceeded,
    "outcome-unknown": OutcomeUnknown,
    "internal": ServerFault,
}


def error_from_problem(problem: Mapping[str, Any], status: int = 0) -> HoldfastError:
    """The exception for one problem; an unknown code becomes a plain `HoldfastError`."""
    code = str(problem.get("code") or "internal")
    kind = _BY_CODE.get(code, HoldfastError)
    detail = str(problem.get("detail") or problem.get("title") or "")
    if "limit" in problem:
        detail += f" (limit {problem['limit']}: at most {problem.get('maximum')})"
    elif "pointer" in problem:
        detail += f" (at {problem['pointer']})"
    return kind(
        detail,
        code=code,
        status=int(problem.get("status") or status or kind.status),
        retry=str(problem.get("retry") or kind.retry),
        correlation_id=problem.get("correlation_id"),
        problem=problem,
    )
