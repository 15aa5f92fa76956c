"""Signals beside what else LangGraph does with tasks: error handlers, time-outs, caches, streams, LangGraph Server."""

from __future__ import annotations

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.cache.memory import InMemoryCache
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import CachePolicy, RetryPolicy, TimeoutPolicy

from langgraph.checkpoint import holdfast
from langgraph.checkpoint.holdfast import HoldfastSaver
from needs import needs_311
from samples import config
from signalling import DURABILITIES, Runner, State, said, sent

FAST = RetryPolicy(initial_interval=0.001, jitter=False, max_attempts=2)


@pytest.fixture(params=["sync", "async"])
def run(request):
    return Runner(request.param)


@pytest.fixture
def saver(fake):
    return HoldfastSaver(fake.url)


def telling(text):
    def tell(config):
        holdfast.signal(config, "flow", "told", text)
        return {"said": [text]}

    return tell


def failing(config):
    telling("fails")(config)
    raise ConnectionError("not now")


@pytest.mark.parametrize("durability", DURABILITIES)
@pytest.mark.parametrize("retry", [None, FAST])
def test_of_a_node_with_an_error_handler_only_the_handler_signals(fake, saver, run, durability, retry):
    graph = StateGraph(State)
    graph.add_node("fails", run.node(failing), error_handler=run.node(telling("handled")), retry_policy=retry)
    graph.add_node("after", run.node(telling("after"))).add_edge(START, "fails")
    graph.add_edge("fails", "after").add_edge("after", END)
    result = run(graph.compile(checkpointer=saver), "t", {"said": []}, durability=durability)
    assert "handled" in result["said"]
    assert "fails" not in [text for _, _, text in said(fake)]
    assert "handled" in [text for _, _, text in said(fake)]


@needs_311
@pytest.mark.parametrize("durability", DURABILITIES)
def test_of_an_attempt_that_took_too_long_nothing_leaves(fake, saver, durability):
    tries = []

    async def slow(state, config: RunnableConfig):
        tries.append(1)
        if len(tries) == 1:
            holdfast.signal(config, "flow", "told", "too slow")
            await asyncio.sleep(60)
        return {"said": ["in time"]}

    graph = StateGraph(State)
    graph.add_node("slow", slow, timeout=TimeoutPolicy(run_timeout=1.0), retry_policy=FAST)
    graph = graph.add_edge(START, "slow").compile(checkpointer=saver)
    assert Runner("async")(graph, "t", {"said": []}, durability=durability)["said"] == ["in time"]
    assert said(fake) == [] and "holdfast" not in str(fake.state.writes)


def test_what_comes_out_of_a_cache_signals_nothing_and_stores_nothing_of_ours(fake, saver, run):
    graph = StateGraph(State)
    graph.add_node("one", run.node(telling("a")), cache_policy=CachePolicy(), retry_policy=FAST)
    graph = graph.add_edge(START, "one").compile(checkpointer=saver, cache=InMemoryCache())
    for thread in "tu":
        assert run(graph, thread, {"said": []})["said"] == ["a"]
    assert sent(fake) == 1 and "holdfast" not in str(fake.state.writes)


@pytest.mark.parametrize("retry", [None, FAST])
def test_streams_are_as_without_signals(fake, saver, retry):
    def streamed(function):
        graph = Runner("sync").line(saver, function, lambda config: None, retry_policy=retry)
        modes = ["updates", "values"]
        return [*graph.stream({"said": []}, config(uuid.uuid4().hex), stream_mode=modes)]

    assert streamed(telling("a")) == streamed(lambda config: {"said": ["a"]})
    assert streamed(lambda config: telling("a")(config) and None) == streamed(lambda config: None)


def test_threads_of_a_node_signal_side_by_side(fake, saver):
    def many(config):
        with ThreadPoolExecutor(8) as pool:
            [*pool.map(lambda number: holdfast.signal(config, "flow", "told", number), range(200))]

    runner = Runner("sync")
    runner(runner.line(saver, many), "t", {"said": []})
    assert sorted(number for _, _, number in said(fake)) == [*range(200)]


class FakeWrapper(BaseCheckpointSaver):
    """Holds a saver as `_CustomCheckpointerAdapter` of LangGraph Server does, which cannot be imported elsewhere."""

    def __init__(self, inner):
        super().__init__(serde=inner.serde)
        self._inner = inner

    def put(self, *arguments):
        return self._inner.put(*arguments)

    def put_writes(self, *arguments):
        self._inner.put_writes(*arguments)

    def get_tuple(self, *arguments):
        return self._inner.get_tuple(*arguments)


def test_langgraph_servers_wrapper_is_seen_through(fake, saver):
    runner = Runner("sync")
    runner(runner.line(FakeWrapper(saver), telling("a")), "t", {"said": []})
    assert said(fake) == [("flow", "told", "a")]
