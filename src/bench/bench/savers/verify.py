"""Speed that loses something is no speed: what was acknowledged must be there."""

from __future__ import annotations

from typing import Any

from ..contenders import Contender
from .caller import CHANNEL, Caller


class LostWrite(Exception):
    """A saver acknowledged what it does not have."""


def rows(contender: Contender, puts: int, start: Any, end: Any) -> None:
    """Postgres has one checkpoint more for each acknowledged put, no fewer and no more."""
    if contender.database is None:
        return
    found = end.checkpoints - start.checkpoints
    if found != puts:
        raise LostWrite(f"{contender.name}: {puts} puts were acknowledged, Postgres has {found} checkpoints more")


async def readable(saver: Any, callers: list[Caller]) -> None:
    """The last checkpoint of every thread has its value, and the last writes are at its parent."""
    for caller in callers:
        if caller.last is not None:
            config, value = caller.last
            found = await saver.aget_tuple(config)
            if found is None or found.checkpoint["channel_values"].get(CHANNEL) != value:
                raise LostWrite(f"{config} is not as it was put: {found}")
        if caller.written is not None:
            parent, task, message = caller.written
            found = await saver.aget_tuple(parent)
            if found is None or (task, CHANNEL, message) not in (found.pending_writes or ()):
                raise LostWrite(f"{parent} lacks the writes of task {task}: {found}")
