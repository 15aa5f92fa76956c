"""The demo, against a running server: HOLDFAST_TEST_URL, HOLDFAST_TEST_API_KEY."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def url() -> str:
    """The running server. `scripts/counted.py` makes a skip in CI a failure."""
    return os.environ.get("HOLDFAST_TEST_URL") or pytest.skip("HOLDFAST_TEST_URL is not set")


def run(url: str, module: str = "demo") -> subprocess.CompletedProcess[str]:
    key = os.environ.get("HOLDFAST_TEST_API_KEY", "")
    environment = {**os.environ, "HOLDFAST_URL": url, "HOLDFAST_API_KEY": key}
    command = [sys.executable, "-m", module]
    return subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def told(url: str) -> subprocess.CompletedProcess[str]:
    return run(url)


def test_it_ends_well(told: subprocess.CompletedProcess[str]) -> None:
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Everything above was checked" in told.stdout


def test_it_shows_each_part(told: subprocess.CompletedProcess[str]) -> None:
    assert told.stdout.count("[ok]") == 15
    for part in (
        "signal 9",
        "ran once in all",
        "only it had been cut off",
        "waits for a human",
        "original branch is unchanged",
    ):
        assert part in told.stdout


def test_it_fits_a_terminal_and_has_no_colours(told: subprocess.CompletedProcess[str]) -> None:
    assert "\033" not in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 80


def test_without_a_server_it_says_so_and_fails() -> None:
    told = run("http://127.0.0.1:9")
    assert told.returncode == 1
    assert "Is it running?" in told.stderr


def test_the_assistant_remembers_across_threads(url: str) -> None:
    told = run(url, "demo.memory")
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("[ok]") == 6
    assert max(map(len, told.stdout.splitlines())) <= 80


def test_the_assistant_says_so_without_a_server() -> None:
    told = run("http://127.0.0.1:9", "demo.memory")
    assert told.returncode == 1
    assert "Is it running?" in told.stderr


def test_a_burst_of_signals_reaches_its_workflow() -> None:
    if not os.environ.get("HOLDFAST_APP"):
        pytest.skip("HOLDFAST_APP is not set")
    # What a slow machine does not change: here others may join for longer, and Temporal may take longer, than usual.
    times = {"LINGER_NORMAL": "2s", "CRITICAL_TIMEOUT": "10s", "CALL_TIMEOUT": "10s"}
    environment = {**os.environ, **{f"HOLDFAST_SIGNALS_{name}": told for name, told in times.items()}}
    command = [HOME.parents[1] / "holdfast", "demo", "signals"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("[ok]") == 8
    assert told.stdout.count("to the handler: p50") == 4
    assert "1010 of its" in told.stdout
    assert "\033" not in told.stdout


def test_the_burst_says_so_without_a_temporal() -> None:
    environment = {**os.environ, "HOLDFAST_TEMPORAL_TARGET": "127.0.0.1:9"}
    command = [sys.executable, "-m", "demo.signals"]
    told = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, timeout=120)
    assert told.returncode == 1
    assert "Is it running?" in told.stderr
