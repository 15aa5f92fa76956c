"""A Temporal with a worker and workflows, and a Holdfast that signals them, for nodes that do so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver

from support.processes import end
from support.server import Server
from support.signals.flows import Flows
from support.signals.temporal import Temporal
from support.signals.worker import ENVELOPE


@pytest.fixture(scope="module")
def flows(tmp_path_factory):
    """Workflows that write down what they are signalled."""
    directory = tmp_path_factory.mktemp("temporal")
    temporal = Temporal(directory).start()
    command = [sys.executable, "-m", "support.signals.worker", temporal.target]
    with (directory / "worker.log").open("wb") as log:
        worker = subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=log, stderr=subprocess.STDOUT)
    flows = Flows(temporal.target)
    flows.target = temporal.target
    yield flows
    flows.close()
    end(worker.pid)
    worker.wait()
    temporal.stop()


@pytest.fixture(scope="module")
def signalling(tmp_path_factory, flows):
    """A Holdfast that may signal the namespace `default`."""
    settings = {"HOLDFAST_TEMPORAL_TARGET": flows.target, "HOLDFAST_SIGNALS_ENVELOPE": f"default/{ENVELOPE}"}
    with Server(tmp_path_factory.mktemp("signalling"), settings) as server:
        yield server


@pytest.fixture
def saver(signalling):
    return HoldfastSaver(signalling.url, timeout=60)


@pytest.fixture(params=["single-0", "enveloped-0"])
def workflow(request):
    """One whose signals come each by itself, and one whose come in batches."""
    return request.param


@pytest.fixture
def seen(flows, workflow, thread):
    """What the workflow was signalled by this test's threads, when nothing more comes."""

    def told(least=1):
        deadline = 60
        while deadline and len(_mine(flows.seen(), workflow, thread)) < least:
            deadline -= 1
            flows.seen_at_rest()
        return _mine(flows.seen_at_rest(), workflow, thread)

    return told


def _mine(seen, workflow, thread):
    return [token for token in seen[workflow] if token.startswith(thread)]
