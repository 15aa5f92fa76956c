"""Stores are called and answer rightly. The first test needs a built server (HOLDFAST_SERVER_JAR)."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from langgraph.store.base import PutOp
from langgraph.store.memory import InMemoryStore

from bench.samples import Sample, Summary
from bench.store import command, memories
from bench.store.caller import Caller, WrongAnswer
from bench.store.cases import CALLS, PUTS, WAYS, Case, cases
from bench.store.goals import goals
from bench.store.memories import Memories
from bench.store.run import Run


@pytest.mark.usefixtures("built_server")
def test_a_quick_run_measures_both_stores_and_loses_nothing(tmp_path: Path) -> None:
    assert command.run(["--quick", "--only", *CALLS, "--json", str(tmp_path / "result.json")]) == 0
    told = json.loads((tmp_path / "result.json").read_text())
    assert told["failures"] == []
    run = {(one["case"], one["contender"]) for one in told["samples"]}
    assert run == {(case.name, who) for case in every(32) for who in ("postgres-pool", "holdfast")}
    assert all(one["calls"] >= 32 and one["client_cpu_us"] >= 0 for one in told["samples"])
    many = [one for one in told["goals"] if "by 32" in one["name"]]
    assert len(many) == 10 and all(one["reached"] is not None for one in many)
    assert (tmp_path / "store-tasks.svg").read_text().count("Postgres store, pool of 10") == 1


class Slow:
    """Takes longer than there is time."""

    def call(self) -> float:
        return 0.01

    async def acall(self) -> float:
        await asyncio.sleep(0.01)
        return 0.01


def test_each_caller_calls_at_least_once() -> None:
    callers = [Slow() for _ in range(32)]
    assert len(asyncio.run(Run._drive(callers, 1e-9))) == 32
    with ThreadPoolExecutor(32) as pool:
        assert len(Run._together(pool, callers, 1e-9)) == 32


def every(callers: int) -> list[Case]:
    return cases([callers], [*CALLS], [*WAYS])


def filled() -> Any:
    store = InMemoryStore()
    store.batch([PutOp(*one) for one in Memories(7).all()])
    return store


@pytest.fixture(scope="module")
def store() -> Any:
    return filled()


@pytest.mark.parametrize("case", every(1), ids=lambda case: case.name)
def test_every_call_is_answered_as_expected_by_langgraphs_own_store(store: Any, case: Case) -> None:
    caller = Caller(store, f"{case.name}.test", Memories(8), case)
    for _ in range(3):
        assert (asyncio.run(caller.acall()) if case.way == "tasks" else caller.call()) > 0
    assert caller.puts == 3 * PUTS.get(case.call, 0)
    if caller.last is not None:
        namespace, key, value = caller.last
        assert store.get(namespace, key).value == value


@pytest.mark.parametrize("call", ["get", "gets", "mixed", "search", "search_all", "namespaces"])
def test_a_wrong_answer_is_noticed(call: str) -> None:
    caller = Caller(InMemoryStore(), "test", Memories(8), Case(call, 1, "threads"))
    with pytest.raises(WrongAnswer):
        caller.call()


def test_the_same_seed_gives_the_same_memories_and_filters_find_as_many_as_they_say() -> None:
    assert [*Memories(7).all()] == [*Memories(7).all()]
    assert [*Memories(7).all()] != [*Memories(8).all()]
    store = filled()
    for kind in memories.KINDS:
        found = store.search(memories.namespace(3), filter=memories.some(kind), limit=100)
        assert len(found) == memories.FOUND
        # Where weights are compared as text, as the peer does, they are the same
        assert all(str(one.value["weight"]) >= str(memories.HEAVY) for one in found)


def test_goals_are_reached_at_three_times_where_that_is_asked_for_and_at_once_elsewhere() -> None:
    def told(times: float) -> dict[str, bool | None]:
        rates = {"postgres-pool": 100.0, "holdfast": 100 * times}
        summary = Summary(
            Sample(case.name, who, 1, {"calls_per_s": rate}) for case in every(32) for who, rate in rates.items()
        )
        return {one.name: one.reached for one in goals(summary) if "by 32" in one.name}

    assert all(told(3.0).values())
    assert not any(told(0.9).values())
    assert {name for name, reached in told(1.0).items() if not reached} == {
        name for name in told(1.0) if "3 times" in name
    }
    assert {one.reached for one in goals(Summary([]))} == {None}
