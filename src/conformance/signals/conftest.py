"""A Temporal on a file, a Postgres, a worker and workflows for each story."""

from __future__ import annotations

import os
import random

import pytest

from support.signals.stage import Stage
from support.signals.temporal import Temporal


@pytest.fixture
def seed() -> str:
    """Of all that is left to chance: `HOLDFAST_SIGNALS_SEED`, else another one each time, which is printed."""
    told = os.environ.get("HOLDFAST_SIGNALS_SEED") or str(random.randrange(10**6))
    print(f"seed {told}")
    return told


@pytest.fixture
def chance(seed) -> random.Random:
    return random.Random(seed)


@pytest.fixture
def temporal(tmp_path):
    temporal = Temporal(tmp_path)
    yield temporal.start()
    temporal.stop()


@pytest.fixture
def most_in_a_run() -> int:
    """So many signals end a run of a workflow that takes envelopes; 0: it has one."""
    return 0


@pytest.fixture
def stage(tmp_path, temporal, new_postgres, most_in_a_run):
    stage = Stage(tmp_path, temporal, new_postgres().start(), most_in_a_run)
    yield stage
    stage.stop()
