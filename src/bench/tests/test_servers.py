"""Benchmarks of several processes, idle threads and forgetful servers run. They need a built server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.disk import cases
from bench.disk import command as disk
from bench.idle import command as idle
from bench.several import command as several

pytestmark = pytest.mark.usefixtures("built_server")


def quick(run: Callable[[list[str]], int], directory: Path) -> Any:
    assert run(["--quick", "--json", str(directory / "result.json")]) == 0
    return json.loads((directory / "result.json").read_text())


def test_every_process_of_every_contender_finds_what_it_wrote(tmp_path: Path) -> None:
    told = quick(several.run, tmp_path)
    by = {(one["case"], one["contender"]): one for one in told["samples"]}
    contenders = ("postgres", "postgres-pool", "holdfast", "sqlite")
    assert set(by) == {(case, one) for case in ("put x4", "put x4 1%") for one in contenders}
    assert all(one["calls_per_s"] > 0 for one in by.values())


def test_a_saver_of_its_own_is_a_connection_of_its_own_but_not_with_holdfast(tmp_path: Path) -> None:
    told = quick(idle.run, tmp_path)
    by = {(one["case"], one["contender"]): one for one in told["samples"]}
    assert {one["threads"] for one in by.values()} == {20}
    assert by["shared", "postgres"]["connections"] == 1
    assert by["shared", "postgres-pool"]["connections"] == 10
    assert by["own", "postgres"]["connections"] == 20
    assert 0 < by["own", "holdfast"]["connections"] < 20


def test_a_server_that_forgets_keeps_every_conversation(tmp_path: Path) -> None:
    told = quick(disk.run, tmp_path)
    by = {one["case"]: one for one in told["samples"]}
    assert {cases.ONE, cases.RESTARTED, cases.MANY} <= set(by)
    assert by[cases.ONE]["head_bytes"] == by[cases.RESTARTED]["head_bytes"] > 0
    many = [by[case]["head_bytes"] for case in (cases.MANY, cases.SMALL_CACHE, cases.SMALL_CACHES) if case in by]
    assert len(set(many)) == 1 and len(many) in (1, 3)
    assert all(one["disk_bytes"] > 0 for one in by.values())
    assert [one["reached"] is not None for one in told["goals"]] == [True, len(many) == 3, len(many) == 3]
