"""Prints the story, and checks what it claims."""

from __future__ import annotations

import sys
import textwrap

WIDTH = 79
MARGIN = 14


class ClaimFailed(Exception):
    """The demo said something that is not so."""


class Narrator:
    """Plain words, at most 79 columns; colours only for a terminal."""

    def __init__(self) -> None:
        self._coloured = sys.stdout.isatty()
        self._column = 0

    def _paint(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._coloured else text

    def chapter(self, title: str) -> None:
        """Begins a step."""
        self._end_line()
        print(f"\n{self._paint('1', title)}", flush=True)

    def say(self, who: str, text: str) -> None:
        """Who says or does something; long text goes on below itself."""
        self._end_line()
        lines = textwrap.wrap(text, WIDTH - MARGIN) or [""]
        print(f"  {self._paint('36', who.ljust(MARGIN - 2))}{lines[0]}")
        for line in lines[1:]:
            print(" " * MARGIN + line)
        sys.stdout.flush()

    def word(self, who: str, text: str) -> None:
        """The next word of a text that is still being written."""
        if self._column == 0:
            print(f"  {self._paint('36', who.ljust(MARGIN - 2))}", end="")
            self._column = MARGIN
        elif self._column + 1 + len(text.strip()) > WIDTH:
            print("\n" + " " * MARGIN, end="")
            self._column = MARGIN
        else:
            print(" ", end="")
            self._column += 1
        print(text.strip(), end="", flush=True)
        self._column += len(text.strip())

    def claim(self, text: str, holds: bool, found: object = "") -> None:
        """Prints something as true after it was checked, and ends the demo if it is not."""
        if not holds:
            raise ClaimFailed(f"expected: {text}. Found: {found}")
        self.say(self._paint("32", "[ok]") if self._coloured else "[ok]", text)

    def failed(self, text: str) -> None:
        """The last words of a demo that did not work."""
        self._end_line()
        print("\n" + textwrap.fill(f"FAILED: {text}", WIDTH), file=sys.stderr, flush=True)

    def plain(self, text: str) -> None:
        """A line as it is."""
        self._end_line()
        print(text, flush=True)

    def _end_line(self) -> None:
        if self._column:
            print()
        self._column = 0
