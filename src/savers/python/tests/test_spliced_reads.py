"""Reads bring of large values what differs from those that are held, or from others of the same page."""

from __future__ import annotations

import asyncio

import ormsgpack
import pytest

from fake_state import FakeState
from langgraph.checkpoint.holdfast import HoldfastSaver, ServerFault, _kept, _pages
from langgraph.checkpoint.holdfast._pages import Pages
from langgraph.checkpoint.holdfast._splices import DamagedSplice, checksum_of
from samples import Chain, config, messages, operations

DAMAGES = {
    "another checksum": lambda splice: splice.update(checksum=bytes(16)),
    "another length": lambda splice: splice.update(length=splice["length"] - 1),
    "other parts": lambda splice: splice.update(parts=splice["parts"][:-1]),
    "no parts": lambda splice: splice.pop("parts"),
}
DAMAGES_OF_A_BASE = {
    "an unknown base": lambda splice: splice.update(base={"version": "x", "checksum": bytes(16)}),
    "a base of another checksum": lambda splice: splice["base"].update(checksum=bytes(16)),
}


class Damaging(FakeState):
    """Tells splices that are wrong."""

    damage = None

    def get_tuple(self, **fields):
        result = ormsgpack.unpackb(ormsgpack.packb(super().get_tuple(**fields)))
        return self.damaged(result, (result["tuple"] or {}).get("values", {}).values())

    def list(self, **fields):
        result = ormsgpack.unpackb(ormsgpack.packb(super().list(**fields)))
        return self.damaged(result, result["values"])

    def damaged(self, result, values):
        for value in values:
            if "base" in value and self.damage:
                self.damage(value)
        return result


@pytest.fixture
def fake(fake):
    fake.state = Damaging()
    return fake


@pytest.fixture
def writer(fake):
    return Chain(HoldfastSaver(fake.url, cache_bytes=1_000_000))


@pytest.fixture
def reader(fake, calling):
    """Shares nothing with the writer."""
    return calling(HoldfastSaver(fake.url))


def read(saver, checkpoint_id=None):
    return saver.get_tuple(config("t", checkpoint_id)).checkpoint["channel_values"]


def told(fake):
    """The last tuple that the server told, and its size."""
    result = fake.results[-1][0]
    return result["tuple"]["values"], len(ormsgpack.packb(result))


def test_a_newer_value_comes_as_what_differs_from_the_one_that_is_held(fake, writer, reader):
    writer.put(a=messages(200))
    read(reader)
    writer.put(a=messages(201))

    assert read(reader) == {"a": messages(201)}
    values, size = told(fake)
    assert "base" in values["a"] and size < 1500
    assert read(reader) == {"a": messages(201)}
    assert told(fake)[0] == {}


def test_an_older_value_does_as_well(fake, writer, reader):
    old = writer.put(a=messages(200))["configurable"]["checkpoint_id"]
    writer.put(a=messages(201))
    read(reader)

    assert read(reader, old) == {"a": messages(200)}
    assert "base" in told(fake)[0]["a"]


def test_what_was_made_of_a_base_is_one(fake, writer, reader):
    for count in (100, 101, 102):
        writer.put(a=messages(count))
        read(reader)
    Chain.put(writer, reader, a=messages(103))

    assert "base" in operations(fake)[-1]["values"]["a"] and len(operations(fake)) == 4
    assert read(reader) == {"a": messages(103)}


def test_only_who_holds_something_asks_for_splices(fake, writer, reader):
    writer.put(a=messages(100))
    read(reader)
    read(reader)
    read(HoldfastSaver(fake.url, cache_bytes=0))

    assert [op.get("splices", False) for op in operations(fake, "get_tuple")] == [False, True, False]


@pytest.mark.parametrize("damage", {**DAMAGES, **DAMAGES_OF_A_BASE})
def test_a_damaged_splice_is_read_whole(fake, writer, reader, damage, caplog):
    writer.put(a=messages(100), b=messages(50))
    read(reader)
    writer.put(a=messages(101))
    fake.state.damage = {**DAMAGES, **DAMAGES_OF_A_BASE}[damage]

    assert read(reader) == {"a": messages(101), "b": messages(50)}
    assert "known" not in operations(fake, "get_tuple")[-1]
    assert "thread_id=t" in caplog.text and "message 1 " not in caplog.text
    # Nothing that is wrong is held.
    fake.state.damage = None
    assert read(reader) == {"a": messages(101), "b": messages(50)}
    assert told(fake)[0] == {}


def test_a_splice_for_one_who_holds_nothing_is_the_servers_fault(fake, writer, reader, monkeypatch):
    writer.put(a=messages(100))
    splice = {"type": "msgpack", "base": {"version": 1, "checksum": b""}, "parts": [], "length": 0, "checksum": b""}
    answer = {"tuple": {**fake.state.get_tuple(thread_id="t")["tuple"], "values": {"a": splice}}}
    monkeypatch.setattr(fake.state, "get_tuple", lambda **_: answer)

    with pytest.raises(ServerFault, match="does not hold"):
        read(reader)
    assert len(operations(fake, "get_tuple")) == 1


@pytest.mark.parametrize("page", [1000, 7])
def test_a_list_brings_each_value_once_and_of_a_growing_one_what_differs(fake, writer, reader, page):
    fake.state.page = page
    for count in range(100, 130):
        writer.put(a=messages(count), b=count)
        writer.put(b=-count)

    found = reader.list(config("t"))

    assert [t.checkpoint["channel_values"] for t in found] == [
        {"a": messages(count), "b": b} for count in reversed(range(100, 130)) for b in (-count, count)
    ]
    pages = [r[0] for r in fake.results if "cursor" in r[0]]
    whole = [v for p in pages for v in p["values"] if "base" not in v and len(v["bytes"]) > 1000]
    assert len(whole) == len(pages) and all(op["splices"] for op in operations(fake, "list"))


def test_branches_may_use_one_version_for_different_values(fake, writer, reader):
    versions = writer.versions
    for count in (100, 200):
        writer.parent, writer.versions = None, dict(versions)
        writer.put(a=messages(count))
        for key, row in fake.state.rows.items():
            fake.state.rows[key] = {**row, "channel_versions": {"a": 1}}

    assert [len(t.checkpoint["channel_values"]["a"]) for t in reader.list(config("t"))] == [200, 100]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_splice_of_a_page_is_the_servers_fault(fake, writer, reader, damage):
    for count in (100, 101):
        writer.put(a=messages(count))
    fake.state.damage = DAMAGES[damage]

    with pytest.raises(ServerFault):
        reader.list(config("t"))


def page_of(values, tuples):
    """What `Pages` makes of a page whose tuples have these indices as the value of `a`."""
    result = {"tuples": [{"values": {"a": index}} for index in tuples], "values": values, "cursor": None}
    return Pages(None, None, None, None, 1.0).take(result)


def whole(data):
    return {"type": "t", "bytes": data}


def spliced(base, data, parts):
    return {"type": "t", "base": base, "parts": parts, "length": len(data), "checksum": checksum_of(data)}


def chain_of(length):
    return [whole(b"0")] + [spliced(n, b"%d" % n, [b"%d" % n]) for n in range(length)]


@pytest.mark.parametrize("base", [1, 2, -1, None, "0", True])
def test_a_base_that_does_not_come_before_is_the_servers_fault(base):
    page = page_of([whole(b"0"), spliced(base, b"1", [b"1"]), whole(b"2")], [0, 1, 2])
    with pytest.raises(DamagedSplice):
        list(page)


def test_a_page_may_be_one_long_chain_of_which_the_end_is_wanted_first():
    assert [t["values"]["a"]["bytes"] for t in page_of(chain_of(5000), [5000, 0, 17])] == [b"4999", b"0", b"16"]


def test_each_value_of_a_page_is_made_once_and_not_held_longer_than_it_is_needed(monkeypatch):
    made, real = [], _pages.rebuilt
    monkeypatch.setattr(_pages, "rebuilt", lambda *args: made.append(args) or real(*args))
    values = chain_of(50)
    most = 0
    for _ in page_of(values, [n // 2 for n in range(102)]):
        most = max(most, sum(value is not None and "bytes" in value for value in values))

    assert len(made) == 50 and most <= 2
    assert values == [None] * 51


def test_what_was_told_by_its_checksum_is_not_hashed_again(fake, writer, monkeypatch):
    hashed, real = [], _kept.checksum_of
    reader = HoldfastSaver(fake.url)
    writer.put(a=messages(100))
    read(reader)
    monkeypatch.setattr(_kept, "checksum_of", lambda data: hashed.append(len(data)) or real(data))
    for count in range(101, 105):
        Chain.put(writer, HoldfastSaver(fake.url, cache_bytes=0), a=messages(count))
        read(reader)

    assert len(hashed) == 1


async def test_readers_of_one_thread_at_once_each_get_what_is_there(fake, writer):
    savers = [HoldfastSaver(fake.url), HoldfastSaver(fake.url, cache_bytes=500_000)]
    ids = [writer.put(a=messages(count))["configurable"]["checkpoint_id"] for count in range(100, 110)]

    async def reads(number):
        for turn in range(20):
            at = (number * 7 + turn * 3) % 10
            found = await savers[number % 2].aget_tuple(config("t", ids[at]))
            assert found.checkpoint["channel_values"] == {"a": messages(100 + at)}

    await asyncio.gather(*(reads(number) for number in range(10)))
    assert sum("base" in v for r in fake.results for one in r for v in tuple_values(one)) > 20


def tuple_values(result):
    return result["tuple"]["values"].values() if "tuple" in result else ()
