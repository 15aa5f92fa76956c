"""What is repeated, when, and what the caller is told if it does not help."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

import ormsgpack
import pytest

from fake_server import FakeHoldfast, plain, problem_answer
from langgraph.checkpoint.holdfast import (
    DeadlineExceeded,
    HoldfastSaver,
    InvalidRequest,
    LimitExceeded,
    OutcomeUnknown,
    Overloaded,
    ServerFault,
    ThreadDeleted,
    Unavailable,
)
from samples import config, put


def problem(code, retry, status=503, **more):
    return {"problem": {"code": code, "retry": retry, "status": status, "title": "t", "detail": "d",
                        "correlation_id": "c-9", **more}}  # fmt: skip


def failing(times, result, seen):
    """The first `times` requests get `result` for each operation."""

    async def fault(request, writer):
        seen.append((time.monotonic(), request.operations))
        if len(seen) > times:
            return None
        return plain(200, ormsgpack.packb({"results": [result] * len(request.operations)}))

    return fault


@pytest.mark.parametrize("code", ["deadline-exceeded", "outcome-unknown", "internal"])
def test_same_request_is_repeated_exactly(fake, calling, code):
    seen = []
    fake.fault = failing(2, problem(code, "same_request"), seen)
    put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})
    assert len(seen) == 3 and seen[0][1] == seen[1][1] == seen[2][1]


@pytest.mark.parametrize("code", ["overloaded", "unavailable"])
def test_after_waits_as_long_as_it_was_told(fake, calling, code):
    seen = []
    fake.fault = failing(4, problem(code, "after", retry_after_ms=200), seen)
    put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})
    waited = [later - earlier for (earlier, _), (later, _) in pairwise(seen)]
    # The machine may make some of them longer.
    assert len(waited) == 4 and 0.2 <= min(waited) < 0.6


def test_a_whole_request_that_is_refused_is_repeated(fake, calling):
    seen = []

    async def fault(request, writer):
        seen.append(request)
        if len(seen) == 1:
            return problem_answer(503, code="unavailable", retry="after", retry_after_ms=10)
        return None

    fake.fault = fault
    put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})
    assert len(seen) == 2


def test_an_answer_of_a_gateway_is_repeated(fake, calling):
    seen = []

    async def fault(request, writer):
        seen.append(request)
        return plain(502, b"<html>bad gateway</html>") if len(seen) == 1 else None

    fake.fault = fault
    put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [("thread-deleted", 409, ThreadDeleted), ("invalid-identifier", 400, InvalidRequest),
     ("limit-exceeded", 413, LimitExceeded)],
)  # fmt: skip
def test_never_is_raised_at_once_with_the_whole_problem(fake, calling, code, status, kind):
    seen = []
    fake.fault = failing(9, problem(code, "never", status, pointer="/x"), seen)
    with pytest.raises(kind) as caught:
        put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})
    error = caught.value
    assert (error.code, error.status, error.retry, error.correlation_id) == (code, status, "never", "c-9")
    assert error.problem["pointer"] == "/x" and len(seen) == 1


@pytest.mark.usefixtures("two_repeats")
def test_overloaded_until_the_deadline_is_raised_as_such(fake, calling):
    seen = []
    fake.fault = failing(99, problem("overloaded", "after", retry_after_ms=40), seen)
    start = time.monotonic()
    with pytest.raises(Overloaded):
        put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})
    assert len(seen) == 3
    assert time.monotonic() - start < 20  # nobody waits for a deadline before which nothing more is sent


def test_a_fault_that_comes_back_each_time_is_raised_before_the_deadline(fake, calling):
    seen = []
    fake.fault = failing(99, problem("internal", "same_request", 500), seen)
    with pytest.raises(ServerFault, match="c-9"):
        put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})
    assert len(seen) == 4


@pytest.mark.usefixtures("two_repeats")
def test_no_server_until_the_deadline_is_unavailable(calling):
    start = time.monotonic()
    with pytest.raises(Unavailable, match="nothing listens"):
        put(calling(HoldfastSaver("http://127.0.0.1:9")), "t", {"a": 1})
    assert time.monotonic() - start < 20


def connected(fake, calling):
    """A saver with little time, none of which goes by before its request is sent: there is a connection."""
    calling(HoldfastSaver(fake.url)).get_tuple(config("t"))
    return calling(HoldfastSaver(fake.url, timeout=0.5))


async def silence(request, writer):
    import asyncio

    await asyncio.sleep(30)
    return b""


def test_a_write_without_an_answer_has_an_unknown_outcome(fake, calling):
    hasty = connected(fake, calling)
    fake.fault = silence
    with pytest.raises(OutcomeUnknown):
        put(hasty, "t", {"a": 1})


def test_a_read_without_an_answer_exceeds_its_deadline(fake, calling):
    hasty = connected(fake, calling)
    fake.fault = silence
    with pytest.raises(DeadlineExceeded):
        hasty.get_tuple(config("t"))


def test_an_operation_that_cannot_be_read_does_not_spoil_its_neighbours(fake):
    async def fault(request, writer):
        if any(op["thread_id"] == "bad" for op in request.operations):
            return problem_answer(400, code="malformed-body", retry="never")
        return None

    saver = HoldfastSaver(fake.url)
    put(saver, "warm", {"a": 1})
    fake.fault = held(fault, fake)
    results = in_threads([lambda n=n: put(saver, n, {"a": 1}) for n in ("first", "x", "bad", "y")])
    assert [type(r) for r in results] == [tuple, tuple, InvalidRequest, tuple]


def held(fault, fake):
    """Holds the first request until others wait, so that they share the next one."""
    first = []

    async def wrapped(request, writer):
        import asyncio

        if not first:
            first.append(request)
            await asyncio.sleep(0.001)
        return await fault(request, writer)

    return wrapped


def in_threads(calls):
    results = [None] * len(calls)

    def run(number):
        try:
            results[number] = calls[number]()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_missing_values_are_added_from_the_checkpoint(fake, calling):
    saver = calling(HoldfastSaver(fake.url))
    stored, made = put(saver, "t", {"kept": [1], "new": [2]}, new={})
    assert saver.get_tuple(stored).checkpoint == made
    assert len(fake.batches) == 3
    assert [sorted(r.operations[0].get("values", {})) for r in fake.batches[:2]] == [[], ["kept", "new"]]


def test_a_missing_value_that_the_checkpoint_lacks_is_declared_empty(fake, calling):
    saver = calling(HoldfastSaver(fake.url))
    stored, made = put(saver, "t", {"a": 1}, versions={"a": 1, "gone": 1}, new={"a": 1})
    assert saver.get_tuple(stored).checkpoint == made
    put(saver, "t", {"a": 1}, versions={"a": 1, "gone": 1}, new={}, parent=made["id"])
    # The parent told that it is empty: no second round trip.
    assert len(fake.batches) == 4


def test_an_answer_with_too_few_results_is_an_incompatible_server(fake, calling):
    async def fault(request, writer):
        return plain(200, ormsgpack.packb({"results": []}))

    fake.fault = fault
    with pytest.raises(Exception, match="one result for each operation"):
        put(calling(HoldfastSaver(fake.url)), "t", {"a": 1})


def test_a_restart_in_mid_load_is_not_noticed():
    fake = FakeHoldfast().start()
    saver = HoldfastSaver(fake.url)
    port, state, stop = fake.port, fake.state, threading.Event()
    done = {}

    def load(number):
        parent = None
        while not stop.is_set():
            stored, _ = put(saver, f"t{number}", {"n": done.get(number, 0)}, parent=parent)
            parent = stored["configurable"]["checkpoint_id"]
            done[number] = done.get(number, 0) + 1

    errors = []

    def guarded(number):
        try:
            load(number)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.15)
        fake.stop()
        time.sleep(0.1)
        fake = FakeHoldfast(state, port=port).start()
    before = dict(done)
    deadline = time.monotonic() + 30
    while any(done[n] <= before.get(n, 0) + 1 for n in range(8)) and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join(30)
    fake.stop()
    assert not errors
    for number in range(8):
        assert sum(k[0] == f"t{number}" for k in state.rows) == done[number]
