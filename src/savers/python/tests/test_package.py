"""How the package presents itself."""

from __future__ import annotations

import inspect

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.conformance.capabilities import Capability, DetectedCapabilities

import langgraph.checkpoint.holdfast as package
from fake_state import FakeState
from langgraph.checkpoint.holdfast import HoldfastError, HoldfastSaver, InvalidRequest, checkpointer
from langgraph.checkpoint.holdfast._versions import next_version
from langgraph.checkpoint.holdfast.transport.endpoint import Endpoint
from samples import config, put


def test_every_capability_is_defined_on_the_class(fake):
    assert DetectedCapabilities.from_instance(HoldfastSaver(fake.url)).detected == set(Capability)
    for name in ("get_delta_channel_history", "aget_delta_channel_history", "get_next_version"):
        assert getattr(HoldfastSaver, name) is not getattr(BaseCheckpointSaver, name)


@pytest.mark.parametrize("name", ["put_writes", "aput_writes"])
def test_task_path_is_in_the_signature(name):
    assert "task_path" in inspect.signature(getattr(HoldfastSaver, name)).parameters


def test_every_public_name_exists_and_every_error_is_one_of_ours():
    for name in package.__all__:
        found = getattr(package, name)
        if isinstance(found, type) and issubclass(found, Exception):
            assert issubclass(found, HoldfastError)


def test_it_works_in_with_blocks_and_without(fake):
    with HoldfastSaver.from_url(fake.url) as saver:
        saver.setup()
        put(saver, "t", {"a": 1})
    put(saver, "t", {"a": 2})
    assert len(list(HoldfastSaver.from_conn_string(fake.url).list(config("t")))) == 2


async def test_it_works_in_async_with_blocks(fake):
    async with HoldfastSaver.from_url(fake.url) as saver:
        await saver.asetup()
        assert await saver.aget_tuple(config("t")) is None


async def test_the_factory_of_langgraph_server_reads_the_environment(fake, monkeypatch):
    fake.api_key = "k"
    monkeypatch.setenv("HOLDFAST_URL", fake.url)
    monkeypatch.setenv("HOLDFAST_API_KEY", "k")
    async with checkpointer() as saver:
        assert await saver.aget_tuple(config("t")) is None
    monkeypatch.delenv("HOLDFAST_URL")
    with pytest.raises(InvalidRequest, match="HOLDFAST_URL"):
        async with checkpointer():
            pass


@pytest.mark.parametrize("url", ["127.0.0.1:8420", "ftp://x", "http://", "http://key@host"])
def test_a_url_that_cannot_work_is_refused_at_once(url):
    with pytest.raises(InvalidRequest):
        HoldfastSaver(url)


def test_the_url_may_have_a_path_and_an_ipv6_host():
    endpoint = Endpoint("http://[::1]:8420/holdfast")
    assert (endpoint.host, endpoint.port) == ("::1", 8420)
    assert endpoint.head("GET", "/v1", None).startswith(b"GET /holdfast/v1 HTTP/1.1\r\nHost: [::1]:8420\r\n")


@pytest.mark.parametrize("current", [None, 3, 3.0, "00000000000000000000000000000003.0.5"])
def test_a_next_version_continues_the_count_and_is_no_others(current):
    made = {next_version(current) for _ in range(100)}
    assert len(made) == 100
    assert {v.split(".")[0] for v in made} == {f"{1 if current is None else 4:032}"}


def test_a_name_that_cannot_travel_is_refused_here(fake):
    saver = HoldfastSaver(fake.url)
    with pytest.raises(InvalidRequest):
        saver.get_tuple(config("lone \ud800 surrogate"))
    with pytest.raises(InvalidRequest):
        put(saver, "t", versions={"a": 2**70}, new={})
    with pytest.raises(InvalidRequest):
        saver.get_tuple(config(None))
    with pytest.raises(KeyError):
        saver.get_tuple({"configurable": {}})
    assert fake.batches == []


def test_list_fetches_no_page_that_nobody_asks_for(fake):
    fake.state = FakeState(page=2)
    saver = HoldfastSaver(fake.url)
    for n in range(5):
        put(saver, "t", {"n": n})
    before = len(fake.batches)
    pages = saver.list(config("t"))
    assert len(fake.batches) == before
    next(pages)
    assert len(fake.batches) == before + 1
    assert len(list(pages)) == 4 and len(fake.batches) == before + 3
