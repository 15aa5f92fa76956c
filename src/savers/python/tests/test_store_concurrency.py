"""Many callers of one store: threads, event loops, forks, cancellation, and loops that end."""

from __future__ import annotations

import asyncio
import os
import time

from langgraph.store.base import GetOp, PutOp, SearchOp

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.store.holdfast import HoldfastStore
from needs import needs_fork
from samples import METADATA, checkpoint, config
from test_concurrency import run_all
from test_order import Gate


def use(store, name, times=10):
    """Puts, reads and deletes as one caller who sees what he did."""
    for n in range(times):
        store.put(("use", name), "k", {"n": n})
        assert store.get(("use", name), "k").value == {"n": n}
        store.batch([PutOp(("use", name), "k", None), PutOp(("use", name), "l", {"n": n})])
        assert [i.value for i in store.search(("use", name))] == [{"n": n}]


async def ause(store, name, times=10):
    for n in range(times):
        await store.aput(("use", name), "k", {"n": n})
        assert (await store.aget(("use", name), "k")).value == {"n": n}
        await store.abatch([PutOp(("use", name), "k", None), PutOp(("use", name), "l", {"n": n})])
        assert [i.value for i in await store.asearch(("use", name))] == [{"n": n}]


async def arrived(fake, batches):
    """Returns when the server has so many or more."""
    end = time.monotonic() + 30
    while len(fake.batches) < batches and time.monotonic() < end:
        await asyncio.sleep(0.001)


def kinds(request):
    return [op["op"] for op in request.operations]


async def test_what_tasks_issue_together_shares_a_request_and_each_gets_its_own_answer(fake):
    store = HoldfastStore(fake.url)
    await asyncio.gather(*(store.aput(("a",), str(n), {"n": n}) for n in range(100)))
    assert sum(map(len, map(kinds, fake.batches))) == 100 and len(fake.batches) < 10
    puts = len(fake.batches)
    found = await asyncio.gather(*(store.aget(("a",), str(n)) for n in range(100)))
    assert [item.value["n"] for item in found] == list(range(100))
    assert sum(map(len, map(kinds, fake.batches[puts:]))) == 100 and len(fake.batches) - puts < 10


async def test_a_batch_stays_one_operation_beside_others(fake):
    store = HoldfastStore(fake.url)
    batches = [[PutOp(("a",), str(n), {"n": n}), GetOp(("a",), str(n)), SearchOp(("b",))] for n in range(5)]
    assert await asyncio.gather(*map(store.abatch, batches)) == [[None, None, []]] * 5
    (request,) = fake.batches
    assert [len(op["parts"]) for op in request.operations] == [3] * 5


async def test_a_saver_and_its_store_travel_together(fake):
    saver = HoldfastSaver(fake.url)
    store = saver.store()
    assert store._connection is saver._connection is HoldfastStore(fake.url)._connection
    await asyncio.gather(saver.aput(config("t"), checkpoint({}), METADATA, {}), store.aput(("a",), "k", {"n": 1}))
    assert [kinds(request) for request in fake.batches] == [["put", "store"]]


def test_many_threads_and_many_event_loops_use_one_store_at_once(fake):
    store = HoldfastStore(fake.url)

    async def tasks(number):
        await asyncio.gather(*(ause(store, f"loop{number}-{n}") for n in range(10)))

    run_all(
        [lambda n=n: use(store, f"thread{n}") for n in range(10)]
        + [lambda n=n: asyncio.run(tasks(n)) for n in range(4)]
    )
    assert len(store.list_namespaces(prefix=("use",))) == 50


async def test_puts_of_one_key_keep_the_order_of_their_calls_though_nobody_awaits_them(fake):
    store = HoldfastStore(fake.url)
    await store.aget(("a",), "k")
    gate = Gate(fake)
    puts = [asyncio.create_task(store.aput(("a",), "k", {"n": n})) for n in range(20)]
    await gate.reached()
    puts += [asyncio.create_task(store.aput(("a",), key, {"n": n})) for n in range(20, 60) for key in "kl"]
    puts.append(asyncio.create_task(store.adelete(("a",), "l")))
    await arrived(fake, 3)
    await asyncio.sleep(0.05)
    assert len(fake.batches) == 3  # keys that differ do not wait for each other
    gate.open()
    await asyncio.gather(*puts)
    assert (await store.aget(("a",), "k")).value == {"n": 59}
    assert await store.aget(("a",), "l") is None
    assert store._connection._outbox._lanes._lanes == {}


def test_many_callers_of_one_key_leave_one_of_their_values(store, room):
    def puts(number):
        for n in range(10):
            store.saver.batch([PutOp((room,), key, {"by": number, "n": n}) for key in "ab"])
            first, second = store.saver.batch([GetOp((room,), "a"), GetOp((room,), "b")])
            assert first.value == second.value

    run_all([lambda n=n: puts(n) for n in range(8)])
    assert store.get((room,), "a").value["n"] == 9


def test_one_store_serves_event_loops_one_after_the_other(fake):
    store = HoldfastStore(fake.url)
    for number in range(5):
        asyncio.run(ause(store, str(number), 2))
    assert len(store._connection._loops) == 1


@needs_fork
def test_a_forked_child_uses_the_store_too(fake):
    store = HoldfastStore(fake.url)
    use(store, "parent", 2)
    child = os.fork()
    if child == 0:
        try:
            use(store, "child", 3)
            asyncio.run(ause(store, "child-async", 3))
            os._exit(0)
        except BaseException:
            os._exit(1)
    use(store, "parent", 2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(store.list_namespaces(prefix=("use",))) == 3


async def test_a_cancelled_caller_leaves_the_others_and_the_store_alone(fake):
    store = HoldfastStore(fake.url)
    gate = Gate(fake)
    calls = [asyncio.create_task(store.aput(("a",), str(n), {"n": n})) for n in range(5)]
    await gate.reached()
    calls[2].cancel()
    await asyncio.sleep(0)
    gate.open()
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(r) for r in results] == [type(None)] * 2 + [asyncio.CancelledError] + [type(None)] * 2
    await ause(store, "after", 1)


async def test_every_caller_may_be_cancelled_and_the_store_goes_on(fake):
    store = HoldfastStore(fake.url)
    for _ in range(3):
        gate = Gate(fake)
        calls = [asyncio.create_task(store.aget(("a",), str(n))) for n in range(20)]
        await gate.reached()
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        gate.open()
        await asyncio.wait_for(ause(store, "after", 1), 30)


async def test_a_call_that_is_cancelled_before_it_was_sent_is_never_sent(fake):
    store = HoldfastStore(fake.url, max_requests=1)
    gate = Gate(fake)
    first = asyncio.create_task(store.aput(("a",), "first", {}))
    await gate.reached()
    second = asyncio.create_task(store.aput(("a",), "second", {}))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    gate.open()
    await first
    assert [item.key for item in await store.asearch(("a",))] == ["first"]


async def test_one_refused_batch_does_not_touch_its_neighbours(fake):
    store = HoldfastStore(fake.url)
    calls = [
        store.abatch([PutOp(("a",), str(n), {}), PutOp(("a.b",) if n == 1 else ("a",), "x", {})]) for n in range(3)
    ]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(r).__name__ for r in results] == ["list", "InvalidNamespace", "list"]
    assert {item.key for item in await store.asearch(("a",))} == {"0", "2", "x"}


def test_an_event_loop_that_ended_in_the_middle_breaks_nothing(fake):
    store = HoldfastStore(fake.url)
    gate = Gate(fake)
    loop = asyncio.new_event_loop()
    tasks = []

    async def begin():
        tasks.extend(asyncio.create_task(store.aput(("a",), str(n), {})) for n in range(3))
        await gate.reached()

    loop.run_until_complete(begin())
    gate.open()
    start = time.monotonic()
    use(store, "sync", 2)
    asyncio.run(ause(store, "async", 2))
    assert time.monotonic() - start < 20  # who waits for that loop waits 30
    loop.run_until_complete(asyncio.wait_for(asyncio.gather(*tasks), 30))
    loop.run_until_complete(store.__aexit__(None, None, None))
    loop.close()
    use(store, "after", 1)


async def test_a_synchronous_call_in_an_event_loop_does_not_wait_for_that_loop(fake):
    store = HoldfastStore(fake.url)
    await store.aput(("a",), "warm", {})
    task = asyncio.create_task(store.aput(("a",), "pending", {}))
    await asyncio.sleep(0)
    start = time.monotonic()
    use(store, "inside", 3)
    assert time.monotonic() - start < 20  # who waits for that loop waits 30
    await task
    assert store.get(("a",), "pending") is not None


async def test_a_caller_that_awaits_keeps_its_order_among_many(fake):
    store = HoldfastStore(fake.url)
    await asyncio.gather(*(ause(store, str(n), 5) for n in range(40)))
