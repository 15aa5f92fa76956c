"""The benchmark runs, and its parts say what they should. The first test needs a built server (HOLDFAST_SERVER_JAR)."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from bench.report import put_section
from bench.savers import command, document, options, verify
from bench.savers.caller import Caller
from bench.savers.goals import goals
from bench.savers.sample import Sample, percentile
from bench.savers.states import States
from bench.savers.summary import summarise
from bench.savers.table import losses


def sample(contender: str, rate: float, number: int = 1) -> Sample:
    return Sample("put x32", contender, number, 9, 1.0, rate, 1.0, 100 / rate, 1, 1, 1, 1 / rate, None, 1, 2)


@pytest.mark.skipif(not options.parse([]).server_jar.exists(), reason="the server is not built")
def test_a_quick_run_measures_every_contender_and_counts_writes_exactly(tmp_path: Path) -> None:
    assert command.run(["--quick", "--json", str(tmp_path / "result.json")]) == 0
    told = json.loads((tmp_path / "result.json").read_text())
    put = {one["contender"]: one for one in told["samples"] if one["case"] == "put x32"}
    assert set(put) == {"postgres", "postgres-pool", "holdfast", "memory"}
    assert put["postgres"]["transactions"] == 1.0
    assert put["holdfast"]["transactions"] == pytest.approx(put["holdfast"]["group_commits"], rel=0.2)
    assert all(one["transactions"] == 0 for one in told["samples"] if one["case"].startswith("get"))


def test_the_same_seed_gives_the_same_states_and_no_state_twice() -> None:
    one, other = States(7), States(7)
    first = [one.text(4096) for _ in range(50)]
    assert first == [other.text(4096) for _ in range(50)]
    assert len(set(first)) == 50
    assert all(4000 < len(text) <= 4096 for text in first)


def test_a_lost_write_is_noticed() -> None:
    async def lose() -> None:
        saver = InMemorySaver()
        caller = Caller(saver, "t", States(1))
        await caller.put()
        await caller.pair()
        await verify.readable(saver, [caller])
        saver.storage.clear()
        with pytest.raises(verify.LostWrite):
            await verify.readable(saver, [caller])

    asyncio.run(lose())


def test_a_summary_is_the_median_and_the_range() -> None:
    told = summarise([sample("holdfast", rate, at) for at, rate in enumerate((10.0, 30.0, 20.0))])
    rate = told["put x32"]["holdfast"]["calls_per_s"]
    assert (rate.median, rate.least, rate.greatest, rate.around) == (20, 10, 30, 0.5)


@pytest.mark.parametrize(("ours", "reached"), [(3000.0, True), (2000.0, False)])
def test_goals_compare_with_the_better_peer(ours: float, reached: bool) -> None:
    told = summarise([sample("holdfast", ours), sample("postgres", 1000), sample("postgres-pool", 500)])
    found = {goal.name: goal.reached for goal in goals(told, 300_000_000)}
    assert found["put by 32 threads: at least 3 times the better peer's calls/s"] is reached
    assert found["peak memory of the server below 400 MB"]


def test_losses_are_told() -> None:
    told: Any = summarise([sample("holdfast", 100), sample("postgres", 200), sample("postgres-pool", 90)])
    assert [line.split(":")[1].strip() for line in losses(told)] == [
        "Postgres saver, one connection 200.00 calls/s, Holdfast 100.00",
        "Postgres saver, one connection 0.50 ms p99, Holdfast 1.00",
    ]


def test_a_section_replaces_itself_and_leaves_others(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    for text in ("one", "two"):
        put_section(path, "savers", document.section({"machine": text}, {"rounds": 5, "seconds": 2.0}, ["table"]))
        path.write_text(path.read_text() + ("\n## Others\n" if text == "one" else ""))
    told = path.read_text()
    assert told.count("<!-- savers: written by") == 1
    assert "two" in told and "one\n" not in told.split("## Others")[0].split("machine")[1]
    assert "## Others" in told


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 3.0
    assert percentile([1.0], 0.99) == 1.0
