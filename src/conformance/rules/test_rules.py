"""A workflow hears of a LangGraph thread that asks, strands and is finished: once of each, with no state."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request

from rules.agent import WORKING, agent
from rules.watching import SUITES
from support.processes import end
from support.samples import config
from support.waiting import eventually

HEARD_WITHIN = 60.0
# Longer than the time of the rule, the time between scans and that of a delivery together.
QUIET = 15.0


def act(url: str, thread: str, step: str) -> None:
    subprocess.run([sys.executable, "-m", "rules.agent", url, thread, step], cwd=SUITES, check=True, timeout=60)


def act_and_die(url: str, thread: str, step: str) -> None:
    """SIGKILL in the middle of a node."""
    command = [sys.executable, "-m", "rules.agent", url, thread, step, "hang"]
    with subprocess.Popen(command, cwd=SUITES, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().strip() == WORKING
        end(process.pid, signal.SIGKILL)


def head(url: str, thread: str) -> str:
    return agent(url).get_state(config(thread)).config["configurable"]["checkpoint_id"]


def test_a_workflow_hears_of_each_state_once(ruled, watching, thread):
    workflow = f"watch-{thread}"
    watching.watch(workflow)
    heads = []

    def hears(count: int) -> None:
        eventually(lambda: len(watching.heard(workflow)) >= count, HEARD_WITHIN, f"{count} signals", every=0.2)
        heads.append(head(ruled.url, thread))

    act(ruled.url, thread, "start")
    hears(1)
    act_and_die(ruled.url, thread, "answer")
    hears(2)
    act_and_die(ruled.url, thread, "go-on")
    time.sleep(QUIET)
    act(ruled.url, thread, "go-on")
    hears(3)
    time.sleep(QUIET)

    heard = watching.heard(workflow)
    assert [name for name, _ in heard] == ["asks", "stuck", "done"]
    assert [reference["checkpoint_id"] for _, reference in heard] == heads
    assert [reference["progress"] for _, reference in heard] == ["interrupted", "pending", "finished"]
    assert "secret" not in json.dumps(heard)
    for name, reference in heard:
        assert reference.pop("incarnation", 1) > 0
        assert (reference.pop("task_id", None) is not None) == (name == "asks")
        assert set(reference) == {
            "rule", "when", "progress", "heuristic", "thread_id", "checkpoint_ns", "checkpoint_id"
        }  # fmt: skip
        assert reference["rule"] == name
        assert reference["heuristic"] is True
        assert reference["thread_id"] == thread


def test_what_nobody_hears_is_a_dead_letter_and_the_thread_goes_on(ruled, thread):
    act(ruled.url, thread, "start")

    def letters() -> list:
        with urllib.request.urlopen(f"{ruled.url}/v1/signals?workflow_id=watch-{thread}") as answer:
            return json.load(answer)["signals"]

    eventually(lambda: [one["state"] for one in letters()] == ["dead"], HEARD_WITHIN, "a dead letter", every=0.2)
    assert letters()[0]["reason"] == "workflow-not-found"
    act(ruled.url, thread, "answer")
    assert agent(ruled.url).get_state(config(thread)).next == ()
