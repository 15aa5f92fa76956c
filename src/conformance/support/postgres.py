"""A Postgres, and a PgBouncer before it, whose life the test controls."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
import pytest
from psycopg.sql import Composed

from support.processes import end, free_port, kill_postgres, postmaster_of
from support.waiting import eventually


def unprivileged(command: list[str]) -> list[str]:
    """Postgres and PgBouncer refuse to run as root: in a user namespace of their own nobody is root."""
    return ["unshare", "-U", *command] if os.geteuid() == 0 else command


def bin_of(binaries: Path) -> Path:
    """Where `initdb` and `postgres` are in what a Holdfast server has unpacked."""
    (found,) = binaries.glob("PG-*/bin")
    return found


class Postgres:
    """One cluster on one port of loopback.

    Args:
        directory: holds the cluster and its log.
        bin: directory of `initdb` and `postgres`.
        settings: for `postgresql.conf`, e.g. `{"fsync": "off"}`.
    """

    user, password = "postgres", "secret"

    def __init__(self, directory: Path, bin: Path, settings: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.cluster = directory / "cluster"
        self.log = directory / "postgres.log"
        self._bin = bin
        self._settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "port": str(self.port),
            "shared_buffers": "64MB",
            **(settings or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        directory.mkdir(parents=True, exist_ok=True)
        self._create(directory / "password")

    def _create(self, password_file: Path) -> None:
        password_file.write_text(self.password + "\n")
        command = [str(self._bin / "initdb"), "-D", str(self.cluster), "-U", self.user, "-E", "UTF8"]
        command += ["--locale=C", "--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync"]
        subprocess.run(unprivileged(command), check=True, capture_output=True)
        lines = [f"{name} = '{value}'\n" for name, value in self._settings.items()]
        with (self.cluster / "postgresql.conf").open("a") as settings:
            settings.writelines(lines)

    def start(self) -> Postgres:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                unprivileged([str(self._bin / "postgres"), "-D", str(self.cluster)]),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        eventually(self._accepting_or_dead, 60, "Postgres accepts connections")
        return self

    def _accepting_or_dead(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError(f"Postgres ended\n{self.log.read_text()[-2000:]}")
        try:
            self.query("select 1")
        except psycopg.OperationalError:
            return False
        return True

    def query(self, sql: LiteralString | Composed, database: str = "postgres") -> list[tuple]:
        """Rows of one statement as the superuser; nothing for one without rows."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=database,
            connect_timeout=30,
            autocommit=True,
        ) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @property
    def postmaster(self) -> int | None:
        return postmaster_of(self.cluster)

    def kill(self) -> None:
        """SIGKILL for all of it: as when its machine loses power."""
        postmaster = self.postmaster
        assert postmaster is not None
        kill_postgres(postmaster)
        if self._process is not None:
            self._process.wait()

    def stop(self) -> None:
        postmaster = self.postmaster
        if postmaster is not None:
            end(postmaster, signal.SIGINT)
        if self._process is not None:
            self._process.wait()

    def url(
        self,
        database: str = "postgres",
        port: int | None = None,
        parameters: str = "",
        login: tuple[str, str] | None = None,
    ) -> str:
        """For `HOLDFAST_POSTGRES_URL`; everything is percent-encoded. `login`: user and password."""
        login = ":".join(quote(part, safe="") for part in login or (self.user, self.password))
        return f"postgresql://{login}@127.0.0.1:{port or self.port}/{quote(database, safe='')}{parameters}"

    def __enter__(self) -> Postgres:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def pgbouncer_program(directory: Path) -> tuple[Path, dict[str, str]]:
    """PgBouncer and the environment it needs: of this machine, or unpacked from Debian's packages.

    Skips the test, saying why, when there is neither.
    """
    found = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found:
        return Path(found), {}
    if shutil.which("apt-get") is None:
        pytest.skip("NOT TESTED: no pgbouncer on PATH and no apt-get to fetch it with")
    packages = ["pgbouncer", "libc-ares2", "libevent-2.1-7"]
    directory.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(["apt-get", "download", *packages], cwd=directory, capture_output=True, text=True)
    if fetched.returncode != 0:
        pytest.skip(f"NOT TESTED: pgbouncer cannot be fetched: {fetched.stderr.strip()[-300:]}")
    for package in directory.glob("*.deb"):
        subprocess.run(["dpkg", "-x", str(package), str(directory / "root")], check=True)
    (program,) = directory.glob("root/usr/sbin/pgbouncer")
    libraries = {str(one.parent) for one in directory.glob("root/usr/lib/**/*.so.*")}
    return program, {"LD_LIBRARY_PATH": ":".join(sorted(libraries))}


class PgBouncer:
    """PgBouncer in transaction mode before a Postgres."""

    def __init__(self, directory: Path, postgres: Postgres, settings: str = "") -> None:
        self.port = free_port()
        self._program, self._environment = pgbouncer_program(directory / "program")
        self._settings = directory / "pgbouncer.ini"
        self._log = directory / "pgbouncer.log"
        self._postgres = postgres
        (directory / "users.txt").write_text(f'"{postgres.user}" "{postgres.password}"\n')
        self._settings.write_text(
            f"""[databases]
* = host=127.0.0.1 port={postgres.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = plain
auth_file = {directory}/users.txt
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
{settings}
"""
        )
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PgBouncer:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                unprivileged([str(self._program), str(self._settings)]),
                env=os.environ | self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        eventually(self._accepting, 60, "PgBouncer accepts connections")
        return self

    def _accepting(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError(f"PgBouncer ended\n{self._log.read_text()[-2000:]}")
        try:
            psycopg.connect(self._postgres.url(port=self.port), connect_timeout=30).close()
        except psycopg.OperationalError:
            return False
        return True

    def told(self) -> str:
        return self._log.read_text()[-3000:]

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            end(self._process.pid, signal.SIGINT)
            self._process.wait()
