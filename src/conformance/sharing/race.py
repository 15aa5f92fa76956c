"""Writers, readers and those who prune, copy and delete, all on the same threads at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.holdfast.errors import ThreadDeleted

from sharing.chains import Chain, Heads, assert_whole
from sharing.savers import stranger
from support.samples import config, new_thread
from support.waiting import eventually

THREADS = 3


class Race:
    """On each thread one writer of its own OS thread, one of an event loop, and a reader that holds values.

    Args:
        disturb: called again and again with the race and a thread.
    """

    def __init__(self, url: str, api_key: str | None, disturb: Callable[[Race, str], None]) -> None:
        self.threads = [new_thread() for _ in range(THREADS)]
        self.heads = Heads()
        self.blocking, self.waiting, self.reading, self.other = (stranger(url, api_key) for _ in range(4))
        self.nothing = stranger(url, api_key, cache_bytes=0)
        self.disturbed = 0
        self.refused = 0
        self._disturb = disturb
        self._stopping = threading.Event()
        self._running: list[Future[None]] = []

    def run(self, puts: int, disturbances: int, within: float) -> None:
        """Until there were so many of each; fails when anybody has."""
        with ThreadPoolExecutor(3 * THREADS + 1) as pool:
            self._running = [pool.submit(asyncio.run, self._write_in_a_loop())]
            for thread in self.threads:
                self._running += [pool.submit(one, thread) for one in (self._write, self._read, self._disturb_always)]
            try:
                eventually(lambda: self._reached(puts, disturbances), within, f"{puts} puts, {disturbances} others")
            finally:
                self._stopping.set()
            for one in self._running:
                one.result(within)

    def _reached(self, puts: int, disturbances: int) -> bool:
        for one in self._running:
            if one.done():
                one.result()
        return self.heads.acknowledged >= puts and self.disturbed >= disturbances

    def _write(self, thread: str) -> None:
        chain = Chain(thread, 1)
        while not self._stopping.is_set():
            life, arguments = self.heads.life(thread), chain.next_put()
            try:
                made = self.blocking.put(*arguments)
                self.heads.put(thread, made["configurable"]["checkpoint_id"], life)
                self.blocking.put_writes(*chain.next_writes())
            except ThreadDeleted:
                self._begin_again(chain)

    async def _write_in_a_loop(self) -> None:
        async with self.waiting:
            await asyncio.gather(*(self._write_in_a_task(thread) for thread in self.threads))

    async def _write_in_a_task(self, thread: str) -> None:
        chain = Chain(thread, 2)
        while not self._stopping.is_set():
            life, arguments = self.heads.life(thread), chain.next_put()
            try:
                made = await self.waiting.aput(*arguments)
                self.heads.put(thread, made["configurable"]["checkpoint_id"], life)
                await self.waiting.aput_writes(*chain.next_writes())
            except ThreadDeleted:
                self._begin_again(chain)

    def _begin_again(self, chain: Chain) -> None:
        self.refused += 1
        chain.begin_again()

    def _read(self, thread: str) -> None:
        while not self._stopping.is_set():
            for saver in (self.reading, self.nothing):
                self.check(saver, thread)

    def check(self, saver: HoldfastSaver, thread: str) -> None:
        """The head, by itself and in a list: not lost, and whole, as all others of the list are."""
        life, newest = self.heads.life(thread), self.heads.newest(thread)
        found = saver.get_tuple(config(thread))
        self.heads.assert_kept(thread, newest, life, found)
        listed = list(saver.list(config(thread), limit=10))
        self.heads.assert_kept(thread, newest, life, listed[0] if listed else None)
        for one in [*listed, *([found] if found else [])]:
            assert_whole(one)

    def _disturb_always(self, thread: str) -> None:
        while not self._stopping.is_set():
            self._disturb(self, thread)
            self.disturbed += 1
