"""All cases, all sides, all rounds."""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from ...failures import Failures
from ...places import Place, started
from ...rounds import rotated
from ...samples import Sample
from ...savers.run import Span
from ..cases import BATCH
from . import programs
from .cases import questions
from .contenders import EXACT, HOLDFAST, PEER, Side, sides
from .points import Known, Points
from .run import Search

BUILT_SECONDS = 150
BUILT = "select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam \
where a.amname = 'hnsw' and i.indisvalid"


class NotReady(Exception):
    """The server did not take up what was asked for."""


@contextmanager
def places(options: argparse.Namespace) -> Iterator[tuple[Place, Place, dict[str, str]]]:
    """A Postgres with pgvector and a server on it, a Postgres without it and another server, and what they are."""
    little = argparse.Namespace(**{**vars(options), "log_gb": 0.0, "statements": False})
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-", dir=options.directory) as name:
        directory = Path(name)
        directory.chmod(0o755)
        little.postgres_bin = programs.unpack(directory)
        with started(little) as (with_pgvector, about):
            little.postgres_bin = options.postgres_bin
            with started(little) as (without, _):
                yield with_pgvector, without, about


class Bout:
    """Everybody has the same items; searches change nothing, so they are stored once."""

    def __init__(self, with_pgvector: Place, without: Place, options: argparse.Namespace, failures: Failures) -> None:
        self._options, self._failures = options, failures
        self._points = Points(options.items, options.seed)
        self._sides = sides(Known(self._points), with_pgvector, without)
        self.cases = questions(options.callers, options.ways)

    def samples(self) -> Iterator[Sample]:
        """One by one, as they are measured."""
        _ = self._points.nearest  # before threads ask for it
        for side in self._sides:
            asyncio.run(self._fill(side))
        self._warm_up()
        span = Span(self._options.warm, self._options.seconds)
        for number in range(1, self._options.rounds + 1):
            for case in self.cases:
                for side in rotated(self._sides, number):
                    with self._failures.noted(f"{case.title}, {side.name}, round {number}"):
                        yield Search(side, case, number, self._points).measure(span)

    async def _fill(self, side: Side) -> None:
        print(f"storing {self._options.items} items: {side.name}", flush=True)
        puts = self._points.puts()
        async with side.contender.open(side.place.url(side.contender)) as store:
            while ops := [*islice(puts, BATCH)]:
                await store.abatch(ops)
        if side.name == HOLDFAST:
            # It looks at its index once a minute, and when it starts: first to build it, then to use it
            side.place.server.restart()
        with side.place.cluster.connect(side.contender.database or "") as connection:
            if side.name != EXACT:
                await self._built(side, connection)
            connection.execute("vacuum analyze")
        if side.name == HOLDFAST:
            side.place.server.restart()
        self._compares(side)

    @staticmethod
    async def _built(side: Side, connection: Any) -> None:
        deadline = time.monotonic() + BUILT_SECONDS
        while connection.execute(BUILT).fetchone() == (0,):
            if time.monotonic() > deadline:
                raise NotReady(f"{side.name} has no index of pgvector")
            await asyncio.sleep(0.5)

    @staticmethod
    def _compares(side: Side) -> None:
        """The server says how it compares vectors."""
        if side.name == PEER:
            return
        asked = urllib.request.Request(
            f"{side.place.server.url}/v1/store/index", headers={"accept": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            mode = json.load(answer)["mode"]
        if mode != ("pgvector" if side.name == HOLDFAST else "exact"):
            raise NotReady(f"{side.name} compares vectors by {mode}")

    def _warm_up(self) -> None:
        print("warming up", flush=True)
        span = Span(0, self._options.warm_up / len(self.cases))
        for case in self.cases:
            for side in self._sides:
                with self._failures.noted(f"{case.title}, {side.name}, warming up"):
                    Search(side, case, 0, self._points).measure(span)
