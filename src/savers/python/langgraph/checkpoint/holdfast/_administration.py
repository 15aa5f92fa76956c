"""Operations on whole threads and runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ._operations import administrative_operation
from .transport import Operation

_STRATEGIES = {"keep_latest": "keep_latest", "delete": "delete", "delete_all": "delete"}
_MOST = 1000


def delete_thread(thread_id: str, timeout: float) -> Operation:
    thread = str(thread_id)
    return administrative_operation("delete_thread", [thread], timeout, thread_id=thread)


def copy_thread(source: str, target: str, timeout: float) -> Operation:
    source, target = str(source), str(target)
    return administrative_operation(
        "copy_thread", [source, target], timeout, source_thread_id=source, target_thread_id=target
    )


def delete_for_runs(run_ids: Sequence[str], timeout: float) -> Iterator[Operation]:
    """One operation for each 1000 runs; each is made when the one before it is done."""
    for some in _pieces(run_ids, "run_ids"):
        yield administrative_operation("delete_for_runs", [], timeout, run_ids=some)


def prune(thread_ids: Sequence[str], strategy: str, timeout: float) -> Iterator[Operation]:
    """One operation for each 1000 threads; arguments are checked before the first."""
    if strategy not in _STRATEGIES:
        raise ValueError(f"Unknown prune strategy: {strategy!r}")
    for some in _pieces(thread_ids, "thread_ids"):
        yield administrative_operation("prune", some, timeout, thread_ids=some, strategy=_STRATEGIES[strategy])


def _pieces(ids: Sequence[str], what: str) -> Iterator[list[str]]:
    if isinstance(ids, str):
        raise TypeError(f"{what} must be a sequence of ids, not a str")
    texts = [str(one) for one in ids]
    for start in range(0, len(texts), _MOST):
        yield texts[start : start + _MOST]
