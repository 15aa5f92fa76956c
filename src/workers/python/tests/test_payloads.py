"""Arguments reach the worker's codec and converter as their sender made them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.common import RawValue
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    JSONPlainPayloadConverter,
    PayloadCodec,
)

import driving
from driving import Entry, Stage, batch, payload, report
from holdfast_temporal import HoldfastInterceptor
from watching import Watching
from workflows import Dynamic, Recorder, Relay


class Scrambling(PayloadCodec):
    """Stands for encryption: turns the bytes round, and knows its own by their encoding."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """What Holdfast never does."""
        return [self.scrambled(one) for one in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Leaves what is not scrambled, as the SDK's own samples do."""
        return [self._plain(one) for one in payloads]

    def scrambled(self, one: Payload) -> Payload:
        """As a client with this codec sends it."""
        return Payload(metadata={"encoding": b"test/scrambled"}, data=one.SerializeToString()[::-1])

    def _plain(self, one: Payload) -> Payload:
        scrambled = one.metadata.get("encoding") == b"test/scrambled"
        return Payload.FromString(one.data[::-1]) if scrambled else one


async def test_arguments_that_a_codec_has_encoded_are_decoded_by_the_worker(target: str):
    codec = Scrambling()
    client = await driving.connected(target, DataConverter(payload_codec=codec))
    for mode in ("cached", "uncached"):
        async with Stage(client, mode) as stage:
            handle = await stage.start(Relay.run, [], 2)
            await stage.worker()
            sent = batch("a", 1, Entry("note", [codec.scrambled(payload("1"))]), Entry("note", ["2"]))
            await stage.send(handle, sent)
            await stage.send(handle, sent)
            await stage.send(handle, batch("a", 3, Entry("note", [codec.scrambled(payload("3"))]), Entry("end")))
            assert await handle.result() == ["1", "2", "3"]
            assert await handle.query("holdfast_signals") == report(watermarks={"a": 4})
            await stage.replay_all()


async def test_a_manifest_may_have_gone_through_the_codec(target: str):
    codec = Scrambling()
    client = await driving.connected(target, DataConverter(payload_codec=codec))
    async with Stage(client) as stage:
        handle = await stage.begun(Recorder.run)
        await stage.send(handle, await codec.encode(batch("a", 1, Entry("note", ["1"]), Entry("end"))))
        assert await handle.result() == ["main", "1"]


class OwnJson(CompositePayloadConverter):
    """Writes JSON under a name of its own, and reads that of others."""

    def __init__(self) -> None:
        super().__init__(JSONPlainPayloadConverter(encoding="json/own"), JSONPlainPayloadConverter())


async def test_the_report_is_plain_json_whatever_converter_the_worker_has(target: str):
    client = await driving.connected(target, DataConverter(payload_converter_class=OwnJson))
    async with Stage(client, "unsandboxed") as stage:
        handle = await stage.begun(Recorder.run)
        await stage.send(handle, batch("a", 1, Entry("note", ["1"])))
        raw = await handle.query("holdfast_signals", result_type=RawValue)
        assert raw.payload == payload_of(report(watermarks={"a": 1}))
        await handle.signal("end")
        assert await handle.result() == ["main", "1"]


def payload_of(value: dict) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(value, separators=(",", ":")).encode())


async def test_bytes_nulls_and_large_values_arrive_as_they_were(stage: Stage):
    handle = await stage.begun(Dynamic.run)
    values = [None, "é" * 100_000, {"deep": [1.5, None]}, ""]
    raw = Payload(metadata={"encoding": b"json/plain", "messageType": b"kept"}, data=b" [ 1 ,2]\n")
    await stage.send(handle, batch("a", 1, Entry("mixed", values), Entry("raw", [raw]), Entry("end")))
    assert await handle.result() == [["mixed", *values], ["raw", [1, 2]]]


async def test_the_payloads_of_an_entry_are_verbatim(client: Client):
    """Seen by an interceptor, as a dynamic handler gets raw values."""
    raw = Payload(metadata={"encoding": b"json/plain", "messageType": b"kept"}, data=b" [ 1 ,2]\n")
    watching = Watching()
    async with Stage(client, "unsandboxed", interceptors=[HoldfastInterceptor(), watching]) as stage:
        handle = await stage.begun(Dynamic.run)
        await stage.send(handle, batch("a", 1, Entry("raw", [raw]), Entry("end")))
        await handle.result()
    (_, (name, (value,)), _), _ = watching.saw
    assert (name, value.payload) == ("raw", raw)
