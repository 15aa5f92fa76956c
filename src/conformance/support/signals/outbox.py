"""What Holdfast has written down of signals: in its tables, which tests read when it is dead, and in its API."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from support.postgres import Postgres
from support.signals.story import Status
from support.waiting import eventually

# What one that died was at waits for the end of its lease.
SETTLED_WITHIN = 60.0


class Outbox:
    """Read from outside."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres

    def waiting(self) -> set[int]:
        """Ids of what is accepted and not settled."""
        return {id for (id,) in self.postgres.query("select id from holdfast.signals where state = 'queued'")}

    def delivers(self, more: int) -> None:
        """Returns when Temporal has acknowledged so many more."""
        goal = self.delivered() + more
        eventually(lambda: self.delivered() >= goal, SETTLED_WITHIN, f"{more} more delivered")

    def settles(self) -> None:
        """Returns when nothing waits."""
        eventually(lambda: not self.waiting(), SETTLED_WITHIN, "everything is settled")

    def formed(self) -> int:
        """Lanes of which something is on its way."""
        return self.postgres.query("select count(*) from holdfast.signal_batches")[0][0]

    def lanes_under_way(self) -> set[tuple[str, int]]:
        """Workflows of which somebody is sending something, each with the token of who does."""
        return set(
            self.postgres.query(
                "select workflow_id, fencing from holdfast.signal_lanes join holdfast.signal_batches"
                " using (tenant_id, namespace, workflow_id) where owner is not null"
            )
        )

    def delivered(self) -> int:
        """Signals that Temporal has acknowledged, but for critical ones without a key."""
        return self.postgres.query("select count(*) from holdfast.signals where state = 'delivered'")[0][0]

    def sent_again(self) -> int:
        """Signals that took more than one call."""
        return self.postgres.query("select count(*) from holdfast.signals where attempts > 1")[0][0]


def statuses(url: str, workflow: str) -> dict[int, Status]:
    """What the API says of all signals of a workflow."""
    found: dict[int, Status] = {}
    cursor = ""
    while cursor is not None:
        page = _get(f"{url}/v1/signals?workflow_id={workflow}&limit=1000{cursor and '&cursor=' + cursor}")
        found |= {int(one["id"]): Status(one["state"], one["reason"]) for one in page["signals"]}
        cursor = page["cursor"]
    return found


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)
