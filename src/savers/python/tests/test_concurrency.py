"""Threads, event loops, forks, cancellation and the end of the process."""

from __future__ import annotations

import asyncio
import copy
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from langgraph.checkpoint.holdfast import HoldfastSaver
from needs import needs_fork
from samples import METADATA, checkpoint, config, put
from test_order import Gate, writes


def chain(saver, thread, length=10):
    parent = None
    for step in range(length):
        stored, made = put(saver, thread, {"n": step}, parent=parent)
        parent = stored["configurable"]["checkpoint_id"]
        assert saver.get_tuple(config(thread)).checkpoint == made


async def achain(saver, thread, length=10):
    parent = None
    for step in range(length):
        made = checkpoint({"n": step})
        stored = await saver.aput(config(thread, parent), made, METADATA, made["channel_versions"])
        parent = stored["configurable"]["checkpoint_id"]
        assert (await saver.aget_tuple(config(thread))).checkpoint == made


def run_all(targets):
    errors = []

    def guarded(target):
        try:
            target()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(t,)) for t in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert errors == []


def test_many_threads_and_many_event_loops_use_one_saver_at_once(fake):
    saver = HoldfastSaver(fake.url)

    async def tasks(number):
        await asyncio.gather(*(achain(saver, f"loop{number}-{n}") for n in range(10)))

    run_all(
        [lambda n=n: chain(saver, f"thread{n}") for n in range(10)]
        + [lambda n=n: asyncio.run(tasks(n)) for n in range(4)]
    )
    assert fake.broken_rules == []
    assert len({k[0] for k in fake.state.rows}) == 50


def test_one_saver_serves_event_loops_one_after_the_other(fake):
    saver = HoldfastSaver(fake.url)
    for number in range(5):
        asyncio.run(achain(saver, f"t{number}", 2))
    assert len(saver._connection._loops) == 1


def test_savers_of_one_server_share_the_connection_and_clones_do_too(fake):
    saver = HoldfastSaver(fake.url)
    assert HoldfastSaver(fake.url + "/")._connection is saver._connection
    assert copy.copy(saver)._connection is saver._connection
    assert saver.with_allowlist([("a", "B")])._connection is saver._connection
    assert HoldfastSaver(fake.url, api_key="k")._connection is not saver._connection


@needs_fork
def test_a_forked_child_opens_its_own_connections(fake):
    saver = HoldfastSaver(fake.url)
    chain(saver, "parent", 2)
    session, connections = saver._connection._exchange.session, fake.connections
    # A thread holds the locks of the connection while the process forks.
    saver._connection._outbox._lock.acquire()
    child = os.fork()
    if child == 0:
        try:
            assert saver._connection._exchange.session != session
            chain(saver, "child", 3)
            asyncio.run(achain(saver, "child-async", 3))
            os._exit(0)
        except BaseException:
            os._exit(1)
    saver._connection._outbox._lock.release()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    chain(saver, "parent", 2)
    assert fake.connections == connections + 2
    assert {k[0] for k in fake.state.rows} == {"parent", "child", "child-async"}


async def test_a_cancelled_caller_does_not_disturb_its_batch(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    calls = [asyncio.create_task(writes(saver, f"t{n}", "x")) for n in range(5)]
    await gate.reached()
    calls[2].cancel()
    await asyncio.sleep(0)
    gate.open()
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(r) for r in results] == [type(None)] * 2 + [asyncio.CancelledError] + [type(None)] * 2
    assert len(fake.batches) == 1


async def test_a_call_that_is_cancelled_before_it_was_sent_is_never_sent(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    first = asyncio.create_task(writes(saver, "t", "first"))
    await gate.reached()
    second = asyncio.create_task(writes(saver, "t", "second"))
    third = asyncio.create_task(writes(saver, "t", "third"))
    await asyncio.sleep(0.01)
    second.cancel()
    gate.open()
    await asyncio.gather(first, third)
    assert [op["task_id"] for r in fake.batches for op in r.operations] == ["first", "third"]


async def test_a_lane_goes_on_when_the_writer_that_held_it_is_cancelled(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    first = asyncio.create_task(writes(saver, "t", "first"))
    await gate.reached()
    first.cancel()
    second = asyncio.create_task(writes(saver, "t", "second"))
    await asyncio.sleep(0.01)
    gate.open()
    await asyncio.wait_for(second, 30)
    assert fake.broken_rules == []


async def test_a_synchronous_call_in_an_event_loop_does_not_wait_for_that_loop(fake):
    saver = HoldfastSaver(fake.url)
    await writes(saver, "t", "warm")
    task = asyncio.create_task(writes(saver, "t", "pending"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    start = time.monotonic()
    put(saver, "t", {"a": 1})
    saver.get_tuple(config("t"))
    saver.delete_thread("other")
    saver.delete_thread("t")
    assert time.monotonic() - start < 20  # who waits for that loop waits 30
    await task


def test_an_event_loop_that_ended_in_the_middle_of_a_write_blocks_nobody(fake):
    saver = HoldfastSaver(fake.url)
    gate = Gate(fake)
    loop = asyncio.new_event_loop()

    async def begin():
        tasks.append(asyncio.create_task(writes(saver, "t", "abandoned")))
        tasks.append(asyncio.create_task(writes(saver, "t", "queued")))
        await gate.reached()

    tasks = []
    loop.run_until_complete(begin())
    gate.open()
    start = time.monotonic()
    saver.put_writes(config("t", "c"), [("a", 1)], "blocking")
    saver.delete_thread("t")
    assert time.monotonic() - start < 20  # who waits for that loop waits 30
    # Should that loop run on, its calls still get their answers.
    loop.run_until_complete(asyncio.wait_for(asyncio.gather(*tasks), 30))
    loop.run_until_complete(saver.__aexit__(None, None, None))
    loop.close()


def test_the_event_loop_is_never_blocked_by_a_slow_server(fake):
    saver = HoldfastSaver(fake.url)

    async def main():
        gate = Gate(fake)
        task = asyncio.create_task(writes(saver, "t", "x"))
        await gate.reached()
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not task.done()
        gate.open()  # who waits for the answer in the loop never gets here
        await task

    asyncio.run(main())
    assert len(fake.batches) == 1


SCRIPT = """
import asyncio, sys, threading
from langgraph.checkpoint.holdfast import HoldfastSaver
saver = HoldfastSaver(sys.argv[1])
config = {"configurable": {"thread_id": sys.argv[2], "checkpoint_ns": "", "checkpoint_id": "c"}}
saver.put_writes(config, [("a", 1)], "sync")
asyncio.run(saver.aput_writes(config, [("a", 1)], "async"))
if sys.argv[2] == "daemon":
    endless = lambda: [saver.put_writes(config, [("a", 1)], str(n)) for n in range(10**6)]
    threading.Thread(target=endless, daemon=True).start()
print("acknowledged", flush=True)
"""


@pytest.mark.parametrize("kind", ["plain", "daemon"])
def test_a_process_that_ends_neither_hangs_nor_loses_what_was_acknowledged(fake, kind):
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", SCRIPT, fake.url, kind],
        env={**os.environ, "PYTHONPATH": root}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("acknowledged\n", 0), done.stderr
    assert "Traceback" not in done.stderr
    assert {k[0] for k in fake.state.writes[(kind, "", "c")]} >= {"sync", "async"}
