"""A proxy before Temporal that loses acknowledgements. It forwards bytes and knows nothing of what they mean."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

CHUNK = 1 << 16


class AnswersProxy:
    """Forwards every request at once; answers wait while they are withheld, and are lost if the connection is cut.

    Args:
        port: where Temporal is, on loopback.

    `delay` is how many seconds each answer takes more than it does by itself.
    """

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self.withheld_bytes = 0
        self._target = port
        self._passing = threading.Event()
        self._passing.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        self.target = f"127.0.0.1:{self._listening.getsockname()[1]}"

    def withhold(self) -> None:
        """From now on answers wait."""
        self.withheld_bytes = 0
        self._passing.clear()

    def release(self) -> None:
        """What was withheld arrives."""
        self._passing.set()

    def cut(self) -> None:
        """Ends every connection; what was withheld is lost. Others may be opened at once."""
        with self._lock:
            ended, self._open = self._open, []
        for pair in ended:
            for one in pair:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
        self._passing.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return  # closed
            try:
                server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open.append((client, server))
            threading.Thread(target=self._requests, args=(client, server), daemon=True).start()
            threading.Thread(target=self._answers, args=(client, server), daemon=True).start()

    def _requests(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while read := client.recv(CHUNK):
                server.sendall(read)
        self._end(client, server)

    def _answers(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while read := server.recv(CHUNK):
                if not self._passing.is_set():
                    self.withheld_bytes += len(read)
                    self._passing.wait()
                time.sleep(self.delay)
                client.sendall(read)  # fails if it was cut meanwhile
        self._end(client, server)

    @staticmethod
    def _end(*pair: socket.socket) -> None:
        for one in pair:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> AnswersProxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # closing alone does not end `accept`
        self._listening.close()
        self.cut()
