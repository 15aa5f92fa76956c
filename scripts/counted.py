"""A pytest plugin of `./holdfast test`: in CI no test is left out unseen, and what ran is counted in a file.

Where `CI` is `true`, a skip is a failure unless its reason begins with `NOT TESTED: `: those CI cannot avoid.
`HOLDFAST_TEST_COUNTS` names the file; `HOLDFAST_TEST_SUITE` what the line in it is about.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

UNAVOIDABLE = "NOT TESTED: "


def pytest_configure() -> None:
    """Whoever is asked to end does so as after Ctrl-C, which may not reach it: what tests have started is stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _judged(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = _reason(report)
    if reason is None or reason.startswith(UNAVOIDABLE) or os.environ.get("CI") != "true":
        return
    report.outcome = "failed"
    report.longrepr = f"skipped, which CI could avoid: {reason}"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    if not report.skipped or hasattr(report, "wasxfail") or not isinstance(report.longrepr, tuple):
        return None
    return report.longrepr[2].removeprefix("Skipped: ")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _judged(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _judged(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Adds the suite's line to the file, and one for each reason of a skip."""
    path = os.environ.get("HOLDFAST_TEST_COUNTS")
    if not path:
        return
    stats = terminalreporter.stats
    passed, failed, skipped = (len(stats.get(kind, ())) for kind in ("passed", "failed", "skipped"))
    suite = os.environ.get("HOLDFAST_TEST_SUITE", "Python")
    lines = [f"{suite}: {passed} passed, {failed + len(stats.get('error', ()))} failed, {skipped} skipped"]
    reasons = Counter(_reason(report) for report in stats.get("skipped", ()))
    lines += [f"  {times} skipped: {reason}" for reason, times in reasons.items()]
    with Path(path).open("a") as told:
        told.write("\n".join(lines) + "\n")
