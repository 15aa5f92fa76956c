"""Tells a story to a graph on Holdfast and to the same graph on the memory saver, in every way there is."""

from __future__ import annotations

import asyncio

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from support.driving import Driver, NormalForm


@pytest.fixture(params=["sync", "async"])
def loop(request):
    if request.param == "sync":
        yield None
        return
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(params=["sync", "async", "exit"])
def durability(request):
    return request.param


@pytest.fixture
def same(live, loop, durability, thread):
    """`same(build, story)`: what the story tells is the same on both savers, and so is all they then hold."""

    def run(build, story):
        told = []
        for saver in (live, InMemorySaver()):
            driver = Driver(build(saver), thread, loop, durability)
            normal = NormalForm()
            answer = normal.of(story(driver))
            told.append(
                {
                    "answer": answer,
                    "rows": normal.rows(driver.rows()),
                    "state": normal.of(driver.state(subgraphs=True)),
                    "history": normal.of(driver.history()),
                }
            )
            if loop is not None and saver is live:
                loop.run_until_complete(live.__aexit__(None, None, None))
        ours, theirs = told
        for part in ours:
            assert ours[part] == theirs[part], part
        return ours

    return run
