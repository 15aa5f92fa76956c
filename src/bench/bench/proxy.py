"""A longer way: a TCP proxy, in a process of its own, that holds back whatever passes it."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from . import processes
from .machine import REPOSITORY
from .places import Place

CHUNK_BYTES = 256 * 1024
START_SECONDS = 10.0


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Everything arrives `seconds` after it was sent, however much is under way."""
    passing: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, data = await passing.get()
            if (left := due - time.monotonic()) > 0:
                await asyncio.sleep(left)
            if not data:
                break
            writer.write(data)
            await writer.drain()
        writer.close()

    delivering = asyncio.create_task(deliver())
    try:
        while data := await reader.read(CHUNK_BYTES):
            passing.put_nowait((time.monotonic() + seconds, data))
    finally:
        passing.put_nowait((time.monotonic() + seconds, b""))
        await delivering


async def serve(listening: int, target: int, there: float, back: float) -> None:
    """Carries connections to a port of loopback until it is stopped."""

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_carry(reader, to_writer, there), _carry(to_reader, writer, back), return_exceptions=True)

    server = await asyncio.start_server(accepted, "127.0.0.1", listening)
    await server.serve_forever()


@contextmanager
def delaying(target: int, round_trip_ms: int) -> Iterator[int]:
    """The port of a proxy to `target`.

    The event loop wakes at whole milliseconds, so each way takes whole ones.
    """
    port, there = processes.free_port(), round_trip_ms // 2
    command = [sys.executable, "-m", "bench.proxy", *map(str, (port, target, there, round_trip_ms - there))]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src" / "bench")})
    try:
        _await_listening(port)
        yield port
    finally:
        processes.stop(process, 15)


def _await_listening(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@contextmanager
def between(place: Place, round_trip_ms: int) -> Iterator[Place]:
    """The same place, so far away; unchanged for 0."""
    if not round_trip_ms:
        yield place
        return
    with ExitStack() as stack:
        postgres = stack.enter_context(delaying(place.cluster.port, round_trip_ms))
        server = stack.enter_context(delaying(place.server.port, round_trip_ms))
        yield dataclasses.replace(place, ports={place.cluster.port: postgres, place.server.port: server})


def round_trip_ms(place: Place) -> float:
    """The shortest of some round trips to Postgres over its proxy, with nothing to do there but to answer."""
    with place.cluster.at(place.ports[place.cluster.port]).connect() as connection:
        times = []
        for _ in range(20):
            start = time.perf_counter()
            connection.execute("select 1")
            times.append(time.perf_counter() - start)
    return min(times) * 1e3


if __name__ == "__main__":
    own, beyond, forth, home = map(int, sys.argv[1:])
    asyncio.run(serve(own, beyond, forth / 1e3, home / 1e3))
