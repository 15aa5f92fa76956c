"""The Postgres that Holdfast embeds, unpacked for the benchmark."""

from __future__ import annotations

import platform
import tarfile
import zipfile
from pathlib import Path

PACKAGE = "embedded-postgres-binaries"
MACHINES = {"x86_64": "amd64", "aarch64": "arm64v8"}


def unpack(application: Path, target: Path) -> Path:
    """Unpacks what lies beside the server's libraries; gives the directory of the programs."""
    machine = MACHINES.get(platform.machine(), platform.machine())
    pattern = f"lib/main/*{PACKAGE}-{platform.system().lower()}-{machine}-[0-9]*.jar"
    packages = sorted(application.glob(pattern))
    if not packages:
        raise FileNotFoundError(f"no Postgres for this machine in {application}; use --postgres-bin")
    with zipfile.ZipFile(packages[-1]) as package:
        name = next(entry for entry in package.namelist() if entry.endswith(".txz"))
        with package.open(name) as archive, tarfile.open(fileobj=archive, mode="r:xz") as files:
            files.extractall(target)
    return target / "bin"
