"""A server with rules, in front of a real Temporal."""

from __future__ import annotations

import pytest

from rules.watching import Watching

PREFIX = "HOLDFAST_SIGNALS_RULES_"


def rule(name: str, **settings: str) -> dict[str, str]:
    """The environment variables of a rule that signals the workflow of its thread."""
    settings = {"WORKFLOW_ID": "watch-{thread_id}", "SIGNAL": name, "PRIORITY": "high", **settings}
    return {f"{PREFIX}{name.upper()}_{key}": value for key, value in settings.items()}


@pytest.fixture(scope="session")
def watching(tmp_path_factory):
    found = Watching(tmp_path_factory.mktemp("watching"))
    yield found
    found.close()


@pytest.fixture
def ruled(watching, new_server):
    """A server with one rule of each kind."""
    settings = {"HOLDFAST_TEMPORAL_TARGET": watching.target}
    settings |= rule("asks", WHEN="interrupted") | rule("done", WHEN="finished")
    settings |= rule("stuck", WHEN="stranded", AFTER="PT10S")
    return new_server(**settings).start()
