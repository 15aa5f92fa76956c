"""Where contenders run: a Postgres and a server of our own."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import binaries, cluster, counters, machine, processes, server
from .cluster import Cluster
from .contenders import CONTENDERS, DATABASES, Contender
from .server import Server

SQLITE = "checkpoints.sqlite"
NO_REDIS = (
    "not run: it needs a Redis server with the JSON and search modules (Redis 8), and none was given (`--redis-url`)"
)


@dataclass(frozen=True)
class Place:
    """A running Postgres, a running server, and a directory on the same disk.

    Attributes:
        ports: where clients find what listens at a port, if not there.
    """

    cluster: Cluster
    server: Server
    directory: Path
    redis_url: str
    ports: dict[int, int] = field(default_factory=dict)

    def contenders(self) -> list[Contender]:
        """Those who can run here."""
        return [one for one in CONTENDERS if one.name != "redis" or self.redis_url]

    def url(self, contender: Contender) -> str:
        """What its saver is opened with."""
        if contender.name == "holdfast":
            return self.server.url_at(self.ports.get(self.server.port, self.server.port))
        if contender.name == "redis":
            return self.redis_url
        if contender.name == "sqlite":
            return str(self.directory / SQLITE)
        return self.cluster.at(self.ports.get(self.cluster.port, self.cluster.port)).url(
            contender.database or "postgres"
        )

    def size(self, contender: Contender) -> int:
        """Bytes on disk of what a contender keeps here."""
        if contender.name == "sqlite":
            return sum(file.stat().st_size for file in self.directory.glob(f"{SQLITE}*"))
        return counters.size(self.cluster, contender.database) if contender.database else 0


def set_up(place: Place) -> None:
    """Every saver makes its tables, and before anything is counted."""

    async def opened(contender: Contender) -> None:
        async with contender.open(place.url(contender)):
            pass

    for contender in place.contenders():
        asyncio.run(opened(contender))


def renew(place: Place) -> None:
    """Nothing of what was stored is left; the server starts again."""
    place.server.stop()
    for database in DATABASES:
        place.cluster.renew(database)
    for file in place.directory.glob(f"{SQLITE}*"):
        file.unlink()
    place.server.start()
    set_up(place)


@contextmanager
def started(options: argparse.Namespace) -> Iterator[tuple[Place, dict[str, str]]]:
    """A Postgres and a server of our own, in a directory that is gone afterwards; and where and with what it runs."""
    processes.share_cores(options.cores)
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-", dir=options.directory) as name:
        directory = Path(name)
        directory.chmod(0o755)  # Postgres runs as another user when we are root
        programs = options.postgres_bin or binaries.unpack(options.server_jar.parent, directory / "binaries")
        print("starting Postgres", flush=True)
        log_bytes = int(options.log_gb * 1024**3)
        with cluster.running(programs, directory, DATABASES, options.statements, log_bytes) as postgres:
            with postgres.connect() as connection:
                about = machine.describe(directory, connection.info.parameter_status("server_version") or "")
            with server.running(
                options.server_jar, postgres.url("holdfast"), directory, options.java_options
            ) as holdfast:
                about["server options"] = options.java_options or "none"
                about["Redis saver"] = options.redis_url and "as configured by who runs it" or NO_REDIS
                yield Place(postgres, holdfast, directory, options.redis_url), about
