"""Graphs run on every contender and leave the same behind. The first test needs a built server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from bench.graphs import command, contents
from bench.graphs.shapes import Shape, shapes

CHECKPOINTS = {"fanout-5": 3 + 14 * 5, "agents-4": 5 * 4}


@pytest.mark.usefixtures("built_server")
def test_a_quick_run_finds_the_same_checkpoints_with_every_contender(tmp_path: Path) -> None:
    assert command.run(["--quick", "--json", str(tmp_path / "result.json")]) == 0
    told = json.loads((tmp_path / "result.json").read_text())
    assert told["failures"] == []
    for case, checkpoints in CHECKPOINTS.items():
        by = {one["contender"]: one for one in told["samples"] if one["case"] == case}
        assert set(by) == {"postgres", "postgres-pool", "holdfast", "sqlite", "memory"}
        assert {one["checkpoints"] for one in by.values()} == {checkpoints}
        assert by["postgres"]["transactions"] == by["postgres-pool"]["transactions"] > checkpoints
        assert by["postgres"]["rows"] == by["postgres-pool"]["rows"] > by["postgres"]["transactions"]
        assert 0 < by["holdfast"]["transactions"] < by["postgres"]["transactions"]
        assert by["holdfast"]["rows"] > 0
    assert (tmp_path / "graphs-rows.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize("shape", [one for one in shapes(False) if one.name in ("fanout-10", "wide-25x300")])
def test_a_shape_is_the_same_for_the_same_seed_only(shape: Shape) -> None:
    async def held(seed: int) -> Any:
        saver = InMemorySaver()
        return await contents.told(saver, await shape.run(saver, "t", seed))

    async def thrice() -> Any:
        return await held(1), await held(1), await held(2)

    one, same, other = asyncio.run(thrice())
    assert one == same != other
    assert one.total() == other.total()


def test_a_lost_checkpoint_and_a_lost_write_are_noticed() -> None:
    async def lose() -> None:
        saver = InMemorySaver()
        threads = await shapes(True)[0].run(saver, "t", 1)
        before = await contents.told(saver, threads)
        writes = next(key for key, value in saver.writes.items() if value)
        del saver.writes[writes]
        without_write = await contents.told(saver, threads)
        assert without_write != before and without_write.total() == before.total()
        namespace = next(iter(saver.storage["t"]))
        saver.storage["t"][namespace].popitem()
        assert (await contents.told(saver, threads)).total() == before.total() - 1

    asyncio.run(lose())
