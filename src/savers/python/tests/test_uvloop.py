"""The event loop that uvicorn and `langgraph dev` use; its transports are no classes of asyncio's."""

from __future__ import annotations

import asyncio

import uvloop

from langgraph.checkpoint.holdfast import HoldfastSaver
from samples import METADATA, checkpoint, config


def test_savers_and_stores_work_on_it(url, api_key, thread, room):
    async def use():
        async with HoldfastSaver(url, api_key=api_key) as saver:
            await saver.aput(config(thread), checkpoint({"a": "x" * 200_000}), METADATA, {})
            store = saver.store()
            await asyncio.gather(*(store.aput((room,), str(n), {"n": n}) for n in range(50)))
            return await saver.aget_tuple(config(thread)), await store.asearch((room,), limit=100)

    loop = uvloop.new_event_loop()
    found, items = loop.run_until_complete(use())
    loop.close()
    assert len(items) == 50
    assert found.checkpoint["channel_values"] == {"a": "x" * 200_000}
