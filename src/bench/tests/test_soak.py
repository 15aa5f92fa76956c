"""What the soak makes of its readings."""

from __future__ import annotations

import os

import pytest

from bench.soak import command, memory
from bench.soak.memory import Reading

METRICS = """
# HELP jvm_memory_used_bytes The amount of used memory
jvm_memory_used_bytes{area="heap",id="Tenured Gen",} 5.0E7
jvm_memory_used_bytes{area="heap",id="Eden Space",} 2.0E7
jvm_memory_used_bytes{area="nonheap",id="Metaspace",} 4.0E7
jvm_memory_max_bytes{area="heap",id="Tenured Gen",} 7.0E8
jvm_gc_live_data_size_bytes 3.5E7
"""


def readings(*resident: float) -> list[Reading]:
    return [Reading(at, size, 0, 100) for at, size in enumerate(resident)]


def test_the_heap_is_what_the_server_tells() -> None:
    assert memory.of_metrics(METRICS) == pytest.approx((7.0e7, 3.5e7))


def test_a_process_has_resident_memory() -> None:
    assert memory.resident(os.getpid()) > 1e6


def test_quarters_are_of_the_time() -> None:
    assert memory.quarters(readings(1, 1, 2, 2, 3, 3, 9, 9), "resident") == [1, 2, 3, 9]


@pytest.mark.parametrize(
    ("sizes", "flat"), [((10, 100, 100, 114), True), ((100, 100, 100, 120), False), ((200, 100, 90, 80), True)]
)
def test_what_fills_at_first_may_grow_and_what_goes_on_may_not(sizes: tuple[float, ...], flat: bool) -> None:
    assert memory.lines(readings(*sizes))[1] is flat


def test_threads_are_shared_out() -> None:
    options = command.parse(["--threads", "51", "--processes", "2"])
    tasks = command._tasks("http://127.0.0.1:1", options, 1.0)
    assert [one.threads for one in tasks] == [25, 26]
    assert len({one.seed for one in tasks}) == 2


@pytest.mark.usefixtures("built_server")
def test_a_short_soak_reads_everything_back(capsys: pytest.CaptureFixture[str]) -> None:
    command.run(["--minutes", "0.1", "--threads", "4", "--turns", "5", "--every", "0.5"])
    told = capsys.readouterr().out
    assert "each read back" in told
    assert "resident" in told
