"""Batches: what shares a request, what waits, and in which order."""

from __future__ import annotations

import asyncio
import signal
import threading
import time

import ormsgpack
import pytest

from fake_server import FakeHoldfast, plain
from langgraph.checkpoint.holdfast import DeadlineExceeded, HoldfastSaver, LimitExceeded, _operations
from samples import METADATA, checkpoint, config, put


class Gate:
    """A fault that holds the first request until it is opened."""

    def __init__(self, fake):
        self.fake, self.entered, self.opened = fake, threading.Event(), False
        fake.fault = self

    async def __call__(self, request, writer):
        if not self.entered.is_set():
            self.entered.set()
            while not self.opened:
                await asyncio.sleep(0.001)
        return None

    async def reached(self):
        while not self.entered.is_set():
            await asyncio.sleep(0.001)

    def open(self):
        self.opened = True


def names(request):
    return [op.get("task_id") or op["op"] for op in request.operations]


async def writes(saver, thread, task, checkpoint_id="c", channel="a"):
    await saver.aput_writes(config(thread, checkpoint_id), [(channel, 1)], task)


async def test_what_is_issued_in_one_turn_of_the_loop_shares_a_request(fake):
    saver = HoldfastSaver(fake.url)
    await asyncio.gather(*(writes(saver, f"t{n}", f"task{n}") for n in range(100)))
    assert len(fake.batches) == 1 and len(fake.batches[0].operations) == 100


async def test_writes_that_began_to_linger_a_little_later_go_along(fake, monkeypatch):
    monkeypatch.setattr(_operations, "_SUPERSTEP", 1.0)
    saver = HoldfastSaver(fake.url)
    calls = []
    for number in range(5):
        calls.append(asyncio.ensure_future(writes(saver, f"t{number}", "task")))
        await asyncio.sleep(0)
        time.sleep(0.01)  # by the end of the first one's linger those of the others have not ended
    await asyncio.gather(*calls)
    assert [len(r.operations) for r in fake.batches] == [5]


async def test_writes_go_with_the_checkpoint_that_follows(fake, monkeypatch):
    monkeypatch.setattr(_operations, "_SUPERSTEP", 10.0)
    saver = HoldfastSaver(fake.url)
    first = asyncio.ensure_future(writes(saver, "t", "task"))
    await asyncio.sleep(0)
    await asyncio.gather(first, saver.aput(config("t", "c"), checkpoint({}), METADATA, {}))
    assert [names(request) for request in fake.batches] == [["task", "put"]]


@pytest.mark.parametrize("channel", ["__error__", "__interrupt__", "__resume__"])
async def test_writes_after_which_no_checkpoint_comes_go_at_once(fake, channel):
    saver = HoldfastSaver(fake.url)
    last = asyncio.ensure_future(writes(saver, "t", "last", channel=channel))
    lingering = asyncio.ensure_future(writes(saver, "u", "lingers"))
    await asyncio.gather(last, lingering)
    assert [names(request) for request in fake.batches] == [["last"], ["lingers"]]


async def test_enough_puts_leave_while_others_are_still_prepared(fake):
    saver = HoldfastSaver(fake.url)
    await saver.aget_tuple(config("t"))  # a line is open
    await asyncio.gather(*(saver.aput(config(f"t{n}"), checkpoint({}), METADATA, {}) for n in range(40)))
    # each on a connection of its own, so the last may arrive before the second
    assert sorted(len(request.operations) for request in fake.batches[1:]) == [8, 16, 16]


async def test_threads_that_call_while_a_request_is_in_flight_share_the_next_one(fake):
    saver = HoldfastSaver(fake.url, max_requests=1)
    gate = Gate(fake)
    calls = [asyncio.create_task(asyncio.to_thread(put, saver, "t0", {"a": 1}))]
    await gate.reached()
    calls += [asyncio.create_task(asyncio.to_thread(put, saver, f"t{n}", {"a": 1})) for n in range(1, 5)]
    while len(saver._connection._threads.ready) < 4:
        await asyncio.sleep(0.001)
    gate.open()
    await asyncio.gather(*calls)
    assert [len(r.operations) for r in fake.batches] == [1, 4]


async def test_a_slow_request_does_not_hold_up_other_threads(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    slow = asyncio.create_task(writes(saver, "slow", "a"))
    await gate.reached()
    await asyncio.wait_for(writes(saver, "other", "b"), 30)
    assert not slow.done()
    gate.open()
    await slow


async def test_a_second_write_of_a_thread_waits_for_the_first_ones_answer(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    first = asyncio.create_task(writes(saver, "t", "first"))
    await gate.reached()
    second = asyncio.create_task(writes(saver, "t", "second"))
    read = asyncio.create_task(saver.aget_tuple(config("t")))
    await writes(saver, "other", "elsewhere")
    await asyncio.sleep(0.02)
    assert not second.done() and not read.done()
    gate.open()
    await asyncio.gather(first, second, read)
    assert [names(r) for r in fake.batches] == [["first"], ["elsewhere"], ["second", "get_tuple"]]


async def test_another_namespace_of_the_thread_does_not_wait(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    first = asyncio.create_task(writes(saver, "t", "first"))
    await gate.reached()
    await asyncio.wait_for(saver.aput_writes(config("t", "c", "sub"), [("a", 1)], "x"), 30)
    gate.open()
    await first


async def test_a_delete_waits_for_the_writes_before_it(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    first = asyncio.create_task(writes(saver, "t", "first"))
    await gate.reached()
    delete = asyncio.create_task(saver.adelete_thread("t"))
    await writes(saver, "other", "elsewhere")
    await asyncio.sleep(0.02)
    assert not delete.done()
    gate.open()
    await asyncio.gather(first, delete)
    assert fake.state.writes == {("other", "", "c"): fake.state.writes[("other", "", "c")]}


async def test_while_one_is_repeated_the_later_ones_of_its_thread_wait(fake):
    seen, queued = [], asyncio.Event()

    async def refuse_first(request, writer):
        seen.append(names(request))
        if len(seen) > 1:
            return None
        while not queued.is_set():
            await asyncio.sleep(0.001)
        refused = {"problem": {"code": "unavailable", "retry": "after", "retry_after_ms": 2000, "status": 503}}
        return plain(200, ormsgpack.packb({"results": [refused]}))

    fake.fault = refuse_first
    saver = HoldfastSaver(fake.url)
    first = asyncio.create_task(writes(saver, "t", "first"))
    while not seen:
        await asyncio.sleep(0.001)
    later = [asyncio.create_task(writes(saver, "t", f"later{n}")) for n in range(2)]
    await asyncio.sleep(0)
    queued.set()
    await asyncio.sleep(0.05)
    later.append(asyncio.create_task(writes(saver, "t", "later2")))
    await writes(saver, "other", "elsewhere")
    await asyncio.gather(first, *later)
    assert seen == [["first"], ["elsewhere"], ["first", "later0", "later1", "later2"]]


async def test_a_call_whose_deadline_came_while_it_waited_is_never_sent(fake):
    saver, hasty = HoldfastSaver(fake.url), HoldfastSaver(fake.url, timeout=0.2)
    gate = Gate(fake)
    first = asyncio.create_task(asyncio.to_thread(put, saver, "t", {"a": 1}))
    await gate.reached()
    with pytest.raises(DeadlineExceeded):
        await asyncio.to_thread(put, hasty, "t", {"late": 1})
    with pytest.raises(DeadlineExceeded):
        await writes(hasty, "t", "late")
    gate.open()
    await first
    await asyncio.to_thread(put, saver, "t", {"a": 2})
    assert [list(op["values"]) for r in fake.batches for op in r.operations] == [["a"], ["a"]]


@pytest.mark.parametrize("callers", ["threads", "tasks", "both"])
def test_one_writing_request_of_a_thread_is_in_flight_whatever_happens(fake, callers):
    counter = iter(range(10**6))

    async def unreliable(request, writer):
        number = next(counter)
        await asyncio.sleep(0.001 * (number % 3))
        if number % 7 == 3:
            return b""
        if number % 5 == 2:
            problem = {"code": "overloaded", "retry": "after", "retry_after_ms": 1, "status": 503}
            return plain(200, ormsgpack.packb({"results": [{"problem": problem}] * len(request.operations)}))
        return None

    fake.fault = unreliable
    saver = HoldfastSaver(fake.url)

    def blocking(number):
        for step in range(15):
            saver.put_writes(config(f"t{step % 3}", "c"), [("a", step)], f"thread{number}")

    async def tasks():
        async def one(number):
            for step in range(15):
                await writes(saver, f"t{step % 3}", f"task{number}")

        await asyncio.gather(*(one(n) for n in range(10)))

    threads = [threading.Thread(target=blocking, args=(n,)) for n in range(10 if callers != "tasks" else 0)]
    if callers != "threads":
        threads += [threading.Thread(target=lambda: asyncio.run(tasks())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert fake.broken_rules == []


async def test_a_batch_holds_no_more_operations_than_the_server_takes():
    with FakeHoldfast(limits={"operations": 7}) as fake:
        saver = HoldfastSaver(fake.url)
        await writes(saver, "warm", "x")
        await asyncio.gather(*(writes(saver, f"t{n}", "x") for n in range(50)))
        assert max(len(r.operations) for r in fake.batches) == 7


async def test_a_batch_is_no_larger_than_the_server_takes():
    with FakeHoldfast(limits={"body_bytes": 10_000}) as fake:
        saver = HoldfastSaver(fake.url)
        await writes(saver, "warm", "x")
        await asyncio.gather(*(saver.aput_writes(config(f"t{n}", "c"), [("a", b"x" * 3000)], "x") for n in range(20)))
        assert max(len(r.body) for r in fake.batches) <= 10_000
        assert len(fake.batches) < 15


def test_an_operation_that_no_body_can_hold_is_refused_here(calling):
    with FakeHoldfast(limits={"body_bytes": 10_000}) as fake:
        saver = calling(HoldfastSaver(fake.url))
        put(saver, "t", {"a": 1})
        with pytest.raises(LimitExceeded) as caught:
            put(saver, "t", {"a": b"x" * 20_000})
        assert caught.value.problem == {"limit": "body_bytes", "maximum": 10_000}
        assert len(fake.batches) == 1


def test_sequences_rise_in_the_order_of_the_calls(fake, calling):
    saver = calling(HoldfastSaver(fake.url))
    put(saver, "t", {"a": 1})
    saver.put_writes(config("t", "c"), [("a", 1)], "x")
    put(saver, "t", {"a": 2})
    told = [op["sequence"] for r in fake.batches for op in r.operations]
    assert told == sorted(set(told))


async def test_values_are_serialized_when_the_call_is_made(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    first = asyncio.create_task(writes(saver, "t", "first"))
    await gate.reached()
    value, buffer = [1], bytearray(b"ab")
    made = checkpoint({"list": value, "buffer": buffer, "lacking": 1})
    # The server lacks the third value, so this put is packed twice.
    new = {name: version for name, version in made["channel_versions"].items() if name != "lacking"}
    second = asyncio.create_task(saver.aput(config("t"), made, METADATA, new))
    await asyncio.sleep(0.01)
    value.append(2)
    buffer[:] = b"zz"
    made["channel_values"].clear()
    made["versions_seen"]["later"] = {}
    gate.open()
    await asyncio.gather(first, second)
    found = await saver.aget_tuple(config("t"))
    assert found.checkpoint["channel_values"] == {"list": [1], "buffer": bytearray(b"ab"), "lacking": 1}
    assert found.checkpoint["versions_seen"] == {}


def test_a_thread_that_is_interrupted_leaves_the_others_operations_alone(fake):
    import _thread

    saver = HoldfastSaver(fake.url, max_requests=1)
    gate = Gate(fake)
    others = [threading.Thread(target=put, args=(saver, f"t{n}", {"a": 1})) for n in range(4)]

    def interrupt():
        gate.entered.wait(30)
        for other in others:
            other.start()
        while len(saver._connection._threads.ready) < 4:
            time.sleep(0.001)
        _thread.interrupt_main()
        time.sleep(0.05)
        gate.open()

    helper = threading.Thread(target=interrupt)
    # a shell that starts a job in the background makes it ignore interrupts, and Python keeps it so
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        helper.start()
        with pytest.raises(KeyboardInterrupt):
            put(saver, "mine", {"a": 1})
    finally:
        signal.signal(signal.SIGINT, before)
    helper.join(30)
    for other in others:
        other.join(30)
        assert not other.is_alive()
    assert {k[0] for k in fake.state.rows} >= {"t0", "t1", "t2", "t3"}
