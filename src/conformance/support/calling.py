"""Makes each call of a saver both synchronously and asynchronously."""

from __future__ import annotations

import asyncio
from typing import Any


class Caller:
    """A saver's methods under their synchronous names, made in one of the two ways; `list` gives a list."""

    def __init__(self, saver: Any, loop: asyncio.AbstractEventLoop | None) -> None:
        self.saver = saver
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        if self._loop is None:
            method = getattr(self.saver, name)
            return (lambda *a, **k: list(method(*a, **k))) if name == "list" else method
        method = getattr(self.saver, "a" + name)
        if name == "list":

            async def collect(*a: Any, **k: Any) -> list[Any]:
                return [found async for found in method(*a, **k)]

            return lambda *a, **k: self._loop.run_until_complete(collect(*a, **k))
        return lambda *a, **k: self._loop.run_until_complete(method(*a, **k))

    def close(self) -> None:
        """Gives sockets back before the loop ends."""
        if self._loop is not None and hasattr(self.saver, "__aexit__"):
            self._loop.run_until_complete(self.saver.__aexit__(None, None, None))
            self._loop.run_until_complete(asyncio.sleep(0))
