"""The benchmark runs, and its parts say what they should. The first test needs a built server (HOLDFAST_SERVER_JAR)."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from bench.samples import Sample, Summary
from bench.savers import command, verify
from bench.savers.caller import Caller
from bench.savers.cases import LITTLE, Case
from bench.savers.meter import percentile
from bench.savers.states import States
from bench.savers.table import losses

PUT = Case("put", 32)


@pytest.mark.usefixtures("built_server")
def test_a_quick_run_measures_every_contender_and_counts_writes_exactly(tmp_path: Path) -> None:
    assert command.run(["--quick", "--json", str(tmp_path / "result.json")]) == 0
    told = json.loads((tmp_path / "result.json").read_text())
    assert told["failures"] == []
    for case in ("put x32", "put x32 1%"):
        put = {one["contender"]: one for one in told["samples"] if one["case"] == case}
        assert set(put) == {"postgres", "postgres-pool", "holdfast", "sqlite", "memory"}
        assert put["postgres"]["transactions"] == 1.0
        assert put["holdfast"]["transactions"] == pytest.approx(put["holdfast"]["group_commits"], rel=0.2)
        assert "transactions" not in put["memory"]
    gets = [one for one in told["samples"] if one["case"].startswith("get") and "transactions" in one]
    assert len(gets) == 3 and all(one["transactions"] == 0 for one in gets)


def test_the_same_seed_gives_the_same_states_and_no_state_twice() -> None:
    one, other = States(7), States(7)
    first = [one.text(4096) for _ in range(50)]
    assert first == [other.text(4096) for _ in range(50)]
    assert len(set(first)) == 50
    assert all(4000 < len(text) <= 4096 for text in first)


@pytest.mark.parametrize("size", [1024, 4096, 65536])
def test_a_little_change_is_a_contiguous_hundredth(size: int) -> None:
    states = States(7)
    old = states.messages(size)
    for _ in range(20):
        new = states.changed(old, LITTLE)
        before, after = ("".join(one["content"] for one in messages) for messages in (old, new))
        places = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        assert 0 < places[-1] - places[0] + 1 <= round(len(before) * LITTLE)
        old = new


def test_a_lost_write_is_noticed() -> None:
    async def lose() -> None:
        saver = InMemorySaver()
        caller = Caller(saver, "t", States(1), PUT)
        await caller.put()
        await caller.pair()
        await verify.readable(saver, [caller])
        saver.storage.clear()
        with pytest.raises(verify.LostWrite):
            await verify.readable(saver, [caller])

    asyncio.run(lose())


def test_losses_are_told() -> None:
    rates = {"holdfast": 100.0, "postgres": 200.0, "postgres-pool": 90.0}
    told = Summary(
        Sample("put x32", who, 1, {"calls_per_s": rate, "p99_ms": 100 / rate}) for who, rate in rates.items()
    )
    assert [line.split(":")[1].strip() for line in losses(told, {"put x32": "put"})] == [
        "Postgres saver, one connection 200.00 calls/s, Holdfast 100.00",
        "Postgres saver, one connection 0.50 ms p99, Holdfast 1.00",
    ]


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 3.0
    assert percentile([1.0], 0.99) == 1.0
