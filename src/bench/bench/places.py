"""Where contenders run: a Postgres and a server of our own."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import binaries, cluster, machine, server
from .cluster import Cluster
from .server import Server


@dataclass(frozen=True)
class Place:
    """A running Postgres and a running server."""

    cluster: Cluster
    server: Server

    def url(self, name: str, database: str | None) -> str:
        """What the saver of a contender is opened with."""
        return self.server.url if name == "holdfast" else self.cluster.url(database or "postgres")


@contextmanager
def started(options: argparse.Namespace, databases: list[str]) -> Iterator[tuple[Place, dict[str, str]]]:
    """A Postgres and a server of our own, in a directory that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-", dir=options.directory) as name:
        directory = Path(name)
        directory.chmod(0o755)  # Postgres runs as another user when we are root
        programs = options.postgres_bin or binaries.unpack(options.server_jar.parent, directory / "binaries")
        print("starting Postgres", flush=True)
        log_bytes = int(options.log_gb * 1024**3)
        with cluster.running(programs, directory, databases, options.statements, log_bytes) as postgres:
            with postgres.connect() as connection:
                about = machine.describe(directory, connection.info.parameter_status("server_version") or "")
            with server.running(
                options.server_jar, postgres.url("holdfast"), directory, options.java_options
            ) as holdfast:
                about["server options"] = options.java_options or "none"
                yield Place(postgres, holdfast), about
