"""Searches by vector are made, and answers judged rightly. One test needs a built server (HOLDFAST_SERVER_JAR)."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from langgraph.store.memory import InMemoryStore

from bench.samples import Sample, Summary
from bench.store import command
from bench.store.caller import WrongAnswer
from bench.store.vectors.caller import Searcher
from bench.store.vectors.cases import Question, questions
from bench.store.vectors.contenders import EXACT, HOLDFAST, PEER
from bench.store.vectors.goals import goals
from bench.store.vectors.points import DIMENSIONS, Known, Points

POINTS = Points(200, 7)


@pytest.mark.usefixtures("built_server")
def test_a_quick_run_measures_all_three(tmp_path: Path) -> None:
    assert command.run(["--quick", "--only", "vectors", "--json", str(tmp_path / "result.json")]) == 0
    told = json.loads((tmp_path / "result.json").read_text())
    assert told["failures"] == []
    run = {(one["case"], one["contender"]) for one in told["samples"]}
    every = questions([32], ["tasks", "threads"])
    assert run == {(case.name, who) for case in every for who in (PEER, HOLDFAST, EXACT)}
    assert {one["recall"] for one in told["samples"] if one["contender"] == EXACT} == {1.0}
    assert all(one["recall"] > 0.97 for one in told["samples"] if one["contender"] == HOLDFAST)
    compared = [one for one in told["goals"] if "by vector" in one["name"] and "by 32" in one["name"]]
    assert len(compared) == 4 and all(one["reached"] is not None for one in compared)


@pytest.fixture(scope="module")
def store() -> Any:
    made = InMemoryStore(index={"dims": DIMENSIONS, "embed": Known(POINTS), "fields": ["text"]})
    made.batch([*POINTS.puts()])
    return made


@pytest.mark.parametrize("case", questions([1], ["tasks", "threads"]), ids=lambda case: case.name)
def test_a_store_that_compares_everything_has_a_recall_of_one(store: Any, case: Question) -> None:
    searcher = Searcher(store, 0, POINTS, case)
    for _ in range(5):
        assert (asyncio.run(searcher.acall()) if case.way == "tasks" else searcher.call()) > 0
    assert (searcher.hits, searcher.wanted) == (50, 50)


def test_what_is_not_among_the_nearest_is_no_hit(store: Any) -> None:
    searcher = Searcher(store, 0, Points(200, 8), Question("vectors", 1, "threads"))
    for _ in range(5):
        searcher.call()
    assert searcher.hits < searcher.wanted / 2


@pytest.mark.parametrize("call", ["vectors", "vectors_filter"])
def test_an_answer_without_scores_is_noticed(call: str) -> None:
    unindexed = InMemoryStore()
    unindexed.batch([*POINTS.puts()])
    with pytest.raises(WrongAnswer):
        Searcher(unindexed, 0, POINTS, Question(call, 1, "threads")).call()


def test_the_same_seed_gives_the_same_vectors() -> None:
    assert (Points(200, 7).vectors == POINTS.vectors).all()
    assert (Points(200, 8).vectors != POINTS.vectors).any()


@pytest.mark.parametrize(
    ("times", "ours", "theirs", "reached"),
    [
        (1.0, 0.99, 1.0, True),
        (0.9, 1.0, 0.5, False),
        (2.0, 0.98, 1.0, False),
        (1.0, 0.8, 0.8, False),
        (1.0, 0.7, 0.8, False),
    ],
)
def test_a_rate_counts_only_at_the_recall_that_is_asked_for(
    times: float, ours: float, theirs: float, reached: bool
) -> None:
    assert set(told({PEER: (100, theirs, 9), HOLDFAST: (100 * times, ours, 9)}, "no slower")) == {reached}


def test_without_pgvector_less_than_fifty_milliseconds_are_asked_for() -> None:
    assert set(told({EXACT: (1, 1, 49.9)}, "without")) == {True}
    assert set(told({EXACT: (1, 1, 50.0)}, "without")) == {False}
    assert set(told({}, "")) == {None}


def told(sides: dict[str, tuple[float, float, float]], words: str) -> list[bool | None]:
    summary = Summary(
        Sample(case.name, who, 1, {"calls_per_s": rate, "recall": recall, "p50_ms": p50})
        for case in questions([1, 32], ["tasks", "threads"])
        for who, (rate, recall, p50) in sides.items()
    )
    return [one.reached for one in goals(summary) if words in one.name]
