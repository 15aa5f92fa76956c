"""A server process that answers every batch at once and keeps nothing: what remains is client and wire."""

from __future__ import annotations

import asyncio
import sys

import ormsgpack

ANSWER = {"status": "inserted", "incarnation": 1, "conflict": False, "checksums": {}}
HELLO = ormsgpack.packb({"name": "holdfast", "protocol": 1, "limits": {}})


class Trivial(asyncio.Protocol):
    """Counts the operations of a request and says `inserted` for each."""

    def connection_made(self, transport):
        self.transport, self.buffer = transport, bytearray()

    def data_received(self, data):
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = int(self.buffer[self.buffer.index(b"Content-Length: ") + 16 : end].split(b"\r\n")[0])
        if len(self.buffer) < end + 4 + length:
            return
        body = HELLO if self.buffer.startswith(b"GET") else self.answer(bytes(self.buffer[end + 4 :]))
        self.buffer.clear()
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    def answer(self, body):
        # The array header of `operations` is enough; decoding them would cost the server's core.
        at = body.index(b"operations") + 10
        count = body[at] & 15 if body[at] < 0xDC else int.from_bytes(body[at + 1 : at + 3], "big")
        return ormsgpack.packb({"results": [ANSWER] * count})


async def main(port):
    server = await asyncio.get_running_loop().create_server(Trivial, "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
