"""A contender that fails does not end the benchmark; it is named in the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

WORDS = 300


class Failures:
    """What went wrong, in words."""

    def __init__(self) -> None:
        self._told: list[str] = []

    @contextmanager
    def noted(self, what: str) -> Iterator[None]:
        """Notes an error inside, and goes on."""
        try:
            yield
        except Exception as error:
            text = " ".join(f"{type(error).__name__}: {error}".split())[:WORDS]
            print(f"FAILED: {what}: {text}", flush=True)
            self._told.append(f"{what}: {text}")

    def __bool__(self) -> bool:
        return bool(self._told)

    def lines(self) -> list[str]:
        """Nothing, if there was none."""
        return ["### What failed", "", *(f"* {one}" for one in self._told), ""] if self._told else []
