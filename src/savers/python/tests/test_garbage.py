"""What calls leave behind goes at once: payloads and answers do not wait for the garbage collector."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from langgraph.checkpoint.holdfast.transport.http1 import ResponseReader
from langgraph.checkpoint.holdfast.transport.operation import Batch, Operation
from langgraph.store.holdfast import HoldfastStore

TRANSIENT = (Operation, Batch, ResponseReader)


@contextmanager
def nothing_is_left() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        before = there()
        yield
        assert there() <= before
    finally:
        gc.enable()


def there() -> int:
    return sum(isinstance(one, TRANSIENT) for one in gc.get_objects())


def test_a_blocking_call_leaves_nothing(fake):
    store = HoldfastStore(fake.url)
    store.put(("a",), "k", {"n": 0})
    with nothing_is_left():
        for n in range(5):
            store.put(("a",), "k", {"n": n})
            assert store.get(("a",), "k").value == {"n": n}


async def test_tasks_leave_nothing(fake):
    store = HoldfastStore(fake.url)
    await store.aput(("a",), "k", {"n": 0})
    with nothing_is_left():
        await asyncio.gather(*(store.aput(("a",), str(n), {"n": n}) for n in range(20)))
        assert len(await store.asearch(("a",), limit=30)) == 21
        await asyncio.sleep(0)
