"""Nodes signal workflows of a real Temporal: each signal arrives once, if and only if what its node wrote is stored."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import TypedDict

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint import holdfast
from langgraph.checkpoint.holdfast import HoldfastSaver, NamespaceRefused
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from support.holding import HoldingProxy
from support.signals.walker import go
from support.waiting import eventually

STEPS, LONG = 60, 120


class State(TypedDict, total=False):
    answer: str


def asking(saver, workflow, namespace="default"):
    """A graph that tells the workflow that it waits for an answer, and afterwards what the answer was."""

    def ask(state: State, config: RunnableConfig):
        thread = config["configurable"]["thread_id"]
        holdfast.signal(config, workflow, "note", f"{thread} asks", namespace=namespace, priority="critical")
        answer = interrupt("may I?")
        holdfast.signal(config, workflow, "note", f"{thread} was told {answer}")
        return {"answer": answer}

    return StateGraph(State).add_node("ask", ask).add_edge(START, "ask").compile(checkpointer=saver)


@pytest.fixture(params=["sync", "async"])
def invoke(request, durability):
    def run(graph, thread, given):
        config = {"configurable": {"thread_id": thread}}
        if request.param == "sync":
            return graph.invoke(given, config, durability=durability)
        return asyncio.run(graph.ainvoke(given, config, durability=durability))

    return run


@pytest.fixture(params=["sync", "async", "exit"])
def durability(request):
    return request.param


def progress(server, thread):
    with urllib.request.urlopen(f"{server.url}/v1/threads/{thread}/progress", timeout=30) as answer:
        return json.load(answer)["progress"]


def test_a_waiting_thread_tells_the_workflow_once(signalling, saver, invoke, workflow, thread, seen):
    graph = asking(saver, workflow)
    assert "__interrupt__" in invoke(graph, thread, {"answer": ""})
    assert seen() == [f"{thread} asks"]
    assert progress(signalling, thread) == "interrupted"
    assert invoke(graph, thread, Command(resume="yes"))["answer"] == "yes"
    assert progress(signalling, thread) == "finished"
    assert seen(2) == [f"{thread} asks", f"{thread} was told yes"]


def test_a_lost_answer_does_not_make_it_two(signalling, invoke, workflow, thread, seen):
    with HoldingProxy(signalling.url) as proxy:
        graph = asking(HoldfastSaver(proxy.url, timeout=60), workflow)
        proxy.lose = "signal"
        invoke(graph, thread, {"answer": ""})
        proxy.lose = "signal"
        invoke(graph, thread, Command(resume="yes"))
        travelled = [op["idempotency_key"][-2:] for op in proxy.seen if op["op"] == "signal"]
    assert travelled == ["/0", "/0", "/1", "/1"]
    assert seen(2) == [f"{thread} asks", f"{thread} was told yes"]


@pytest.mark.parametrize("durability", ["async", "exit"], indirect=True)
def test_a_signal_that_is_refused_stores_nothing_of_its_node(saver, invoke, thread, workflow, seen):
    graph = asking(saver, workflow, namespace="elsewhere")
    with pytest.raises(NamespaceRefused):
        invoke(graph, thread, {"answer": ""})
    found = saver.get_tuple({"configurable": {"thread_id": thread}})
    assert not any(channel == "__interrupt__" for _, channel, _ in (found.pending_writes if found else ()))
    graph = asking(saver, workflow)
    invoke(graph, thread, {"answer": ""})
    assert seen() == [f"{thread} asks"]


def test_a_server_without_temporal_refuses(live, thread):
    with pytest.raises(NamespaceRefused):
        asking(live, "any").invoke({"answer": ""}, {"configurable": {"thread_id": thread}})


def test_a_server_that_dies_while_a_thread_waits_knows_what_was_told(signalling, workflow, thread, seen):
    config = {"configurable": {"thread_id": thread}}
    asking(HoldfastSaver(signalling.url, timeout=60), workflow).invoke({"answer": ""}, config)
    signalling.kill_with_postgres()
    signalling.start()
    asking(HoldfastSaver(signalling.url, timeout=60), workflow).invoke(Command(resume="yes"), config)
    assert seen(2) == [f"{thread} asks", f"{thread} was told yes"]


def test_a_server_that_is_killed_at_any_moment_loses_and_doubles_nothing(signalling, flows, workflow, thread, seen):
    threads = [f"{thread}-{number}" for number in range(6)]
    ended = {}

    def walk(name):
        ended[name] = go(HoldfastSaver(signalling.url, timeout=120), name, workflow, LONG)

    walking = [threading.Thread(target=walk, args=(name,)) for name in threads]
    for one in walking:
        one.start()
    for _ in range(2):
        time.sleep(random.uniform(0.1, 0.5))
        assert len(ended) < len(threads), "somebody still walks"
        signalling.kill_with_postgres()
        signalling.start()
    for one in walking:
        one.join(180)
    assert ended == dict.fromkeys(threads, LONG)
    told = seen(len(threads) * LONG)
    for name in threads:
        assert [token for token in told if token.startswith(f"{name}/")] == [f"{name}/{n}" for n in range(LONG)]


def test_a_process_that_is_killed_at_any_moment_loses_and_doubles_nothing(signalling, workflow, thread, seen):
    command = [sys.executable, "-m", "support.signals.walker", signalling.url, thread, workflow, str(STEPS)]
    for _ in range(5):
        with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True) as process:
            for _ in range(random.randint(1, 4)):
                assert process.stdout.readline(), "it is not at its end"
            time.sleep(random.uniform(0, 0.05))
            process.kill()
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True, timeout=120, stdout=subprocess.DEVNULL)
    assert seen(STEPS) == [f"{thread}/{n}" for n in range(STEPS)]


def test_a_thread_that_waits_longer_than_keys_are_known_tells_the_workflow_once(new_server, flows, thread):
    server = new_server(HOLDFAST_TEMPORAL_TARGET=flows.target, HOLDFAST_SIGNALS_KEEP="1s").start()
    saver, config = HoldfastSaver(server.url, timeout=60), {"configurable": {"thread_id": thread}}
    asking(saver, "single-1").invoke({"answer": ""}, config)

    def known():
        with urllib.request.urlopen(f"{server.url}/v1/signals?workflow_id=single-1", timeout=30) as answer:
            return json.load(answer)["signals"]

    assert known()
    eventually(lambda: not known(), 90, "the server forgets the signal", every=1)
    asking(HoldfastSaver(server.url, timeout=60), "single-1").invoke(Command(resume="yes"), config)
    eventually(lambda: len(flows.seen()["single-1"]) > 1, 30, "the second signal is there")
    assert flows.seen_at_rest()["single-1"] == [f"{thread} asks", f"{thread} was told yes"]
