"""What the tools really did, on a file that outlives the process that did it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Journal:
    """One line for each start and each end of a tool: the proof of what ran, and how often."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def run(self, tool: str) -> Iterator[None]:
        """Notes that a tool begins and that it is done; a killed process leaves what it noted."""
        self._note("began", tool)
        yield
        self._note("done", tool)

    def _note(self, event: str, tool: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{event} {tool} in process {os.getpid()}\n")

    def began(self, tool: str) -> int:
        """How often a tool was begun, by any process."""
        return self._count("began", tool)

    def done(self, tool: str) -> int:
        """How often it came to its end."""
        return self._count("done", tool)

    def _count(self, event: str, tool: str) -> int:
        return sum(line.startswith(f"{event} {tool} in ") for line in self.lines())

    def lines(self) -> list[str]:
        """All lines; none before the first tool."""
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
