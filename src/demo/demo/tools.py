"""Three tools of somebody on call; the last one changes something and asks a human first."""

from __future__ import annotations

import os
import time
from pathlib import Path

from langchain_core.tools import BaseTool, tool
from langgraph.types import interrupt

from .journal import Journal

METRICS = {
    "checkout": "checkout: p95 2400 ms (usually 310 ms) since 14:02",
    "payments": "payments: p95 180 ms (usually 175 ms), no change",
    "database": "database: 200 of 200 connections in use since 14:02",
}
LOGS = {
    "checkout": "14:02 checkout started version 8.4; pool size 5 -> 200",
    "database": "14:02 too many clients: all 200 belong to checkout 8.4",
}
# A process with this in its environment never gets an answer about this service: it will be killed while it waits.
STUCK = "HOLDFAST_DEMO_STUCK"


def tools_with(journal: Journal) -> list[BaseTool]:
    """The tools; each notes in the journal that it ran."""

    @tool
    def read_metrics(service: str) -> str:
        """Tells how a service is doing."""
        with journal.run(f"read_metrics({service})"):
            return METRICS[service]

    @tool
    def search_logs(service: str) -> str:
        """Finds what a service logged when the trouble began."""
        with journal.run(f"search_logs({service})"):
            while os.environ.get(STUCK) == service:
                time.sleep(0.1)
            return LOGS[service]

    @tool
    def roll_back(service: str, version: str) -> str:
        """Puts an older version of a service into production."""
        decision = interrupt(f"Roll {service} back to {version} in production?")
        if decision != "yes":
            return f"refused by a human: {decision}"
        # After interrupt(): LangGraph runs the node again from its beginning when it is resumed
        with journal.run(f"roll_back({service})"):
            return f"{service} {version} is in production; p95 305 ms"

    return [read_metrics, search_logs, roll_back]


def journal_at(path: str) -> Journal:
    """The journal that all processes of one demo share."""
    return Journal(Path(path))
