"""What an answer means for each operation of its batch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any, NamedTuple

from .._problems import error_from_problem
from ..errors import (
    DeadlineExceeded,
    HoldfastError,
    IncompatibleServerError,
    LimitExceeded,
    OutcomeUnknown,
    Unavailable,
)
from .http1 import Response
from .limits import ENVELOPE_BYTES, Limits, decoded
from .operation import Batch, Operation

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 2.0
# A fault that comes back each time is a defect, not weather: do not repeat it until the deadline.
_MOST_FAULTS = 4
# A put may be answered `base-unknown`, `invalid-splice` and `missing-values`, some of them more than once.
_MOST_REVISIONS = 8


class Done(NamedTuple):
    """The operation has a result."""

    result: Any


class Failed(NamedTuple):
    """The operation has failed for good."""

    error: BaseException


class Again(NamedTuple):
    """The operation goes back to the front of its lane, not to be sent before `when`."""

    when: float


Verdict = Done | Failed | Again


def pause(attempts: int) -> float:
    """Seconds before the next attempt: doubles up to 2 s, and half of it is chance."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * (1 << min(attempts, 10)))
    return longest * (0.5 + random.random() / 2)


def verdicts_of(batch: Batch, response: Response) -> list[Verdict]:
    """One verdict for each operation, out of the server's answer."""
    told = decoded(response.body)
    if batch.target is not None and 200 <= response.status < 300:
        return [Done(told)]
    if response.status == 200:
        results = told.get("results") if isinstance(told, Mapping) else None
        if isinstance(results, list) and len(results) == batch.count:
            return [_verdict(op, result) for op, result in zip(batch.operations, _own(batch, results), strict=True)]
        wrong = "the answer does not hold one result for each operation"
        return [Failed(IncompatibleServerError(wrong)) for _ in batch.operations]
    problem = told if isinstance(told, Mapping) and "code" in told else _plain(response)
    if response.status in (400, 413, 422) and len(batch.operations) > 1:
        # One of them cannot be read: let each go alone so that only that one fails.
        for operation in batch.operations:
            operation.alone = True
        return [Again(0.0) for _ in batch.operations]
    return [judged(op, problem, response.status) for op in batch.operations]


def _own(batch: Batch, results: list[Any]) -> Iterator[Any]:
    """The results of the operations themselves; those of preludes are told to them.

    A write is stored with its signals. A server that stores it without one of them does not know signals.
    """
    told = iter(results)
    for operation in batch.operations:
        if operation.prelude is not None and operation.prelude.answered(next(told)):
            operation.prelude = None
        own = next(told)
        for signal in [next(told) for _ in operation.attached]:
            if _refused(signal) and not _refused(own):
                own = signal
        yield own


def _plain(response: Response) -> dict[str, Any]:
    """A problem for an answer that is none of the server's: a proxy's, mostly."""
    passing = response.status in (408, 425, 429, 500, 502, 503, 504)
    return {
        "code": "unavailable" if passing else "incompatible-server",
        "status": response.status,
        "retry": "same_request" if passing else "never",
        "detail": f"the answer was {response.status} without a problem body",
    }


def _verdict(operation: Operation, result: Any) -> Verdict:
    return judged(operation, result["problem"]) if _refused(result) else Done(result)


def _refused(result: Any) -> bool:
    # Not Mapping: that check is slow, and this runs for every operation.
    return type(result) is dict and type(result.get("problem")) is dict


def judged(operation: Operation, problem: Mapping[str, Any], status: int = 0) -> Verdict:
    """Repeats what the problem's retry class allows, while there is time."""
    error = error_from_problem(problem, status)
    operation.last_error = error
    operation.sent = error.code in ("outcome-unknown", "internal")
    operation.attempts += 1
    retry = error.retry
    # Of the kind `never`, but about the form in which a value was told: whole it is a request that works.
    if retry == "check_first" or error.code == "invalid-splice":
        return _revised(operation, error)
    if retry not in ("same_request", "after"):
        return Failed(error)
    if error.code == "internal" and operation.attempts >= _MOST_FAULTS:
        return Failed(error)
    wait = pause(operation.attempts)
    if retry == "after":
        told = problem.get("retry_after_ms")
        asked = told / 1000 if isinstance(told, (int, float)) else 0.0
        wait = max(wait, asked * (1 + random.random() / 4))
    when = monotonic() + wait
    return Again(when) if when < operation.deadline else Failed(error)


def _revised(operation: Operation, error: HoldfastError) -> Verdict:
    operation.revisions += 1
    if operation.revise is None or operation.revisions > _MOST_REVISIONS:
        return Failed(error)
    try:
        payload = operation.revise(error.problem)
    except Exception as failure:  # the caller's own value could not be serialized
        return Failed(failure)
    if payload is None:
        return Failed(error)
    operation.payload = payload
    return Again(0.0)


def oversized(batch: Batch, limits: Limits) -> list[Verdict] | None:
    """Verdicts for a batch that no request can hold; it has one operation then. None if it fits."""
    if batch.size + ENVELOPE_BYTES <= limits.body_bytes:
        return None
    told = {"limit": "body_bytes", "maximum": limits.body_bytes}
    detail = f"one operation of {batch.size} bytes (limit body_bytes: at most {limits.body_bytes})"
    return [Failed(LimitExceeded(detail, problem=told)) for _ in batch.operations]


def unreached(batch: Batch, reason: str, *, sent: bool, at_once: bool) -> list[Verdict]:
    """Verdicts when no answer came: everything is safe to repeat while there is time.

    Args:
        reason: what went wrong, without addresses or values.
        sent: whether the server may have received the request.
        at_once: the first repeat needs no pause (a kept connection had been closed).
    """
    return [_unreached(op, reason, sent, at_once) for op in batch.operations]


def _unreached(operation: Operation, reason: str, sent: bool, at_once: bool) -> Verdict:
    operation.sent = operation.sent or sent
    if not at_once:
        operation.attempts += 1
    when = 0.0 if at_once else monotonic() + pause(operation.attempts)
    if when < operation.deadline and monotonic() < operation.deadline:
        return Again(when)
    if operation.sent and operation.writes:
        return Failed(OutcomeUnknown(f"{reason}; the write may have been committed"))
    if sent:
        return Failed(DeadlineExceeded(reason))
    return Failed(Unavailable(reason))
