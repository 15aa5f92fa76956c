"""Skips in CI, and what is counted."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

SKIPS = {
    "a mark": '@pytest.mark.skipif(True, reason="{}")\ndef test_it(): pass',
    "a call": 'def test_it(): pytest.skip("{}")',
    "a fixture": '@pytest.fixture\ndef missing(): pytest.skip("{}")\ndef test_it(missing): pass',
    "a module": 'pytest.skip("{}", allow_module_level=True)',
}


@pytest.fixture(autouse=True)
def counted(pytester, monkeypatch):
    """The plugin counts in a file, and there are no others, which take seconds."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("HOLDFAST_TEST_SUITE", "suite")
    monkeypatch.setenv("HOLDFAST_TEST_COUNTS", str(pytester.path / "counts"))


@pytest.fixture(params=SKIPS)
def told(request, pytester, monkeypatch):
    """`told(ci, reason)`: pytest's result of one test, skipped in one of the ways, and what was counted."""

    def run(ci, reason):
        monkeypatch.setenv("CI", ci)
        pytester.makepyfile("import pytest\n" + SKIPS[request.param].format(reason))
        result = pytester.runpytest_subprocess("-p", "counted", "-ra")
        return result, (pytester.path / "counts").read_text().splitlines()

    return run


def test_in_ci_a_skip_is_a_failure(told):
    result, counts = told("true", "the server is not built")
    assert result.ret != 0
    assert counts == ["suite: 0 passed, 1 failed, 0 skipped"]
    result.stdout.fnmatch_lines(["*skipped, which CI could avoid: the server is not built*"])


def test_in_ci_what_cannot_be_avoided_is_told(told):
    result, counts = told("true", "NOT TESTED: no such machine")
    assert result.ret in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert counts == ["suite: 0 passed, 0 failed, 1 skipped", "  1 skipped: NOT TESTED: no such machine"]


def test_elsewhere_a_skip_is_told(told):
    result, counts = told("", "the server is not built")
    assert result.ret in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert counts == ["suite: 0 passed, 0 failed, 1 skipped", "  1 skipped: the server is not built"]


def test_who_is_asked_to_end_stops_what_tests_have_started(pytester):
    pytester.makepyfile("""
        import os, signal, time
        import pytest

        @pytest.fixture
        def server():
            yield
            print("stopped")

        def test_it(server):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
    """)
    result = pytester.runpytest_subprocess("-p", "counted", "-s")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*stopped*"])


def test_all_outcomes_are_counted(pytester):
    pytester.makepyfile("""
        import pytest

        @pytest.fixture
        def broken(): raise ValueError

        def test_good(): pass
        def test_bad(): assert False
        def test_with_a_broken_fixture(broken): pass
    """)
    assert pytester.runpytest_subprocess("-p", "counted").ret == pytest.ExitCode.TESTS_FAILED
    assert (pytester.path / "counts").read_text() == "suite: 1 passed, 2 failed, 0 skipped\n"
