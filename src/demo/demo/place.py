"""Where the agent's memory is: a server and a thread on it."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.holdfast import HoldfastSaver

# Long enough for a server that is just starting, short enough for a person who forgot to start it.
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class Place:
    """A thread of a server. The key is not here: child processes find it in their environment.

    Attributes:
        later_url: where a server is once the demo's own has ended with it; "" if this one stays.
    """

    url: str
    thread: str
    later_url: str = ""

    @property
    def config(self) -> RunnableConfig:
        """What LangGraph calls carry."""
        return {"configurable": {"thread_id": self.thread}}

    def saver(self) -> HoldfastSaver:
        """A saver for the server."""
        key = os.environ.get("HOLDFAST_API_KEY") or None
        return HoldfastSaver.from_url(self.url, api_key=key, timeout=TIMEOUT_SECONDS)


def from_environment() -> Place:
    """A new thread on the server of the environment: runs of the demo do not meet."""
    url = os.environ.get("HOLDFAST_URL") or "http://127.0.0.1:8420"
    return Place(url, f"demo-{uuid.uuid4().hex[:8]}", os.environ.get("HOLDFAST_LATER_URL", ""))
