"""Sends signals to Holdfast over HTTP, and takes the time."""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

_TIMEOUT_SECONDS = 30


class NotTaken(Exception):
    """A signal was refused, or there is nobody to take it."""


@dataclass(frozen=True)
class Letter:
    """What one caller was told: when it asked, how long the answer took, and what it was."""

    name: str
    asked: float
    seconds: float
    state: str


class Postman:
    """Connections to one server, one for each thread."""

    def __init__(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 8420
        self._local = threading.local()

    def send(self, workflow: str, name: str, priority: str) -> Letter:
        """One signal to `workflow`, whose argument is its name."""
        body = {"workflow_id": workflow, "signal": "letter", "arguments": [name], "priority": priority}
        asked, begun = time.time(), time.perf_counter()
        answer = self._post(body)
        return Letter(name, asked, time.perf_counter() - begun, answer["state"])

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"content-type": "application/json", "x-api-key": os.environ.get("HOLDFAST_API_KEY", "")}
        try:
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT_SECONDS)
                self._local.connection = connection
            connection.request("POST", "/v1/signals", json.dumps(body), headers)
            response = connection.getresponse()
            answer: dict[str, Any] = json.loads(response.read())
        except OSError as error:
            raise NotTaken(f"{error}. Is it running?") from error
        if response.status not in (200, 202):
            raise NotTaken(f"{answer.get('code')}: {answer.get('detail')}")
        return answer

    def burst(self, workflow: str, callers: int, each: int, critical: int) -> tuple[list[Letter], list[Letter]]:
        """Normal signals of callers who each wait for their answers, and critical ones of one more meanwhile."""

        def call(caller: int) -> list[Letter]:
            return [self.send(workflow, f"normal-{caller}-{n}", "normal") for n in range(each)]

        def urgent() -> list[Letter]:
            sent = []
            for n in range(critical):
                time.sleep(0.05)
                sent.append(self.send(workflow, f"critical-{n}", "critical"))
            return sent

        with ThreadPoolExecutor(callers + 1) as pool:
            special = pool.submit(urgent)
            normal = [letter for letters in pool.map(call, range(callers)) for letter in letters]
            return normal, special.result()
