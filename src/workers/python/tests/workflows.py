"""Ordinary workflows: not a line here knows of batches."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError


@dataclass
class Point:
    """Something that JSON alone does not tell from a dict."""

    x: int
    y: int


class Notes:
    """What is common to most: lines, and an end."""

    def __init__(self) -> None:
        self.lines: list[Any] = []
        self.ended = False

    @workflow.query
    def seen(self) -> list[Any]:
        """All lines."""
        return self.lines

    @workflow.signal
    def note(self, line: str) -> None:
        """Writes one down."""
        self.lines.append(line)

    @workflow.signal
    def end(self) -> None:
        """Lets the workflow return."""
        self.ended = True


@workflow.defn
class Recorder(Notes):
    """Handlers of every shape."""

    def __init__(self) -> None:
        super().__init__()
        self.open = False

    @workflow.run
    async def run(self) -> list[Any]:
        self.lines.append("main")
        await workflow.wait_condition(lambda: self.ended and workflow.all_handlers_finished())
        return self.lines

    @workflow.signal
    def place(self, count: int, point: Point) -> None:
        """Takes a class of the workflow's."""
        self.lines.append([type(point).__name__, point.x, point.y, count])

    @workflow.signal
    async def pause(self, name: str) -> None:
        """Blocks for a while."""
        self.lines.append(f"{name} begins")
        await asyncio.sleep(0.2)
        self.lines.append(f"{name} ends")

    @workflow.signal
    async def gate(self) -> None:
        """Blocks until a later signal opens it."""
        self.lines.append("gate waits")
        await workflow.wait_condition(lambda: self.open)
        self.lines.append("gate passed")

    @workflow.signal(name="open-gate")
    def opens(self) -> None:
        """Opens it."""
        self.open = True
        self.lines.append("gate opened")

    @workflow.signal
    def fails(self) -> None:
        """Fails the workflow."""
        raise ApplicationError("refused by the handler", non_retryable=True)

    @workflow.signal
    def breaks(self) -> None:
        """Fails the workflow task."""
        raise KeyError("a defect")


@workflow.defn
class Dynamic(Notes):
    """Takes whatever has no handler."""

    @workflow.run
    async def run(self) -> list[Any]:
        await workflow.wait_condition(lambda: self.ended)
        return self.lines

    @workflow.signal(dynamic=True)
    def other(self, name: str, args: Sequence[RawValue]) -> None:
        """The name and the values."""
        values = [workflow.payload_converter().from_payload(arg.payload) for arg in args]
        self.lines.append([name, *values])


@workflow.defn
class Deaf:
    """Has no signal handler at all."""

    @workflow.run
    async def run(self) -> str:
        await asyncio.sleep(0.3)
        return "done"


@workflow.defn
class Late(Notes):
    """Sets its handlers while it runs: `early` a named one, `any` one for everything."""

    @workflow.run
    async def run(self, kind: str) -> list[Any]:
        await workflow.wait_condition(lambda: len(self.lines) > 0)
        if kind == "early":
            workflow.set_signal_handler("early", self.early)
        else:
            workflow.set_dynamic_signal_handler(self.any)
        await workflow.wait_condition(lambda: self.ended)
        return self.lines

    def early(self, line: str) -> None:
        """No decorator: set later."""
        self.lines.append(f"late {line}")

    def any(self, name: str, args: Sequence[RawValue]) -> None:
        """No decorator: set later."""
        self.lines.append([name, *(workflow.payload_converter().from_payload(arg.payload) for arg in args)])


@workflow.defn
class Relay(Notes):
    """Continues as new after every `step` lines, and hands them on."""

    @workflow.run
    async def run(self, lines: list[Any], step: int) -> list[Any]:
        self.lines = [*lines, *self.lines]
        before = len(lines)
        await workflow.wait_condition(lambda: self.ended or len(self.lines) - before >= step)
        if not self.ended:
            workflow.continue_as_new(args=[self.lines, step])
        return self.lines


@workflow.defn(failure_exception_types=[Exception])
class Brittle(Notes):
    """Any exception at all fails it."""

    @workflow.run
    async def run(self) -> list[Any]:
        await workflow.wait_condition(lambda: self.ended)
        return self.lines
