"""Latency and client CPU of `put`, synchronous and asynchronous, 1 to 256 callers.

python benchmarks/put_latency.py [url]      without a url: against `trivial_server.py` in its own process
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from langgraph.checkpoint.base.id import uuid6
from langgraph.checkpoint.memory import InMemorySaver

from langgraph.checkpoint.holdfast import HoldfastSaver

SECONDS, ROUNDS = 0.4, 6


def checkpoint(text):
    version = "00000000000000000000000000000001.0.1234567890123456"
    return {
        "v": 4, "id": str(uuid6()), "ts": "2026-01-01T00:00:00+00:00", "updated_channels": ["text"],
        "channel_values": {"text": text}, "channel_versions": {"text": version},
        "versions_seen": {"__input__": {}, "node": {"text": version}},
    }  # fmt: skip


def call(thread):
    config = {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}
    value = checkpoint("x" * 4096)
    return config, value, {"source": "loop", "step": 1, "parents": {}}, value["channel_versions"]


def blocking(saver, callers):
    """One round on threads; gives the latencies in seconds and the CPU seconds of this process."""
    times, end = [], time.perf_counter() + SECONDS

    def run(number):
        mine = []
        while time.perf_counter() < end:
            arguments = call(f"t{number}")
            start = time.perf_counter()
            saver.put(*arguments)
            mine.append(time.perf_counter() - start)
        times.extend(mine)

    before = time.process_time()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.process_time() - before


def awaiting(saver, callers):
    """The same on the tasks of one event loop."""
    times, end = [], time.perf_counter() + SECONDS

    async def run(number):
        while time.perf_counter() < end:
            arguments = call(f"t{number}")
            start = time.perf_counter()
            await saver.aput(*arguments)
            times.append(time.perf_counter() - start)

    async def main():
        await asyncio.gather(*(run(n) for n in range(callers)))

    before = time.process_time()
    asyncio.run(main())
    return times, time.process_time() - before


def main(url):
    """Prints the best of some rounds, next to the memory saver: that much the caller spends anyway."""
    savers = {"memory": InMemorySaver(), "holdfast": HoldfastSaver(url, proxy="")}
    for callers in (1, 32, 256):
        for way in (blocking, awaiting):
            best = {}
            for _ in range(ROUNDS):
                for name, saver in savers.items():
                    if name == "memory":
                        saver.storage.clear(), saver.blobs.clear()
                    times, cpu = way(saver, callers)
                    row = (len(times) / SECONDS, statistics.median(times) * 1e3, cpu / len(times) * 1e6)
                    kept = best.get(name, row)
                    best[name] = (max(kept[0], row[0]), min(kept[1], row[1]), min(kept[2], row[2]))
            for name, (rate, middle, cpu) in best.items():
                told = f"{rate:8.0f} puts/s  p50 {middle:7.3f} ms  client CPU {cpu:6.1f} us each"
                print(f"{way.__name__:9}{callers:4} callers  {name:9}{told}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        script = Path(__file__).with_name("trivial_server.py")
        with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            try:
                main(f"http://127.0.0.1:{int(server.stdout.readline())}")
            finally:
                server.terminate()
