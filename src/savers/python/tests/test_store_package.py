"""How the store presents itself."""

from __future__ import annotations

import copy
import inspect

import pytest
from langgraph.store.base import BaseStore, GetOp
from langgraph.store.memory import InMemoryStore

import langgraph.store.holdfast as package
from langgraph.checkpoint.holdfast import HoldfastError, HoldfastSaver, InvalidRequest
from langgraph.store.holdfast import HoldfastStore, store


def test_every_public_name_exists_and_every_error_is_one_of_ours():
    for name in package.__all__:
        found = getattr(package, name)
        if isinstance(found, type) and issubclass(found, Exception):
            assert issubclass(found, HoldfastError)


def test_it_is_a_store_beside_those_of_langgraph(fake):
    made = HoldfastStore(fake.url)
    assert isinstance(made, BaseStore) and made.supports_ttl and made.ttl_config is None
    assert InMemoryStore().get(("a",), "k") is None


@pytest.mark.parametrize("name", ["get", "search", "put", "delete", "list_namespaces"])
def test_the_calls_are_those_of_langgraph(name):
    for method in (name, "a" + name):
        assert inspect.signature(getattr(HoldfastStore, method)) == inspect.signature(getattr(BaseStore, method))


def test_it_works_in_with_blocks_and_without(fake):
    with HoldfastStore.from_url(fake.url) as made:
        made.setup()
        made.put(("a",), "k", {"n": 1})
    made.put(("a",), "l", {"n": 2})
    assert len(HoldfastStore.from_conn_string(fake.url).search(("a",))) == 2


async def test_it_works_in_async_with_blocks(fake):
    async with HoldfastStore.from_url(fake.url, ttl={"default_ttl": 1.0}) as made:
        await made.asetup()
        await made.aput(("a",), "k", {"n": 1})
        assert (await made.aget(("a",), "k")).value == {"n": 1}


def test_a_saver_gives_a_store_on_its_connection(fake):
    saver = HoldfastSaver(fake.url, timeout=5)
    made = saver.store(ttl={"refresh_on_read": False})
    assert made._connection is saver._connection is HoldfastStore(fake.url + "/")._connection
    assert (made._timeout, saver.store(timeout=1)._timeout) == (5, 1)
    assert made.ttl_config == {"refresh_on_read": False}
    assert copy.copy(made)._connection is saver._connection


def test_an_empty_batch_asks_nobody(fake):
    assert HoldfastStore(fake.url).batch([]) == []
    assert fake.requests == []


def test_the_key_is_sent(fake):
    fake.api_key = "k"
    assert HoldfastStore(fake.url, api_key="k").batch([GetOp(("a",), "k")]) == [None]
    with pytest.raises(HoldfastError) as caught:
        HoldfastStore(fake.url).get(("a",), "k")
    assert caught.value.code == "unauthorized"


async def test_the_factory_of_langgraph_server_reads_the_environment(fake, monkeypatch):
    fake.api_key = "k"
    monkeypatch.setenv("HOLDFAST_URL", fake.url)
    monkeypatch.setenv("HOLDFAST_API_KEY", "k")
    async with store() as made:
        assert await made.aget(("a",), "k") is None
    monkeypatch.delenv("HOLDFAST_URL")
    with pytest.raises(InvalidRequest, match="HOLDFAST_URL"):
        async with store():
            pass


def test_a_url_that_cannot_work_is_refused_at_once():
    with pytest.raises(InvalidRequest):
        HoldfastStore("127.0.0.1:8420")
