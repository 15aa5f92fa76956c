"""The server is killed during an import: it goes on where it was, with nothing lost and nothing double."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from urllib.parse import urlsplit

import pytest

from support.server import post_batch
from support.waiting import eventually

ITEMS = 20_000
DEATHS = 5
ROOT = "import"


def line(n: int) -> bytes:
    item = {"namespace": [ROOT, f"n{n % 7}"], "key": f"k{n:06}", "value": {"n": n, "pad": "x" * 100}}
    return json.dumps(item).encode() + b"\n"


LINES = [line(n) for n in range(ITEMS)]


def committed(server, name: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request("GET", f"/v1/store/imports/{name}")
        answer = connection.getresponse()
        told = json.load(answer)
        assert answer.status in (200, 404), told
        return told["committed_lines"] if answer.status == 200 else 0
    finally:
        connection.close()


class Sending(threading.Thread):
    """Sends the lines from one on, in small chunks; keeps what the server answered, if it did.

    Args:
        died: set when the server has died, if it is to: the last chunk waits for that.
    """

    def __init__(self, server, name: str, first: int, died: threading.Event | None = None) -> None:
        super().__init__(daemon=True)
        self._died = died
        self._place = urlsplit(server.url).netloc
        self._name, self._first = name, first
        self.answer: list[dict] = []
        self.cut_off: Exception | None = None
        self.start()

    def run(self) -> None:
        connection = http.client.HTTPConnection(self._place, timeout=120)
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": self._name}
        path = f"/v1/store/import?from_line={self._first}"
        try:
            connection.request("POST", path, self._chunks(), headers, encode_chunked=True)
            self.answer = [json.loads(told) for told in connection.getresponse().read().splitlines()]
        except (OSError, http.client.HTTPException) as error:
            self.cut_off = error
        finally:
            connection.close()

    def _chunks(self):
        for n in range(self._first, ITEMS, 100):
            if self._died is not None and n + 100 >= ITEMS:
                self._died.wait(120)
            yield b"".join(LINES[n : n + 100])
            time.sleep(0.002)  # so that there is a middle to die in


def everything(server) -> list[dict]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
    connection.request("GET", f"/v1/store/export?namespace={ROOT}")
    lines = [json.loads(told) for told in connection.getresponse().read().splitlines()]
    connection.close()
    assert lines.pop()["exported"] == len(lines)
    return lines


@pytest.mark.parametrize("death", ["kill", "kill_with_postgres"])
def test_an_import_goes_on_after_every_death(new_server, death):
    server = new_server().start()
    name = f"import-{uuid.uuid4()}"
    changed: dict[tuple[str, str], int] = {}
    for n in range(1, DEATHS + 1):
        died = threading.Event()
        sending = Sending(server, name, committed(server, name), died)
        mark = ITEMS * n // (DEATHS + 2)
        eventually(lambda mark=mark: committed(server, name) >= mark, 60, f"{mark} lines are committed", every=0.005)
        getattr(server, death)()
        died.set()
        sending.join(60)
        assert not sending.is_alive() and sending.cut_off, "the death came in the middle of the import"
        server.start()
        done = committed(server, name)
        assert mark <= done < ITEMS
        there = {(item["namespace"][1], item["key"]) for item in everything(server)}
        assert there == {(f"n{i % 7}", f"k{i:06}") for i in range(done)}, "exactly the committed lines are there"
        # Somebody changes an item that is imported, and one that a careless repeat would import again.
        for i in (n, done - 1):
            place = (f"n{i % 7}", f"k{i:06}")
            changed[place] = -n
            (told,) = post_batch(
                server.url,
                {
                    "op": "store",
                    "parts": [{"do": "put", "namespace": [ROOT, place[0]], "key": place[1], "value": {"n": -n}}],
                },
            )
            assert told == {"results": [None]}

    last = Sending(server, name, committed(server, name))
    last.join(120)
    assert last.answer[-1]["done"] is True and last.answer[-1]["committed_lines"] == ITEMS
    assert last.answer[-1]["stored"] == ITEMS, "each line was counted once"
    found = everything(server)
    assert len(found) == ITEMS
    for item in found:
        place = (item["namespace"][1], item["key"])
        assert item["value"]["n"] == changed.get(place, int(item["key"][1:]))


def test_two_requests_for_one_import_do_not_import_anything_twice(new_server):
    server = new_server().start()
    name = f"import-{uuid.uuid4()}"
    senders = [Sending(server, name, 0) for _ in range(3)]
    for sender in senders:
        sender.join(120)

    ends = [sender.answer[-1] for sender in senders if sender.answer]
    assert len(ends) == 3
    for end in ends:
        assert end["done"] or end["problem"]["code"] == "operation-id-reused"
    last = Sending(server, name, committed(server, name))
    last.join(120)
    assert last.answer[-1]["stored"] == ITEMS == last.answer[-1]["committed_lines"]
    assert len(everything(server)) == ITEMS


def test_an_export_while_others_write_misses_nothing_that_stays(new_server):
    server = new_server().start()
    first = Sending(server, f"import-{uuid.uuid4()}", 0)
    first.join(120)
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            post_batch(
                server.url,
                {
                    "op": "store",
                    "parts": [
                        {"do": "put", "namespace": [ROOT, f"n{n % 7}"], "key": f"new{n}", "value": {"n": n}},
                        {"do": "put", "namespace": [ROOT, f"n{n % 7}"], "key": f"k{n % ITEMS:06}", "value": {"n": -1}},
                    ],
                },
            )

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        exports = [everything(server) for _ in range(3)]
    finally:
        stop.set()
        writer.join(60)

    for found in exports:
        names = [(item["namespace"], item["key"]) for item in found]
        assert names == sorted(names), "in order, each once"
        assert len(set(map(str, names))) == len(names)
        assert sum(key.startswith("k") for _, key in names) == ITEMS
