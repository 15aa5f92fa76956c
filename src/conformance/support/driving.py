"""Runs a graph synchronously or asynchronously, and puts what it left into a comparable form."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from langgraph.checkpoint.base import CheckpointTuple
from langgraph.types import Interrupt, StateSnapshot

from support.calling import Caller
from support.samples import config

_DRAWN = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{32}\b")


class Driver:
    """A compiled graph on one thread, driven in one of the two ways with one durability."""

    def __init__(
        self, graph: Any, thread: str, loop: asyncio.AbstractEventLoop | None = None, durability: str = "async"
    ) -> None:
        self.graph = graph
        self.thread = thread
        self.config = config(thread)
        self.saver = Caller(graph.checkpointer, loop)
        self._loop = loop
        self._durability = durability

    def invoke(self, given: Any, at: Any = None, **more: Any) -> Any:
        more = {"durability": self._durability, **more}
        if self._loop is None:
            return self.graph.invoke(given, at or self.config, **more)
        return self._loop.run_until_complete(self.graph.ainvoke(given, at or self.config, **more))

    def state(self, at: Any = None, **more: Any) -> StateSnapshot:
        return self._call("get_state", at or self.config, **more)

    def update(self, values: Any, at: Any = None, **more: Any) -> Any:
        return self._call("update_state", at or self.config, values, **more)

    def bulk_update(self, supersteps: Any) -> Any:
        return self._call("bulk_update_state", self.config, supersteps)

    def history(self, at: Any = None, **more: Any) -> list[StateSnapshot]:
        if self._loop is None:
            return list(self.graph.get_state_history(at or self.config, **more))

        async def collect() -> list[StateSnapshot]:
            return [one async for one in self.graph.aget_state_history(at or self.config, **more)]

        return self._loop.run_until_complete(collect())

    def rows(self) -> list[CheckpointTuple]:
        """Every checkpoint of the thread, in all namespaces, oldest first."""
        found = self.saver.list(config(self.thread, ns=None))
        return sorted(found, key=lambda one: one.checkpoint["id"])

    def _call(self, name: str, *arguments: Any, **more: Any) -> Any:
        if self._loop is None:
            return getattr(self.graph, name)(*arguments, **more)
        return self._loop.run_until_complete(getattr(self.graph, "a" + name)(*arguments, **more))


class NormalForm:
    """Replaces what is drawn anew in each run (checkpoint, task and interrupt ids, the thread's name) by numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def of(self, value: Any) -> Any:
        if type(value) is str:
            return _DRAWN.sub(lambda drawn: self._numbers.setdefault(drawn[0], f"#{len(self._numbers)}"), value)
        if isinstance(value, Interrupt):
            return ("Interrupt", self.of(value.value))
        if isinstance(value, StateSnapshot):
            return self._snapshot(value)
        if isinstance(value, BaseException):
            return repr(value)
        if isinstance(value, Mapping):
            return {self.of(key): self.of(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.of(item) for item in value]
        return value

    def _snapshot(self, found: StateSnapshot) -> dict[str, Any]:
        place = found.config["configurable"]
        tasks = [
            {
                "name": task.name,
                "path": self.of(task.path),
                "error": self.of(task.error),
                "interrupts": self.of(task.interrupts),
                "result": self.of(task.result),
                "state": self.of(task.state) if isinstance(task.state, StateSnapshot) else task.state is not None,
            }
            for task in found.tasks
        ]
        return {
            "id": self.of(place["checkpoint_id"]) if "checkpoint_id" in place else None,
            "parent": self.of(found.parent_config and found.parent_config["configurable"]["checkpoint_id"]),
            "values": self.of(found.values),
            "next": found.next,
            "metadata": self.of(found.metadata),
            "tasks": tasks,
            "interrupts": self.of(found.interrupts),
        }

    def rows(self, rows: list[CheckpointTuple]) -> list[dict[str, Any]]:
        """What is stored; versions end in chance, so only their counters count."""
        return [
            {
                "ns": self.of(row.config["configurable"]["checkpoint_ns"]),
                "id": self.of(row.checkpoint["id"]),
                "parent": self.of(row.parent_config and row.parent_config["configurable"]["checkpoint_id"]),
                "values": self.of(row.checkpoint["channel_values"]),
                "versions": {n: v.split(".")[0] for n, v in row.checkpoint["channel_versions"].items()},
                "updated": row.checkpoint.get("updated_channels"),
                "metadata": self.of(row.metadata),
                # Of tasks with one path the order is chance, too: it follows their ids.
                "writes": sorted(repr((channel, self.of(value))) for _, channel, value in row.pending_writes),
            }
            for row in rows
        ]
