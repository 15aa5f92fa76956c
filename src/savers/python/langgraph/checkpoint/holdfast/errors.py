"""What can go wrong between a saver or store and its server, one class per kind.

Messages name codes, limits and identifiers of requests; never state values, metadata values or keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langgraph.store.base import InvalidNamespaceError


class HoldfastError(Exception):
    """An operation that was not answered with a result.

    Attributes:
        code: stable kebab-case name, e.g. `overloaded`; the protocol lists them.
        status: HTTP status that belongs to the code, 0 when no server answered.
        detail: one sentence for people.
        correlation_id: finds the failure in the server's log, or None.
        retry: what a caller may do: `never`, `same_request`, `after`, `check_first`.
            The saver has already repeated what is safe until its deadline.
        problem: the whole problem as the server sent it; empty when no server answered.
    """

    code = "internal"
    status = 0
    retry = "never"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        status: int | None = None,
        retry: str | None = None,
        correlation_id: str | None = None,
        problem: Mapping[str, Any] | None = None,
    ) -> None:
        self.code = code or type(self).code
        self.status = type(self).status if status is None else status
        self.retry = retry or type(self).retry
        self.detail = detail
        self.correlation_id = correlation_id
        self.problem = dict(problem or {})
        tail = f" [correlation {correlation_id}]" if correlation_id else ""
        super().__init__(f"{self.code}: {detail}{tail}" if detail else f"{self.code}{tail}")

    def anew(self) -> HoldfastError:
        """A copy for another caller: one exception raised by several would give them one traceback."""
        return type(self)(
            self.detail, code=self.code, status=self.status, retry=self.retry,
            correlation_id=self.correlation_id, problem=self.problem,
        )  # fmt: skip


class InvalidRequest(HoldfastError, ValueError):
    """The server, or the saver before it, cannot take this argument; see `detail` and `problem["pointer"]`."""

    code = "invalid-request"
    status = 400


class InvalidMetadata(InvalidRequest):
    """Checkpoint metadata or a filter holds something JSON has no form for."""


class InvalidNamespace(InvalidRequest, InvalidNamespaceError):
    """No item can lie in such a namespace of the store; also LangGraph's `InvalidNamespaceError`."""

    code = "invalid-namespace"


class InvalidFilter(InvalidRequest):
    """A filter of the store asks what cannot be answered: an unknown operator, or an operand of a wrong type."""

    code = "invalid-filter"


class InvalidValue(InvalidRequest):
    """The value of an item is no JSON object, or holds something JSON has no form for."""


class InvalidSignal(InvalidRequest):
    """A signal that cannot be sent, or not from here: see `detail`. Nothing was remembered."""


class NotIndexed(InvalidRequest):
    """A search with a `query`, where nothing is indexed that it could be compared with."""

    code = "not-indexed"


class IndexMismatch(InvalidRequest):
    """The server has another index than the store is set up for, or a vector is not of its dimensions."""

    code = "index-mismatch"
    status = 409


class EmbeddingRefused(InvalidRequest):
    """The model behind the server will not have a text, or none of this length; nothing was taken."""

    code = "embedding-refused"
    status = 422


class LimitExceeded(InvalidRequest):
    """Something is larger than the server takes; `problem["limit"]` and `["maximum"]` name it."""

    code = "limit-exceeded"
    status = 413


class Unauthorized(HoldfastError):
    """No API key, or a wrong one."""

    code = "unauthorized"
    status = 401


class NotFound(HoldfastError):
    """The server does not have what the request names."""

    code = "not-found"
    status = 404


class ThreadDeleted(HoldfastError):
    """The thread was deleted after this run had read it, so its late writes were refused."""

    code = "thread-deleted"
    status = 409


class ThreadExists(HoldfastError):
    """`copy_thread` onto a thread that has checkpoints or writes."""

    code = "thread-exists"
    status = 409


class SignalRefused(HoldfastError):
    """The server does not take a signal of this write, so it took neither."""

    code = "signal-refused"
    status = 422


class NamespaceRefused(SignalRefused):
    """The server may not signal workflows of this namespace of Temporal, or has no Temporal; nothing was taken."""

    code = "namespace-refused"
    status = 403


class MissingValues(HoldfastError):
    """The server lacks values that this put refers to, and the checkpoint does not hold them either."""

    code = "missing-values"
    status = 409
    retry = "check_first"


class Unavailable(HoldfastError):
    """No server, or no database behind it, until the deadline; nothing was taken."""

    code = "unavailable"
    status = 503
    retry = "after"


class Overloaded(Unavailable):
    """The server's backlog stayed over its high water mark until the deadline; nothing was taken."""

    code = "overloaded"


class EmbeddingUnavailable(Unavailable):
    """The model behind the server did not answer until the deadline; nothing was taken."""

    code = "embedding-unavailable"


class DeadlineExceeded(HoldfastError, TimeoutError):
    """No answer within the deadline; nothing was taken, or it was a read."""

    code = "deadline-exceeded"
    status = 504
    retry = "same_request"


class OutcomeUnknown(HoldfastError):
    """The write was on its way when the deadline came: it may have been committed or not."""

    code = "outcome-unknown"
    status = 503
    retry = "same_request"


class ServerFault(HoldfastError):
    """A fault of the server; the correlation id is in its log."""

    code = "internal"
    status = 500
    retry = "same_request"


class IncompatibleServerError(HoldfastError):
    """What answers at this address is not a Holdfast server that speaks protocol 1."""

    code = "incompatible-server"


class Closed(HoldfastError):
    """The event loop that issued the call has ended before the answer came."""

    code = "closed"
