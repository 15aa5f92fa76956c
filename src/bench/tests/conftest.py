"""What must be built before a benchmark can run. `scripts/counted.py` makes a skip in CI a failure."""

from __future__ import annotations

import shutil

import pytest

from bench.savers import options
from bench.signals import programs


@pytest.fixture(scope="session")
def built_server() -> None:
    if not options.parse([]).server_jar.exists():
        pytest.skip("the server is not built: mvn -o -Pquick package")


@pytest.fixture(scope="session")
def built_load() -> None:
    if not programs.built():
        pytest.skip("src/load is not built: mvn -o -Pquick -pl src/load -am package")
    if not shutil.which("bash"):
        pytest.skip("there is no bash")
