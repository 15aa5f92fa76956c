"""Servers and databases of single tests; everything here takes its time."""

from __future__ import annotations

import pytest

from support.postgres import Postgres, bin_of


def pytest_collection_modifyitems(items):
    for item in items:
        if "/faults/" in str(item.path):
            item.add_marker(pytest.mark.fault)


@pytest.fixture
def new_postgres(tmp_path, binaries):
    """Makes clusters that end with the test; none is started."""
    made = []

    def make(name="postgres", bin=None, **arguments):
        postgres = Postgres(tmp_path / name, bin or bin_of(binaries), **arguments)
        made.append(postgres)
        return postgres

    yield make
    for postgres in made:
        postgres.stop()
