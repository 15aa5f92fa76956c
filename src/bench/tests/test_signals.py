"""What the benchmark of signals makes of what it saw. The last test needs a built server and load, and a Temporal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.samples import Sample, Summary
from bench.signals import cases, command, tables
from bench.signals.arrivals import Arrivals, Sent, figures, read_sent
from bench.signals.away import held
from bench.signals.goals import goals
from bench.signals.stage import stream

MS = 1_000_000


def sent(number: int, at_ms: float, took_ms: float, priority: str = "normal", outcome: str = "queued") -> Sent:
    return Sent(number, priority, int(at_ms * MS), int((at_ms + took_ms) * MS), outcome)


def test_what_callers_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / "sent").write_text("7 critical 100 300 delivered\n8 normal 200 250 503\n")
    delivered, refused = read_sent(tmp_path / "sent")
    assert delivered == Sent(7, "critical", 100, 300, "delivered") and delivered.taken
    assert not refused.taken


def test_arrivals_are_read_as_they_come_and_the_first_counts(tmp_path: Path) -> None:
    file = tmp_path / "handled"
    file.write_text("1 100\n2 2")
    arrivals = Arrivals(file)
    arrivals.look()
    assert arrivals.handled == {1: 100}
    with file.open("a") as more:
        more.write("50\n1 900\n")
    arrivals.look()
    assert arrivals.handled == {1: 100, 2: 250}
    assert arrivals.times == {1: 2, 2: 1}


def test_who_never_arrives_is_missing(tmp_path: Path) -> None:
    (tmp_path / "handled").write_text("1 100\n")
    assert Arrivals(tmp_path / "handled").wait([sent(1, 0, 1), sent(2, 0, 1)], 0.1) == {2}


def test_times_are_from_sending_and_from_acceptance_and_rates_to_the_last() -> None:
    signals = [sent(1, 0, 10), sent(2, 500, 20), sent(3, 600, 400, outcome="503")]
    signals += [sent(4, 0, 2, "critical", "delivered")]
    told = figures(signals, {1: 110 * MS, 2: 2000 * MS, 4: 1 * MS})
    assert told["normal_answer_max_ms"] == pytest.approx(20)
    assert told["normal_handler_max_ms"] == pytest.approx(1500)
    assert told["normal_accepted_p50_ms"] == pytest.approx(1480)
    assert told["normal_accepted_per_s"] == pytest.approx(2 / 0.52)
    assert told["normal_handled_per_s"] == pytest.approx(1.0)
    assert (told["normal_sent"], told["normal_handled"]) == (3, 2)
    # The handler may run before the answer is there
    assert told["critical_accepted_max_ms"] == 0 and told["critical_handler_max_ms"] == pytest.approx(1)


def test_streams_are_told_as_the_program_reads_them() -> None:
    assert stream("normal", 32, 1500) == "normal:32:1500:0:1"
    assert stream("normal", 32, most=3200, each=100) == "normal:32:0:3200:100"


def test_a_process_has_threads_and_memory() -> None:
    import os

    found = held(os.getpid())
    assert found.threads >= 1 and found.resident > 1e6


def beside(answer: float, handler: float, accepted: float, rate: float) -> Sample:
    return Sample(
        cases.BESIDE, cases.HOLDFAST, 1,
        {"critical_answer_p95_ms": answer, "critical_handler_p95_ms": handler, "normal_accepted_p95_ms": accepted,
         "normal_accepted_per_s": rate})  # fmt: skip


def reached(samples: list[Sample]) -> dict[str, bool | None]:
    return {one.name: one.reached for one in goals(samples, 60)}


@pytest.mark.parametrize(
    ("sample", "found"),
    [
        (beside(20, 20, 1000, 1500), [True, True, True]),
        (beside(20.1, 19, 999, 1499), [False, True, True]),
        (beside(10, 21, 1001, 1490), [True, False, False]),
        # Callers who fell behind have not shown it
        (beside(10, 10, 10, 1400), [False, False, False]),
    ],
)
def test_goals_beside_normal_signals(sample: Sample, found: list[bool]) -> None:
    assert [*reached([sample]).values()][:3] == found


def test_idle_is_compared_within_each_round() -> None:
    def idle(number: int, ours: float, theirs: float) -> list[Sample]:
        figures = {cases.HOLDFAST: ours, cases.SDK: theirs}
        return [Sample(cases.IDLE, who, number, {"critical_answer_p50_ms": one}) for who, one in figures.items()]

    name = next(one for one in reached([]) if "idle" in one)
    assert reached([*idle(1, 1.3, 1.0), *idle(2, 13, 10), *idle(3, 9, 1)])[name] is True
    assert reached([*idle(1, 1.4, 1.0), *idle(2, 14, 10), *idle(3, 1, 1)])[name] is False
    assert reached(idle(1, 1.0, 1.0)[:1])[name] is None


def test_twenty_times_the_peers_rate_is_wanted_of_either_way() -> None:
    def rate(who: str, value: float) -> Sample:
        return Sample(cases.RATES, who, 1, {"normal_handled_per_s": value})

    samples = [rate(cases.SDK, 100), rate(cases.HOLDFAST, 1999), rate(cases.BATCHED, 2000)]
    found = {name: value for name, value in reached(samples).items() if "20 times" in name}
    assert [*found.values()] == [False, True]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, [True, True, True]),
        ({"refused": 1.0}, [False, True, True]),
        ({"critical_answer_max_ms": 5000.0}, [False, True, True]),
        ({"threads_more": 21.0}, [True, False, True]),
        ({"resident_more_mb": 101.0}, [True, False, True]),
        ({"missing": 1.0}, [True, True, False]),
        ({"dead": 1.0}, [True, True, False]),
        ({"repeated": 1.0}, [True, True, False]),
    ],
)
def test_goals_while_temporal_is_away(change: dict[str, float], found: list[bool]) -> None:
    figures = {
        "refused": 0.0, "critical_answer_p50_ms": 5.0, "critical_answer_p99_ms": 9.0, "critical_answer_max_ms": 2100.0,
        "threads_before": 50.0, "threads_more": 3.0, "resident_before_mb": 400.0, "resident_more_mb": 20.0,
        "missing": 0.0, "dead": 0.0, "repeated": 0.0, "drain_s": 4.0}  # fmt: skip
    told = reached([Sample(f"{cases.AWAY} {cases.PAUSED}", cases.HOLDFAST, 1, figures | change)])
    assert [value for name, value in told.items() if "paused" in name] == found
    assert {value for name, value in told.items() if "killed" in name} == {None}


def test_every_goal_says_when_it_was_not_measured() -> None:
    assert {*reached([]).values()} == {None}


def test_there_is_a_table_for_each_case() -> None:
    samples = [Sample(case, cases.HOLDFAST, 1, {}) for case in cases.TITLES if case != cases.AWAY]
    samples += [Sample(f"{cases.AWAY} {cases.KILLED}", cases.HOLDFAST, 1, {"missing": 0.0})]
    told = "\n".join(tables.lines(Summary(samples)))
    assert all(title in told for title in cases.TITLES.values())
    assert ": killed" in told


@pytest.mark.usefixtures("built_server", "built_load")
def test_a_quick_run_measures_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    assert command.run(["--quick", "--only", "idle", "one", "limit", "--json", str(path)]) == 0
    told = json.loads(path.read_text())
    assert told["failures"] == []
    run = {(one["case"], one["contender"]) for one in told["samples"]}
    assert run == {
        (cases.IDLE, cases.HOLDFAST), (cases.IDLE, cases.SDK), (cases.ONE, cases.HOLDFAST),
        (cases.LIMIT, cases.HOLDFAST), (cases.LIMIT, cases.HOLDFAST_SINGLE)}  # fmt: skip
    found = {one["name"]: one["reached"] for one in told["goals"]}
    assert [value for name, value in found.items() if "to one workflow" in name or "envelope off" in name] == [True] * 3
