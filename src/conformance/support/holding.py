"""A proxy that holds answers back, so that a test sees what is on its way at the same time, or loses them."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import ormsgpack


class HoldingProxy:
    """Forwards every request at once; an answer to `/v1/batch` waits while `hold` is set.

    `seen` holds the operations of every batch in the order they came. The first answer to a batch with an
    operation of the kind `lose` never arrives: `meanwhile` is called, and the connection ends.
    """

    def __init__(self, url: str) -> None:
        self.hold = False
        self.lose: str | None = None
        self.meanwhile: Callable[[], object] = lambda: None
        self.seen: list[dict] = []
        self._release = threading.Event()
        self._target = urlsplit(url)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def release(self) -> None:
        self.hold = False
        self._release.set()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._forward(b"")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                operations = ormsgpack.unpackb(body)["operations"]
                proxy.seen += operations
                lost = proxy.lose in [operation["op"] for operation in operations]
                if lost:
                    proxy.lose = None
                self._forward(body, lost)

            def _forward(self, body: bytes, lost: bool = False) -> None:
                connection = http.client.HTTPConnection(proxy._target.hostname, proxy._target.port, timeout=60)
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "content-length")}
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                content = answer.read()
                connection.close()
                if lost:
                    proxy.meanwhile()
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if body and proxy.hold:
                    proxy._release.wait(60)
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def __enter__(self) -> HoldingProxy:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
