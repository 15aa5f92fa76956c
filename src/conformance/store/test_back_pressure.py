"""Streams wait for who is slow, so that a server holds a batch or a page of them, not all."""

from __future__ import annotations

import fcntl
import json
import select
import socket
import struct
import termios
import time
import uuid
from urllib.parse import urlsplit

import psycopg

from support.store_calls import Raw, Refusal, call
from support.waiting import eventually

PAD = "x" * 100_000
MANY = 600
# More than what the sockets of both sides, and a batch, hold; much less than what is sent.
HELD = 30 * 2**20
QUIET = 1.0


def lines(room: str) -> bytes:
    items = ({"namespace": [room], "key": f"k{n:05}", "value": {"pad": PAD}} for n in range(MANY))
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def connected(server) -> socket.socket:
    place = urlsplit(server.url)
    return socket.create_connection((place.hostname, place.port), timeout=60)


def answer(connection: socket.socket) -> bytes:
    told = b""
    while more := connection.recv(2**20):
        told += more
    return told


class Quiet:
    """For how long a server has sent nothing to who does not read, and asked Postgres for no page.

    What Postgres tells of a page is the last query of a pooled connection, so the next query of any kind on it
    takes that away: the greatest time ever seen is kept.
    """

    PAGES = (
        "select coalesce(max(extract(epoch from query_start)), 0) from pg_stat_activity"
        " where query like 'with recursive page%'"
    )

    def __init__(self, connection: socket.socket, postgres) -> None:
        self.connection, self.postgres = connection, postgres
        self.asked, self.waiting, self.since = 0.0, 0, time.monotonic()

    def long_enough(self) -> bool:
        asked = max(self.asked, float(self.postgres.query(self.PAGES)[0][0]))
        waiting = unread(self.connection)
        if (asked, waiting) != (self.asked, self.waiting):
            self.asked, self.waiting, self.since = asked, waiting, time.monotonic()
        return waiting > 0 and time.monotonic() - self.since > QUIET


def unread(connection: socket.socket) -> int:
    """How many bytes have arrived that nobody read."""
    told = fcntl.ioctl(connection.fileno(), termios.FIONREAD, struct.pack("i", 0))
    return struct.unpack("i", told)[0]


def test_an_import_reads_no_more_than_it_can_commit(server, postgres, room):
    name, body = f"import-{uuid.uuid4()}", lines(room)
    head = f"POST /v1/store/import HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: {name}\r\n"
    head += f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n"
    begun = body.index(b"k00010")

    def committed() -> bool:
        try:
            return call(server.url, "GET", f"/v1/store/imports/{name}")["committed_lines"] > 0
        except Refusal:
            return False

    with connected(server) as connection, psycopg.connect(postgres.url()) as other:
        connection.sendall(head.encode() + body[:begun])
        eventually(committed, 30, "the first lines are committed")
        other.execute("select from holdfast.imports where import_id = %s for update", (name,))
        connection.setblocking(False)
        sent = begun
        while sent < len(body):
            _, writable, _ = select.select([], [connection], [], QUIET)
            if not writable:
                break
            sent += connection.send(body[sent : sent + 2**16])
        assert sent < HELD < len(body), "nobody reads while a batch cannot be committed"
        other.rollback()
        connection.setblocking(True)
        connection.sendall(body[sent:])
        assert b'{"done":true' in answer(connection)
    stored = postgres.query(f"select count(*) from holdfast.items where prefix = array['{room}']")
    assert stored[0][0] == MANY  # more than one answer of a search may hold


def test_an_export_asks_for_no_more_than_is_read(server, postgres, room):
    headers = {"Content-Type": "application/x-ndjson"}
    assert call(server.url, "POST", "/v1/store/import", lines(room), headers)[-1]["stored"] == MANY

    with connected(server) as connection:
        request = f"GET /v1/store/export?namespace={room} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        quiet = Quiet(connection, postgres)
        eventually(quiet.long_enough, 30, "the server asks for no more pages")
        Raw(server.url).put([room], "z", {"late": True})
        told = answer(connection)
    assert b'"late":true' in told, "the last page was not asked for before it was wanted"
    assert f'{{"exported":{MANY + 1},'.encode() in told
