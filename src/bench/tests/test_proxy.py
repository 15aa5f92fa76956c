"""The proxy is a longer way, and nothing else."""

from __future__ import annotations

import os
import socket
import statistics
import threading
import time
from collections.abc import Iterator

import pytest

from bench import proxy

BYTES = 3_000_000


def echo(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(65536):
            connection.sendall(data)


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server, proxy.delaying(server.getsockname()[1], 20) as port:
        server.accept()[0].close()  # the proxy's, which tried whether it listens
        threading.Thread(target=echo, args=(server,), daemon=True).start()
        with socket.create_connection(("127.0.0.1", port)) as connection:
            yield connection


def test_a_round_trip_takes_so_much_longer(client: socket.socket) -> None:
    times = []
    for _ in range(9):
        start = time.perf_counter()
        client.sendall(b"x")
        assert client.recv(1) == b"x"
        times.append(time.perf_counter() - start)
    assert min(times) >= 0.0199
    assert statistics.median(times) < 0.2


def test_every_byte_arrives(client: socket.socket) -> None:
    sent = os.urandom(BYTES)
    sender = threading.Thread(target=client.sendall, args=(sent,))
    sender.start()
    assert client.recv(BYTES, socket.MSG_WAITALL) == sent
    sender.join()
