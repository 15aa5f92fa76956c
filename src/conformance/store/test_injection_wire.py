"""The same where no client would send it: numbers, unknown fields, conditions, lines, cursors, headers."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlencode

import pytest

from support.poisons import LABELS, POISONS
from support.server import post_batch
from support.store_calls import Raw, Refusal, call

NUMBERS = [*POISONS[:12], "1", "1; drop table holdfast.items", -1, 1.5, 10**30, True, [1], {"$gt": 0}, 10_001]
# How other servers are told where to get vectors from, or in which order and form to answer.
FIELDS = ["endpoint", "url", "embedding_url", "embedding_endpoint", "base_url", "embeddings_api_key", "provider"]
FIELDS += ["order", "order_by", "sort", "select", "columns", "where", "tenant", "tenant_id", "sql", "path"]


@pytest.fixture
def raw(server):
    return Raw(server.url)


def refused(url, method, path, body, pointer, **more):
    with pytest.raises(Refusal) as caught:
        call(url, method, path, body, **more)
    assert caught.value.status == 400, caught.value
    assert caught.value.code == "invalid-request"
    assert caught.value.pointer == pointer


def store_part(url, part):
    (told,) = post_batch(url, {"op": "store", "parts": [part]})
    return told


@pytest.mark.parametrize("number", NUMBERS, ids=repr)
@pytest.mark.parametrize("field", ["limit", "offset"])
def test_limits_and_offsets_are_numbers(server, room, field, number):
    if field == "offset" and number == 10_001:
        number = 2**31
    refused(server.url, "POST", "/store/items/search", {"namespace_prefix": [room], field: number}, f"/{field}")
    refused(server.url, "POST", "/store/namespaces", {"prefix": [room], field: number}, f"/{field}")
    told = store_part(server.url, {"do": "search", "namespace_prefix": [room], field: number})
    assert told["problem"]["pointer"] == f"/operations/0/parts/0/{field}"


@pytest.mark.parametrize("number", [n for n in NUMBERS if n != 10_001], ids=repr)
def test_depths_are_numbers(server, room, number):
    refused(server.url, "POST", "/store/namespaces", {"prefix": [room], "max_depth": number}, "/max_depth")


@pytest.mark.parametrize("ttl", [*POISONS[:12], "1", -1, 0, True, [1], {}], ids=repr)
def test_times_to_live_are_numbers(server, room, raw, ttl):
    body = {"namespace": [room], "key": "k", "value": {}, "ttl": ttl}
    refused(server.url, "PUT", "/store/items", body, "/ttl")
    assert raw.search([room]) == []


@pytest.mark.parametrize("field", FIELDS)
def test_fields_that_nobody_knows_are_refused(server, room, raw, field):
    item = {"namespace": [room], "key": "k", "value": {}}
    evil = {field: "http://127.0.0.1:1/v1/embeddings"}
    refused(server.url, "PUT", "/store/items", item | evil, f"/{field}")
    refused(server.url, "POST", "/store/items/search", {"namespace_prefix": [room]} | evil, f"/{field}")
    refused(server.url, "POST", "/store/namespaces", evil, f"/{field}")
    refused(server.url, "GET", "/store/items?" + urlencode({"namespace": room, "key": "k"} | evil), None, f"?{field}")
    refused(server.url, "GET", "/v1/store/export?" + urlencode(evil), None, f"?{field}")
    for part in ({"do": "put", **item}, {"do": "search", "namespace_prefix": [room]}, {"do": "list_namespaces"}):
        problem = store_part(server.url, part | evil)["problem"]
        assert (problem["code"], problem["pointer"]) == ("invalid-request", f"/operations/0/parts/0/{field}")
    *_, end = lines(server, json.dumps(item | evil).encode())
    assert (end["problem"]["code"], end["problem"]["pointer"]) == ("invalid-request", f"/{field}")
    assert raw.search([room]) == []


@pytest.mark.parametrize("index", ["$", {"embed": "http://127.0.0.1:1"}, [{"url": "http://127.0.0.1:1"}], 1], ids=repr)
def test_what_is_indexed_is_named_by_paths(server, room, raw, index):
    with pytest.raises(Refusal) as caught:
        call(server.url, "PUT", "/store/items", {"namespace": [room], "key": "k", "value": {}, "index": index})
    assert caught.value.code == "invalid-request" and caught.value.pointer.startswith("/index")
    assert raw.search([room]) == []


@pytest.mark.parametrize("poison", LABELS)
def test_labels_of_conditions_are_labels(server, room, raw, poison):
    raw.put([room, poison, "end"], "k", {})
    raw.put([room, "other", "end"], "k", {})
    for conditions, found in (
        ([("prefix", [room, poison])], [[room, poison, "end"]]),
        ([("prefix", [room]), ("suffix", [poison, "end"])], [[room, poison, "end"]]),
        ([("prefix", [room]), ("suffix", [poison])], []),
    ):
        told = [{"match_type": kind, "path": path} for kind, path in conditions]
        answer = store_part(server.url, {"do": "list_namespaces", "match_conditions": told})
        assert answer["results"] == [found]
    wrong = {"do": "list_namespaces", "match_conditions": [{"match_type": poison, "path": []}]}
    assert store_part(server.url, wrong)["problem"]["code"] == "invalid-request"


def lines(server, body, **headers):
    told = {"Content-Type": "application/x-ndjson", **headers}
    return call(server.url, "POST", "/v1/store/import", body, headers=told)


@pytest.mark.parametrize("poison", LABELS)
def test_lines_of_an_import_are_items(server, room, raw, poison):
    item = {"namespace": [room, poison], "key": poison, "value": {poison: poison}}
    *_, end = lines(server, json.dumps(item).encode())
    assert (end["done"], end["stored"]) == (True, 1)
    exported = call(server.url, "GET", "/v1/store/export?" + urlencode({"namespace": f"{room}.{poison}"}))
    assert [{k: line[k] for k in item} for line in exported[:-1]] == [item]
    after = json.dumps([room, poison, poison])
    rest = call(server.url, "GET", "/v1/store/export?" + urlencode({"namespace": room, "after": after}))
    assert rest == [{"exported": 0, "cursor": [room, poison, poison]}]
    for field in ("created_at", "updated_at", "expires_at", "ttl"):
        *_, end = lines(server, json.dumps(item | {"ttl": 1, field: poison}).encode())
        assert end["problem"]["code"] == "invalid-request" and end["problem"]["pointer"] == f"/{field}"
    assert raw.get([room, poison], poison) == {poison: poison}


@pytest.mark.parametrize("poison", POISONS)
def test_cursors_are_cursors(server, poison):
    refused(server.url, "GET", "/v1/store/export?" + urlencode({"after": poison}), None, "?after")


@pytest.mark.parametrize("poison", POISONS)
def test_headers_are_headers(server, room, raw, postgres, poison):
    if re.search(r"[\r\n]|[^\x20-\x7e]", poison):
        with pytest.raises((ValueError, UnicodeEncodeError, Refusal)):
            lines(server, b"", **{"Idempotency-Key": poison, "Content-Type": poison})
        return
    *_, end = lines(server, b"", **{"Idempotency-Key": poison})
    assert end["import_id"] == poison
    assert call(server.url, "GET", "/v1/store/imports/" + quote(poison, safe=""))["import_id"] == poison
    item = {"namespace": [room], "key": "k", "value": {}}
    call(server.url, "PUT", "/store/items", item, headers={"x-api-key": poison, "X-Tenant": poison, "Cookie": poison})
    assert raw.search([room]) == [([room], "k")]
    with pytest.raises(Refusal) as caught:
        call(server.url, "PUT", "/store/items", item, headers={"Content-Type": poison})
    assert caught.value.status in (400, 415)


@pytest.mark.parametrize("poison", POISONS)
def test_queries_of_urls_are_texts(server, room, raw, poison):
    raw.put([room], "k", {"n": 1})
    for query in ({"namespace": poison, "key": "k"}, {"namespace": room, "key": poison}):
        assert call(server.url, "GET", "/store/items?" + urlencode(query)) is None
    refused(
        server.url,
        "GET",
        "/store/items?" + urlencode({"namespace": room, "key": "k", "refresh_ttl": poison}),
        None,
        "?refresh_ttl",
    )
    assert len(call(server.url, "GET", "/v1/store/export?" + urlencode({"namespace": f"{room}.{poison}"}))) == 1
