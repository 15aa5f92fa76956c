"""The server is killed while everything is embedded anew: another goes on, nothing is lost, nothing old is written."""

from __future__ import annotations

import json
import urllib.request

import pytest

from support.embedding import FakeEmbeddingEndpoint
from support.server import post_batch
from support.waiting import eventually

ITEMS = 300
STEP = 10
PLACE = ["users", "1"]
# A replica that was killed has its items until the lease is over.
LEASE = 8
# Of one call: more than its delay and a slow machine take, less than the lease.
TIMEOUT = 6


@pytest.fixture
def endpoint():
    with FakeEmbeddingEndpoint() as fake:
        yield fake


@pytest.fixture
def server(new_server, endpoint):
    times = {"INDEX_LEASE": f"{LEASE}s", "EMBEDDING_TIMEOUT": f"{TIMEOUT}s"}
    return new_server(**endpoint.settings(INDEX_STEP=STEP, **times)).start()


def text(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number % 26] * (1 + number // 26) + " z"


def put(server, numbers, said=text):
    parts = [{"do": "put", "namespace": PLACE, "key": f"{n:04d}", "value": {"n": n, "text": said(n)}} for n in numbers]
    (result,) = post_batch(server.url, {"op": "store", "parts": parts})
    assert "problem" not in result, result


def search(server, query):
    part = {"do": "search", "namespace_prefix": PLACE, "query": query, "limit": 10_000}
    (result,) = post_batch(server.url, {"op": "store", "parts": [part]})
    assert "problem" not in result, result
    return result["results"][0]


def ask(server, method, path):
    request = urllib.request.Request(f"{server.url}/v1/store/index{path}", method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_rebuilding_goes_on_where_a_killed_server_left_it(server, endpoint):
    put(server, range(ITEMS))
    assert len(search(server, "a")) == ITEMS
    before = len(endpoint.texts)
    endpoint.delay = 0.1
    job = ask(server, "POST", "/rebuild")["id"]
    for part in (ITEMS // 4, ITEMS // 2):
        eventually(lambda part=part: len(endpoint.texts) - before >= part, 60, "a part of it is embedded")
        server.kill()
        server.start()

    done = eventually(lambda: ended(ask(server, "GET", f"/jobs/{job}")), 120, "the job ends")

    assert done["state"] == "done", done
    assert done["result"] | {"oldest_ms": 0} == {
        "items": ITEMS,
        "indexed": ITEMS,
        "stale": 0,
        "failed": 0,
        "waiting": 0,
        "oldest_ms": 0,
    }
    assert done["seen"] == ITEMS
    assert done["enqueued"] == ITEMS
    found = search(server, "a")
    assert sorted(item["value"]["n"] for item in found) == list(range(ITEMS))
    # What was on its way when the server died is embedded again, and nothing else.
    assert len(endpoint.texts) - before <= ITEMS + 2 * STEP + 5


def ended(job):
    return job if job["state"] in ("done", "failed", "cancelled") else None


def test_an_item_put_while_it_is_embedded_again_never_gets_the_old_vector(server, endpoint):
    put(server, range(STEP))
    before = len(endpoint.texts)
    endpoint.delay = 1.0
    ask(server, "POST", "/rebuild")
    eventually(lambda: len(endpoint.texts) - before >= STEP, 30, "the old texts are on their way")

    put(server, [3], said=lambda n: "qqqq")
    server.kill()
    endpoint.delay = 0.0
    server.start()
    eventually(lambda: ask(server, "GET", "")["indexed"] == STEP, 60, "everything is indexed")

    best = search(server, "q")[0]
    assert (best["key"], best["score"]) == ("0003", pytest.approx(1.0))


def test_what_is_acknowledged_and_waits_survives_the_server(new_server, endpoint):
    endpoint.delay = 0.2
    times = {"INDEX_LEASE": f"{LEASE}s", "EMBEDDING_TIMEOUT": f"{TIMEOUT}s"}
    queued = endpoint.settings(INDEX_QUEUED="true", INDEX_STEP=STEP, **times)
    server = new_server("queued", **queued).start()
    put(server, range(100))

    server.kill_with_postgres()
    server.start()

    eventually(lambda: ask(server, "GET", "")["indexed"] == 100, 60, "everything is indexed")
    assert len(search(server, "a")) == 100
