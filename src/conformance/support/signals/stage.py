"""Temporal, a worker, workflows and Postgres for one story, and what is read of it in the end."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from support.postgres import Postgres
from support.processes import end
from support.signals.callers import Callers
from support.signals.checker import check
from support.signals.story import Answer, Call, Status, Story
from support.signals.temporal import Temporal
from support.signals.worker import ENVELOPE, SINGLE, Recorder
from support.waiting import eventually

HOME = Path(__file__).parents[2]
LEASE = 3.0
# A lane of one that died waits for the end of its lease, a workflow task of a dead worker for the end of that.
SETTLED_WITHIN = 60.0
TASK_TIMEOUT = timedelta(seconds=2)


def settings(postgres: Postgres, temporal_target: str) -> dict[str, str]:
    """Of a Holdfast: shorter times than by default, so that a round is short; compiled less, so that it starts sooner."""
    return {
        "HOLDFAST_POSTGRES_URL": postgres.url(),
        "HOLDFAST_TEMPORAL_TARGET": temporal_target,
        "HOLDFAST_SIGNALS_ENVELOPE": f"default/{ENVELOPE}",
        "HOLDFAST_SIGNALS_LEASE": f"{LEASE:g}s",
        "HOLDFAST_SIGNALS_CALL_TIMEOUT": "1s",
        "HOLDFAST_SIGNALS_CRITICAL_TIMEOUT": "1s",
        "HOLDFAST_SIGNALS_LINGER_LOW": "400ms",
        "HOLDFAST_SIGNALS_LINGER_BACKGROUND": "800ms",
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }


class Stage:
    """Four workflows that take envelopes and four that do not; nothing is started yet."""

    def __init__(self, directory: Path, temporal: Temporal, postgres: Postgres) -> None:
        self.temporal, self.postgres = temporal, postgres
        self.enveloped = [f"enveloped-{n}" for n in range(4)]
        self.single = [f"single-{n}" for n in range(4)]
        self._log = directory / "worker.log"
        self._loop = asyncio.new_event_loop()
        self._client: Client | None = None
        self._worker: subprocess.Popen[bytes] | None = None

    @property
    def workflows(self) -> list[str]:
        return [*self.enveloped, *self.single]

    def start(self) -> Stage:
        """Starts the workflows and a worker."""
        self._client = self._loop.run_until_complete(self._connected())
        for queue, ids in ((ENVELOPE, self.enveloped), (SINGLE, self.single)):
            for id in ids:
                self._ask(Recorder.run, id, queue)
        self.start_worker()
        return self

    async def _connected(self) -> Client:
        deadline = time.monotonic() + SETTLED_WITHIN
        while True:
            try:
                client = await Client.connect(self.temporal.target)
                await client.count_workflows()
                return client
            except Exception:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.1)

    def _ask(self, run: Any, id: str, queue: str) -> None:
        assert self._client is not None
        self._loop.run_until_complete(
            self._client.start_workflow(run, id=id, task_queue=queue, task_timeout=TASK_TIMEOUT)
        )

    def start_worker(self) -> None:
        with self._log.open("ab") as log:
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "support.signals.worker", self.temporal.target],
                cwd=HOME,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill_worker(self) -> None:
        """SIGKILL."""
        assert self._worker is not None
        self._worker.kill()
        self._worker.wait()

    def stop(self) -> None:
        if self._worker is not None:
            end(self._worker.pid)
            self._worker.wait()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def seen(self) -> dict[str, list[str]]:
        """Of each workflow, what its handlers have seen; includes all that Temporal has acknowledged before."""

        async def ask() -> list[list[str]]:
            assert self._client is not None
            handles = [self._client.get_workflow_handle(id) for id in self.workflows]
            return await asyncio.gather(*(handle.query(Recorder.seen) for handle in handles))

        found = self._loop.run_until_complete(asyncio.wait_for(ask(), SETTLED_WITHIN))
        return dict(zip(self.workflows, found, strict=True))

    def events(self, workflow: str, kind: str) -> list[HistoryEvent]:
        """Those events of its history, e.g. `WORKFLOW_EXECUTION_SIGNALED`."""

        async def ask() -> list[HistoryEvent]:
            assert self._client is not None
            handle = self._client.get_workflow_handle(workflow)
            return [event async for event in handle.fetch_history_events()]

        wanted = EventType.Value(f"EVENT_TYPE_{kind}")
        return [event for event in self._loop.run_until_complete(ask()) if event.event_type == wanted]

    def batches(self) -> int:
        """How many envelopes Temporal has taken."""
        signals = (event for id in self.enveloped for event in self.events(id, "WORKFLOW_EXECUTION_SIGNALED"))
        names = [event.workflow_execution_signaled_event_attributes.signal_name for event in signals]
        return names.count("signals.batch")

    def queued(self) -> int:
        """Signals that are accepted and not settled."""
        return self.postgres.query("select count(*) from holdfast.signals where state = 'queued'")[0][0]

    def formed(self) -> int:
        """Lanes of which something is on its way."""
        return self.postgres.query("select count(*) from holdfast.signal_batches")[0][0]

    def falls_below(self, many: int) -> None:
        """Returns when fewer wait."""
        eventually(lambda: self.queued() < many, SETTLED_WITHIN, f"fewer than {many} wait")

    def lanes_under_way(self) -> set[tuple[str, int]]:
        """Workflows of which something is on its way, each with the token of who sends it."""
        rows = self.postgres.query(
            "select workflow_id, fencing from holdfast.signal_lanes join holdfast.signal_batches"
            " using (tenant_id, namespace, workflow_id) where owner is not null"
        )
        return set(rows)

    def delivered(self) -> int:
        """Signals that Temporal has acknowledged, but for critical ones without a key."""
        return self.postgres.query("select count(*) from holdfast.signals where state = 'delivered'")[0][0]

    def sent_again(self) -> int:
        """Signals that took more than one call."""
        return self.postgres.query("select count(*) from holdfast.signals where attempts > 1")[0][0]

    def arrived_unsettled(self, calls: Iterable[Call], least: int) -> int:
        """How many have been seen by their workflow and wait, as far as Holdfast knows; 0 if fewer than `least`."""
        seen = {token for tokens in self.seen().values() for token in tokens}
        rows = self.postgres.query("select id from holdfast.signals where state = 'queued'")
        waiting = {id for (id,) in rows}
        found = sum(call.token in seen for call in calls if call.ids & waiting)
        return found if found >= least else 0

    def story(self, callers: Callers, url: str, one_replica: bool = True) -> Story:
        """All that happened, when the callers have stopped, nothing waits and nothing more comes."""
        eventually(lambda: self.queued() == 0, SETTLED_WITHIN, "everything is settled")
        seen = _at_rest(self.seen)
        return Story(callers.calls, seen, self._statuses(url), one_replica)

    def _statuses(self, url: str) -> dict[int, Status]:
        found: dict[int, Status] = {}
        for workflow in self.workflows:
            cursor = ""
            while cursor is not None:
                page = _get(f"{url}/v1/signals?workflow_id={workflow}&limit=1000{cursor and '&cursor=' + cursor}")
                found |= {int(one["id"]): Status(one["state"], one["reason"]) for one in page["signals"]}
                cursor = page["cursor"]
        return found


def _at_rest(read: Callable[[], Any]) -> Any:
    """What is read twice in a row, half a second apart."""
    last = read()
    while True:
        time.sleep(0.5)
        now = read()
        if now == last:
            return now
        last = now


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)


def judge(story: Story, **counts: object) -> None:
    """Prints what there was, and fails with all that is wrong with it."""
    answers = [told.answer for call in story.calls for told in call.answers]
    told = ", ".join(f"{answers.count(one)} times {one.value}" for one in Answer)
    codes = {told.code for call in story.calls for told in call.answers} - {None}
    states = [status.state for status in story.statuses.values()]
    print(f"{len(story.calls)} calls were told {told} {codes or ''}; {sum(map(len, story.seen.values()))} seen,"
          f" {sum(call.acknowledged for call in story.calls)} acknowledged, {states.count('dead')} dead letters")  # fmt: skip
    print(", ".join(f"{name}: {count}" for name, count in counts.items()))
    check(story)
    assert "dead" not in states, "every workflow was there all the time"
