"""Medians, goals and documents say what was measured, and what was not."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from bench import everything, goal, publish
from bench.failures import Failures
from bench.goal import Figure, Goal
from bench.plots import Plot, of_summary
from bench.publish import Result
from bench.report import put_section
from bench.samples import Sample, Summary, above_memory

RATE = Figure("put x32", "calls_per_s")
COST = Figure("put x32", "transactions")


def sample(contender: str, value: float, number: int = 1, case: str = "put x32") -> Sample:
    return Sample(case, contender, number, {"calls_per_s": value, "transactions": 100 / value, "seconds": value})


def test_a_summary_is_the_median_and_the_range() -> None:
    told = Summary(sample("holdfast", rate, at) for at, rate in enumerate((10.0, 30.0, 20.0)))
    rate = told.spread("put x32", "holdfast", "calls_per_s")
    assert rate is not None
    assert (rate.median, rate.least, rate.greatest, rate.around) == (20, 10, 30, 0.5)
    assert told.spread("put x32", "holdfast", "nothing") is None


def test_overhead_is_above_the_memory_saver_of_the_same_round() -> None:
    rounds = [sample("memory", 2, 1), sample("holdfast", 5, 1), sample("memory", 3, 2), sample("holdfast", 5, 2)]
    told = [one.figures["overhead"] for one in above_memory(rounds) if one.contender == "holdfast"]
    assert told == [3, 2]


@pytest.mark.parametrize(("ours", "reached"), [(8000.0, True), (7000.0, False)])
def test_goals_compare_with_the_better_peer(ours: float, reached: bool) -> None:
    told = Summary([sample("holdfast", ours), sample("postgres", 1000), sample("postgres-pool", 500)])
    assert goal.times_more("rate", told, RATE, 8).reached is reached
    assert goal.times_fewer("transactions", told, COST, 8).reached is reached
    assert goal.at_most("transactions", told, COST, 0.125).reached is reached
    assert goal.saved("transactions", told, COST, 0.875).reached is reached


def test_a_goal_without_a_measurement_is_neither_reached_nor_missed() -> None:
    told = Summary([sample("holdfast", 1)])
    found = [make("g", told, RATE, 1) for make in (goal.times_more, goal.times_fewer, goal.at_most, goal.saved)]
    assert [one.reached for one in found] == [None] * 4
    assert "not measured" in "\n".join(goal.lines(found))


def test_a_contender_that_fails_is_in_the_report_and_in_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "DOCUMENT", tmp_path / "benchmarks.md")
    monkeypatch.setattr(publish, "PLOTS", tmp_path / "benchmarks")
    samples, failures = [sample("holdfast", 2), sample("postgres", 1)], Failures()
    with failures.noted("SQLite saver, put"):
        raise RuntimeError("it is locked")
    plot = of_summary(Plot("rate", "Rate", "calls/s"), Summary(samples), "calls_per_s", {"put x32": "32"})
    goals = [Goal("fast", True, "2 / 1"), Goal("small", False, "9 MB")]
    told = Result("savers", "Saver calls", "How.", {"machine": "one"}, samples, ["table"], goals, failures, [plot])
    options = argparse.Namespace(json=tmp_path / "target" / "result.json", write=True, quick=True)
    assert publish.publish(options, told) == 1
    text = (tmp_path / "benchmarks.md").read_text()
    assert "its numbers mean nothing" in text
    assert "* SQLite saver, put: RuntimeError: it is locked" in text
    assert "benchmarks/savers-rate.svg" in text and (tmp_path / "benchmarks" / "savers-rate.svg").exists()
    assert [line.split("|")[2].strip() for line in text.splitlines() if "| " in line][1:] == ["yes", "no"]
    assert json.loads(options.json.read_text())["goals"][1]["reached"] is False


def test_all_tells_every_goal_also_of_what_did_not_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ends(arguments: list[str]) -> int:
        result = {"goals": [{"name": "fast", "reached": True, "found": "2"}]}
        Path(arguments[arguments.index("--json") + 1]).write_text(json.dumps(result))
        return 0 if "--quick" in arguments else 1

    def breaks(_arguments: list[str]) -> int:
        raise OSError("no disk")

    assert everything.run({"one": ends}, ["--quick", "--results", str(tmp_path)]) == 0
    assert everything.run({"one": ends, "two": breaks}, ["--quick", "--results", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "one: fast" in told and "two: did not run to its end" in told


def test_a_section_replaces_itself_and_leaves_others(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    for text in ("first text", "second text"):
        put_section(path, "savers", [text])
        path.write_text(path.read_text() + ("\n## Others\n" if text == "first text" else ""))
    put_section(path, "all", ["goals"], first=True)
    told = path.read_text()
    assert told.count("<!-- savers: written by") == 1
    assert "second text" in told and "first text" not in told and "## Others" in told
    assert told.index("# Benchmarks") < told.index("goals") < told.index("second text")
