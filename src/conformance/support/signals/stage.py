"""Temporal, a worker, workflows and an outbox for one story, and the verdict on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from support.postgres import Postgres
from support.processes import end
from support.signals.callers import Callers
from support.signals.checker import check
from support.signals.flows import Flows
from support.signals.outbox import Outbox, statuses
from support.signals.story import Answer, Call, Status, Story
from support.signals.temporal import Temporal
from support.signals.worker import ENVELOPE

HOME = Path(__file__).parents[2]
LEASE = 3.0


def settings(stage: Stage, target: str, lease: float = LEASE) -> dict[str, str]:
    """Of a Holdfast: shorter times than by default, for short rounds; compiled less, so that it starts sooner."""
    return {
        "HOLDFAST_POSTGRES_URL": stage.outbox.postgres.url(),
        "HOLDFAST_TEMPORAL_TARGET": target,
        "HOLDFAST_SIGNALS_ENVELOPE": f"default/{ENVELOPE}",
        "HOLDFAST_SIGNALS_LEASE": f"{lease:g}s",
        "HOLDFAST_SIGNALS_CALL_TIMEOUT": "1s",
        "HOLDFAST_SIGNALS_CRITICAL_TIMEOUT": "1s",
        # Critical signals come all the time, and double them.
        "HOLDFAST_SIGNALS_LINGER_HIGH": "10ms",
        "HOLDFAST_SIGNALS_LINGER_NORMAL": "100ms",
        "HOLDFAST_SIGNALS_LINGER_LOW": "200ms",
        "HOLDFAST_SIGNALS_LINGER_BACKGROUND": "400ms",
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }


class Stage:
    """Everything but Holdfast and the callers; runs until it is stopped."""

    def __init__(self, directory: Path, temporal: Temporal, postgres: Postgres, most_in_a_run: int) -> None:
        self.temporal = temporal
        self.outbox = Outbox(postgres)
        self.flows = Flows(temporal.target, most_in_a_run)
        self._log = directory / "worker.log"
        self.start_worker()

    def start_worker(self) -> None:
        """A process that works on all workflows."""
        command = [sys.executable, "-m", "support.signals.worker", self.temporal.target]
        with self._log.open("ab") as log:
            self._worker = subprocess.Popen(command, cwd=HOME, stdout=log, stderr=subprocess.STDOUT)

    def kill_worker(self) -> None:
        """SIGKILL."""
        self._worker.kill()
        self._worker.wait()

    def stop(self) -> None:
        end(self._worker.pid)
        self._worker.wait()
        self.flows.close()

    def arrived_unsettled(self, calls: Iterable[Call], least: int) -> int:
        """How many have been seen by their workflow and wait, as far as Holdfast knows; 0 if fewer than `least`."""
        seen = {token for tokens in self.flows.seen().values() for token in tokens}
        waiting = self.outbox.waiting()
        found = sum(call.token in seen for call in calls if call.ids & waiting)
        return found if found >= least else 0

    def story(self, callers: Callers, url: str, one_replica: bool = True) -> Story:
        """All that happened, when the callers have stopped, nothing waits and nothing more comes."""
        self.outbox.settles()
        seen = self.flows.seen_at_rest()
        known: dict[int, Status] = {}
        for workflow in self.flows.ids:
            known |= statuses(url, workflow)
        return Story(callers.calls, seen, known, one_replica, self.flows.begun())


def judge(story: Story, **counts: object) -> None:
    """Prints what there was, and fails with all that is wrong with it."""
    answers = [told for call in story.calls for told in call.answers]
    told = ", ".join(f"{sum(told.answer is one for told in answers)} times {one.value}" for one in Answer)
    states = [status.state for status in story.statuses.values()]
    print(f"{len(story.calls)} calls were told {told}", {told.code for told in answers} - {None} or "")
    print(f"{sum(call.acknowledged for call in story.calls)} acknowledged, {sum(map(len, story.seen.values()))} seen")
    print(", ".join(f"{name}: {count}" for name, count in counts.items()))
    check(story)
    assert "dead" not in states, "every workflow was there all the time"
