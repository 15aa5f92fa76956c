"""One case: talks, and what they have made Postgres' tables grow by."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ..contenders import CONTENDERS
from ..places import Place
from ..samples import Sample
from .talks import Talk

HOLDFAST = next(one for one in CONTENDERS if one.name == "holdfast")


@dataclass(frozen=True)
class Case:
    """So many threads with so many turns each.

    Attributes:
        way: runs the talks, with so many turns each.
        server_settings: environment of the server while it runs.
        saver_options: of the saver.
    """

    name: str
    title: str
    threads: int
    turns: int
    way: Callable[[list[Talk], int], Awaitable[None]]
    server_settings: dict[str, str] = field(default_factory=dict)
    saver_options: dict[str, int] = field(default_factory=dict)


def measure(place: Place, case: Case, number: int, seed: int) -> Sample:
    """What it takes on disk, after everything was read back."""
    place.server.set_to(case.server_settings)
    return asyncio.run(_measure(place, case, number, seed + 10_000 * number))


async def _measure(place: Place, case: Case, number: int, seed: int) -> Sample:
    url, before, start = place.url(HOLDFAST), place.size(HOLDFAST), time.perf_counter()
    async with HOLDFAST.open(url, **case.saver_options) as saver:
        names = (f"disk-{case.name}-{time.time_ns()}-{at}" for at in range(case.threads))
        talks = [Talk(saver, name, seed + at) for at, name in enumerate(names)]
        await case.way(talks, case.turns)
    seconds, grown = time.perf_counter() - start, place.size(HOLDFAST) - before
    async with HOLDFAST.open(url, cache_bytes=0) as reader:
        heads = [await talk.head_bytes(reader) for talk in talks]
    figures = {"seconds": seconds, "disk_bytes": float(grown), "head_bytes": float(sum(heads))}
    return Sample(case.name, HOLDFAST.name, number, figures)
