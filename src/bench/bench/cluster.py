"""One Postgres for all: Holdfast and its peers write to the same, each in its own database."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from . import processes

# What makes data last first; then as Holdfast's embedded Postgres is set. Checkpoints of Postgres are so far apart
# that none falls on one contender only, and nobody's tables are vacuumed while another is measured. Files of the log
# are laid out beforehand: a Postgres that has run for a while recycles them, a new one makes each while writers wait.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "min_wal_size": "16GB",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
}
STATEMENTS = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track_planning": "on"}
NOBODY = 65534
WAL_FILE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Cluster:
    """A running Postgres."""

    pid: int
    port: int
    password: str

    def at(self, port: int) -> Cluster:
        """The same, reached at another port."""
        return replace(self, port=port)

    def url(self, database: str) -> str:
        """For psycopg and for HOLDFAST_POSTGRES_URL."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def renew(self, database: str) -> None:
        """Empties a database, whoever is connected to it."""
        with self.connect() as connection:
            connection.execute(f'drop database if exists "{database}" with (force)'.encode())
            connection.execute(f'create database "{database}"'.encode())

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection for looking, not for measuring."""
        return psycopg.connect(self.url(database), autocommit=True)


def _servant() -> dict[str, Any]:
    """Postgres refuses to run as root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _initialise(programs: Path, directory: Path, password: str) -> Path:
    home, secret = directory / "postgres", directory / "password"
    home.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        os.chown(secret, NOBODY, NOBODY)
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        home,
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "--pwfile",
        secret,
    ]
    subprocess.run([*command, "-E", "UTF8", "--locale=C"], check=True, capture_output=True, **_servant())
    return home


@contextmanager
def running(
    programs: Path, directory: Path, databases: list[str], statements: bool, log_bytes: int = 0
) -> Iterator[Cluster]:
    """Starts a new Postgres with these databases and `log_bytes` of its log laid out, and stops it."""
    cluster_password, port = secrets.token_hex(16), processes.free_port()
    home = _initialise(programs, directory, cluster_password)
    settings = {**SETTINGS, **(STATEMENTS if statements else {}), "port": str(port)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (directory / "postgres.log").open("wb") as log:
        process = subprocess.Popen([programs / "postgres", "-D", home, *options], stderr=log, stdout=log, **_servant())
    try:
        cluster = Cluster(process.pid, port, cluster_password)
        _create(cluster, process, databases, statements)
        _lay_out(cluster, log_bytes // WAL_FILE_BYTES)
        yield cluster
    finally:
        processes.stop(process, signal.SIGINT)


def _create(cluster: Cluster, process: subprocess.Popen[bytes], databases: list[str], statements: bool) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            connection = cluster.connect()
            break
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    for database in databases:
        cluster.renew(database)
    with connection:
        if statements:
            connection.execute("create extension pg_stat_statements")


def _lay_out(cluster: Cluster, files: int) -> None:
    with cluster.connect() as connection:
        for _ in range(files):
            connection.execute("select pg_logical_emit_message(false, 'bench', ''), pg_switch_wal()")
        connection.execute("checkpoint")
