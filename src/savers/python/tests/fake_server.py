"""An in-process stand-in for the Holdfast server, for tests only: HTTP around `FakeState`, with faults."""

from __future__ import annotations

import asyncio
import threading

import ormsgpack

from fake_state import LIMITS, FakeState


class Request:
    """A request as it came: method, target, lower-case headers, body."""

    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body

    @property
    def operations(self):
        return ormsgpack.unpackb(self.body)["operations"]


class FakeHoldfast:
    """Serves on a thread of its own; `url` is its address once started.

    Args:
        fault: async function `(request, writer) -> bytes | None` asked before each POST: bytes are sent
            as they are instead of an answer, `b""` closes the connection, None means no fault.
        encode: `(status, body) -> bytes`, for answers in another framing.
    """

    def __init__(self, state=None, *, port=0, tls=None, api_key=None, fault=None, hello=None, encode=None, limits=None):
        self.state = state or FakeState()
        self.tls, self.api_key, self.fault = tls, api_key, fault
        self.hello = hello or {"name": "holdfast", "version": "0", "protocol": 1, "capabilities": [],
                               "limits": {**LIMITS, **(limits or {})}}  # fmt: skip
        self.encode = encode or plain
        self.port = port
        self.requests = []
        self.results = []
        self.connections = 0
        self.open_writes = {}
        self.broken_rules = []
        self._writers = set()

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def batches(self):
        return [r for r in self.requests if r.method == "POST"]

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(30)
        return self

    def stop(self):
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(30)

    def call(self, function):
        """Runs `function` on the server's loop."""
        self._loop.call_soon_threadsafe(function)

    def drop_connections(self):
        """Closes every kept connection, as a server does with idle ones; waits until it is done."""
        done = threading.Event()

        def drop():
            for writer in list(self._writers):
                writer.transport.abort()
            self._loop.call_soon(done.set)

        self.call(drop)
        assert done.wait(30)

    def _run(self, started):
        asyncio.run(self._serve(started))

    async def _serve(self, started):
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, ssl=self.tls, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self._end.wait()
        server.close()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _talk(self, reader, writer):
        self.connections += 1
        self._writers.add(writer)
        try:
            while (request := await read_request(reader)) is not None:
                self.requests.append(request)
                answer = await self._answer(request, writer)
                if answer == b"":
                    break
                writer.write(answer)
                await writer.drain()
                if b"connection: close" in answer[:400].lower():
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, request, writer):
        if self.api_key and request.headers.get("x-api-key") != self.api_key:
            body = {"code": "unauthorized", "status": 401, "retry": "never", "detail": "wrong key", "title": "t"}
            return self.encode(401, ormsgpack.packb(body))
        if request.target == "/v1/store/index":
            return self._index(request)
        if request.method == "GET":
            return self.encode(200, ormsgpack.packb(self.hello))
        lanes = self._enter(request)
        try:
            if self.fault is not None:
                answer = await self.fault(request, writer)
                if answer is not None:
                    return answer
            told = ormsgpack.unpackb(request.body)
            results = self.state.batch(told.get("session"), told["operations"])
            self.results.append(results)
            return self.encode(200, ormsgpack.packb({"results": results}))
        finally:
            for lane in lanes:
                self.open_writes[lane] -= 1

    def _index(self, request):
        items = self.state.items
        if request.method == "PUT":
            status, body = items.index.put(ormsgpack.unpackb(request.body))
        else:
            asked = items.index.get if request.method == "GET" else items.index.delete
            status, body = asked(items.items.values())
        return self.encode(status, b"" if body is None else ormsgpack.packb(body))

    def _enter(self, request):
        lanes = {(op["thread_id"], op["checkpoint_ns"]) for op in request.operations if op["op"].startswith("put")}
        for lane in lanes:
            self.open_writes[lane] = self.open_writes.get(lane, 0) + 1
            if self.open_writes[lane] > 1:
                self.broken_rules.append(lane)
        return lanes


async def read_request(reader):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head[:-4].decode().split("\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
    method, target, _ = first.split(" ")
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body)


def plain(status, body, extra=b""):
    head = b"HTTP/1.1 %d X\r\nContent-Type: application/msgpack\r\n%sContent-Length: %d\r\n\r\n"
    return head % (status, extra, len(body)) + body


def problem_answer(status, **fields):
    return plain(status, ormsgpack.packb({"title": "t", "status": status, **fields}))


if __name__ == "__main__":
    import sys

    fake = FakeHoldfast(port=int(sys.argv[1])).start()
    print(fake.url, flush=True)
    threading.Event().wait()
