"""Callers who send signals, each one after the other, and write down what they are told."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from support.signals.checker import NOT_TAKEN, OUTCOME_UNKNOWN
from support.signals.story import Answer, Call, Told
from support.waiting import eventually

PRIORITIES = {"critical": 20, "high": 20, "normal": 40, "low": 15, "background": 5}
KEYED = {"critical": 0.6}  # of the others as `KEYED_OTHERS`
KEYED_OTHERS = 0.3
FENCES = 0.05  # of the critical ones
REPEATED = 0.1  # so often a caller repeats one of its own that was answered
# A replica that is paused answers later than this.
PATIENCE = 2.0
# Of who is told that nothing was taken, or finds nobody there.
PAUSE = 0.03


class Unreached(Exception):
    """Nobody listens: nothing was sent."""


class Line:
    """A connection of one caller to one of several replicas; to another one when it breaks."""

    def __init__(self, urls: Sequence[str], chance: random.Random) -> None:
        self._urls, self._chance = urls, chance
        self._connection: http.client.HTTPConnection | None = None

    def post(self, body: dict[str, Any]) -> Told:
        """Sends one signal."""
        connection = self._connection or self._connected()
        try:
            connection.request("POST", "/v1/signals", json.dumps(body), {"content-type": "application/json"})
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException):
            connection.close()
            self._connection = None
            return Told(Answer.NONE)
        if response.status == 200:
            return Told(Answer.DELIVERED)
        if response.status == 202:
            return Told(Answer.QUEUED, id=int(answer["id"]))
        return Told(Answer.REFUSED, code=answer.get("code"))

    def _connected(self) -> http.client.HTTPConnection:
        address = urlsplit(self._chance.choice(self._urls))
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
        try:
            connection.connect()
        except OSError as error:
            raise Unreached from error
        self._connection = connection
        return connection


class Caller:
    """Sends to workflows by chance until it is told to stop; what is answered is in `calls`."""

    def __init__(
        self, name: str, seed: str, urls: Sequence[str], workflows: Sequence[str], stopping: threading.Event
    ) -> None:
        self.calls: list[Call] = []
        self.waiting = False
        self._name, self._workflows, self._stopping = name, workflows, stopping
        self._chance = random.Random(f"{seed} {name}")
        self._line = Line(urls, self._chance)

    def run(self, each: float) -> None:
        """A call every `each` seconds or so; the last is carried to its end."""
        while not self._stopping.is_set():
            call = self._next()
            self.calls.append(call)
            self._carry(call)
            if self._chance.random() < REPEATED:
                self._repeat()
            self._stopping.wait(self._chance.uniform(0, 2 * each))

    def _next(self) -> Call:
        number = len(self.calls)
        token = f"{self._name}-{number}"
        (priority,) = self._chance.choices(list(PRIORITIES), list(PRIORITIES.values()))
        keyed = self._chance.random() < KEYED.get(priority, KEYED_OTHERS)
        fence = priority == "critical" and self._chance.random() < FENCES
        workflow = self._chance.choice(self._workflows)
        return Call(token, self._name, number, workflow, priority, f"key of {token}" if keyed else None, fence)

    def _carry(self, call: Call) -> None:
        """Until it is answered; one without a key is sent once, since a repeat would be another signal."""
        while True:
            told = self._send(call)
            if told is None:
                if self._stopping.wait(PAUSE):
                    return  # it was never sent
                continue
            call.told.append(told)
            if call.acknowledged or call.key is None or told.code not in {None, OUTCOME_UNKNOWN, *NOT_TAKEN}:
                return
            time.sleep(PAUSE)

    def _repeat(self) -> None:
        known = [call for call in self.calls[-50:] if call.key is not None and call.acknowledged]
        if known:
            call = self._chance.choice(known)
            told = self._send(call)
            if told is not None:
                call.again.append(told)

    def _send(self, call: Call) -> Told | None:
        body: dict[str, Any] = {"workflow_id": call.workflow, "signal": "note", "arguments": [call.token]}
        body |= {"priority": call.priority, "fence": call.fence}
        if call.key is not None:
            body["idempotency_key"] = call.key
        self.waiting = True
        try:
            return self._line.post(body)
        except Unreached:
            return None
        finally:
            self.waiting = False


class Callers:
    """Several callers at once, each in a thread.

    Args:
        each: seconds between the calls of one of them.
    """

    def __init__(
        self, seed: str, urls: Sequence[str], workflows: Sequence[str], many: int = 10, each: float = 0.03
    ) -> None:
        self._stopping = threading.Event()
        self._failed: list[BaseException] = []
        self.callers = [Caller(f"c{n}", seed, urls, workflows, self._stopping) for n in range(many)]
        self._threads = [threading.Thread(target=self._run, args=(one.run, each), daemon=True) for one in self.callers]

    def _run(self, run: Callable[[float], None], each: float) -> None:
        try:
            run(each)
        except BaseException as error:
            self._failed.append(error)

    @property
    def calls(self) -> list[Call]:
        return [call for caller in self.callers for call in list(caller.calls)]

    def acknowledged(self) -> int:
        return sum(call.acknowledged for call in self.calls)

    def straight(self) -> int:
        """How many calls Temporal has acknowledged at once."""
        return sum(told.answer is Answer.DELIVERED for call in self.calls for told in call.told)

    def waiting(self) -> int:
        """How many wait for an answer now."""
        return sum(caller.waiting for caller in self.callers)

    def acknowledge(self, more: int, straight: int = 0, within: float = 60.0) -> None:
        """Returns when so many more calls were acknowledged, and so many by Temporal."""
        goal, at_once = self.acknowledged() + more, self.straight() + straight

        def reached() -> bool:
            if self._failed:
                raise self._failed[0]
            return self.acknowledged() >= goal and self.straight() >= at_once

        eventually(reached, within, f"{more} more acknowledged, {straight} by Temporal", every=0.01)

    def __enter__(self) -> Callers:
        for thread in self._threads:
            thread.start()
        return self

    def stop(self, within: float = 60.0) -> None:
        """Ends them when their last calls have ended."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(within)
            assert not thread.is_alive(), "a caller waits for an answer to a call with a key"
        if self._failed:
            raise self._failed[0]

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
