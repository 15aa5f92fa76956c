"""LangGraph's own conformance package 0.0.2: 81 tests in eight capabilities, one pytest test each."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

import pytest
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.capabilities import Capability
from langgraph.checkpoint.holdfast import HoldfastSaver

EXPECTED = {
    "put": 17,
    "put_writes": 10,
    "get_tuple": 10,
    "list": 16,
    "delete_thread": 5,
    "delete_for_runs": 7,
    "copy_thread": 8,
    "prune": 8,
}


def official_tests(capability: str) -> list:
    module = import_module(f"langgraph.checkpoint.conformance.spec.test_{capability}")
    return getattr(module, f"ALL_{capability.upper()}_TESTS")


CASES = [
    pytest.param(case, id=f"{capability}-{case.__name__.removeprefix('test_')}")
    for capability in EXPECTED
    for case in official_tests(capability)
]


@pytest.mark.parametrize("case", CASES)
async def test_official(case, live):
    async with live:
        await case(live)


async def test_the_report_says_81_passed_and_eight_of_eight_capabilities(url, api_key):
    @checkpointer_test(name="HoldfastSaver")
    async def registered():
        async with HoldfastSaver.from_url(url, api_key=api_key) as saver:
            yield saver

    report = await validate(registered)

    assert {name: found.failures for name, found in report.results.items() if found.failures} == {}
    assert {name for name, found in report.results.items() if found.detected} == set(EXPECTED)
    assert {name: found.tests_passed for name, found in report.results.items()} == EXPECTED
    assert sum(found.tests_passed for found in report.results.values()) == 81
    assert report.conformance_level() == "FULL"


def test_the_suite_is_the_one_we_count_on():
    assert version("langgraph-checkpoint-conformance") == "0.0.2"
    assert {capability.value for capability in Capability} == set(EXPECTED)
    assert {name: len(official_tests(name)) for name in EXPECTED} == EXPECTED
