"""`langgraph-sdk` for Python, as it comes from PyPI, finds its store in Holdfast."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone

import pytest
from langgraph_sdk import get_client, get_sync_client
from langgraph_sdk.errors import APIStatusError, AuthenticationError, BadRequestError


class Calls:
    """The methods of a store, awaited if they have to be."""

    def __init__(self, client, loop) -> None:
        self._store = client.store
        self._loop = loop

    def __getattr__(self, name):
        method = getattr(self._store, name)
        if self._loop is None:
            return method
        return lambda *args, **named: self._loop.run_until_complete(method(*args, **named))


@pytest.fixture(params=["sync", "async"])
def store_of(request):
    """Makes a store of an address and a key."""
    loop = asyncio.new_event_loop() if request.param == "async" else None
    yield lambda url, key: Calls((get_client if loop else get_sync_client)(url=url, api_key=key), loop)
    if loop is not None:
        loop.close()


@pytest.fixture
def store(store_of, place):
    return store_of(*place)


def keys(found):
    return [item["key"] for item in found["items"]]


def test_an_item_is_put_read_and_deleted(store, root):
    before = datetime.now(timezone.utc)
    assert store.put_item([root, "fäcts"], "k", {"n": 1, "s": "é😀"}) is None
    item = store.get_item([root, "fäcts"], "k")
    assert item["namespace"] == [root, "fäcts"] and item["key"] == "k" and item["value"] == {"n": 1, "s": "é😀"}
    assert abs((datetime.fromisoformat(item["created_at"]) - before).total_seconds()) < 60
    assert item["created_at"] == item["updated_at"]
    store.put_item([root, "fäcts"], "k", {"n": 2})
    assert store.get_item([root, "fäcts"], "k")["created_at"] == item["created_at"]
    assert store.delete_item([root, "fäcts"], "k") is None
    assert store.get_item([root, "fäcts"], "k") is None
    assert store.delete_item([root, "fäcts"], "k") is None


def test_items_are_searched(store, root):
    for n in (9, 10, 100, 5):
        store.put_item([root, str(n)], "k", {"n": n}, index=False)
    assert [i["value"]["n"] for i in store.search_items([root])["items"]] == [5, 100, 10, 9]
    found = store.search_items([root], filter={"n": {"$gt": 9}}, limit=10, offset=0)
    assert [i["value"]["n"] for i in found["items"]] == [100, 10]
    assert found["items"][0]["score"] is None
    assert [i["value"]["n"] for i in store.search_items([root], limit=2, offset=1)["items"]] == [100, 10]
    assert keys(store.search_items([root, "10"])) == ["k"]
    assert keys(store.search_items([root[:-1]])) == []


def test_namespaces_are_listed(store, root):
    for labels in (["a", "x"], ["a", "y"], ["b"]):
        store.put_item([root, *labels], "k", {})
    all_of_them = [[root, "a", "x"], [root, "a", "y"], [root, "b"]]
    assert store.list_namespaces(prefix=[root])["namespaces"] == all_of_them
    assert store.list_namespaces(prefix=[root], suffix=["y"])["namespaces"] == [[root, "a", "y"]]
    assert store.list_namespaces(prefix=[root], max_depth=2)["namespaces"] == [[root, "a"], [root, "b"]]
    assert store.list_namespaces(prefix=[root], limit=1, offset=1)["namespaces"] == [[root, "a", "y"]]


def test_items_live_as_long_as_they_are_told(store, root):
    store.put_item([root], "short", {}, ttl=0.01)
    store.put_item([root], "long", {}, ttl=60)
    item = None
    for _ in range(200):
        item = store.get_item([root], "short", refresh_ttl=False)
        if item is None:
            break
        asyncio.run(asyncio.sleep(0.01))
    assert item is None
    assert keys(store.search_items([root], refresh_ttl=True)) == ["long"]


@pytest.mark.parametrize(
    "call",
    [
        lambda store, root: store.put_item(["langgraph"], "k", {}),
        lambda store, root: store.put_item([], "k", {}),
        lambda store, root: store.put_item([root], "", {}),
        lambda store, root: store.put_item([root], "k", {}, ttl=-1),
        lambda store, root: store.search_items([root], filter={"n": {"$regex": "1"}}),
        lambda store, root: store.search_items([root], limit=10_001),
        lambda store, root: store.list_namespaces(prefix=[root], max_depth=0),
    ],
)
def test_what_is_refused_is_the_sdks_own_error(store, root, call):
    with pytest.raises(BadRequestError) as caught:
        call(store, root)
    assert caught.value.status_code == 400
    assert str(caught.value)


@pytest.mark.parametrize("key", [None, "another-key"])
def test_without_the_key_there_is_nothing(store_of, keyed_server, root, key, monkeypatch):
    for name in ("LANGGRAPH_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    store = store_of(keyed_server.url, key)
    for call in (
        lambda: store.put_item([root], "k", {}),
        lambda: store.get_item([root], "k"),
        lambda: store.delete_item([root], "k"),
        lambda: store.search_items([root]),
        lambda: store.list_namespaces(),
    ):
        with pytest.raises(APIStatusError) as caught:
            call()
        assert isinstance(caught.value, AuthenticationError)
