"""The agent's benchmark runs, and its parts say what they should. The first test needs a built server."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from bench import traffic
from bench.agent import command
from bench.agent.graph import Words, compiled, question

PUTS_EACH_TURN = 5


@pytest.mark.usefixtures("built_server")
def test_a_quick_run_measures_every_contender(tmp_path: Path) -> None:
    assert command.run(["--quick", "--json", str(tmp_path / "result.json")]) == 0
    told = json.loads((tmp_path / "result.json").read_text())
    by = {one["contender"]: one for one in told["samples"]}
    assert told["failures"] == []
    assert set(by) == {"postgres", "postgres-pool", "holdfast", "sqlite", "memory"}
    assert all(one["puts"] == told["turns"] * PUTS_EACH_TURN for one in by.values())
    assert len({one["head_bytes"] for one in by.values()}) == 1
    assert all(one["sent_bytes"] > one["head_bytes"] for name, one in by.items() if name not in ("memory", "sqlite"))
    assert not {"transactions", "sent_bytes", "disk_bytes", "cold_ms"} & set(by["memory"])
    assert 0 < by["holdfast"]["transactions"] <= by["postgres"]["transactions"]
    assert by["postgres"]["rows"] == by["postgres-pool"]["rows"] > by["postgres"]["transactions"]
    assert all(one["cold_ms"] > 0 and one["disk_bytes"] > 0 for name, one in by.items() if name != "memory")


def test_a_turn_is_a_question_a_call_its_result_and_an_answer() -> None:
    words = Words(1)
    graph = compiled(InMemorySaver(), words)
    state = asyncio.run(graph.ainvoke(question(words), {"configurable": {"thread_id": "t"}}))
    assert [one.type for one in state["messages"]] == ["human", "ai", "tool", "ai"]
    assert [len(one.content) for one in state["messages"]] == [200, 0, 2000, 800]


def test_the_same_seed_gives_the_same_words_and_none_twice() -> None:
    one, other = Words(7), Words(7)
    first = [one.text(200) for _ in range(50)]
    assert first == [other.text(200) for _ in range(50)]
    assert len(set(first)) == 50


def test_traffic_is_counted_for_one_port_only() -> None:
    with ExitStack() as stack:
        server, other = (stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2))
        one, two = (stack.enter_context(socket.create_connection(to.getsockname())) for to in (server, other))
        accepted, _ = (stack.enter_context(to.accept()[0]) for to in (server, other))
        one.sendall(b"x" * 1000)
        two.sendall(b"x" * 5000)
        assert len(accepted.recv(1000, socket.MSG_WAITALL)) == 1000
        accepted.sendall(b"y" * 300)
        assert len(one.recv(300, socket.MSG_WAITALL)) == 300
        told = traffic.to_port(server.getsockname()[1])
    assert (told.sent, told.received) == (1000, 300)


def test_counting_leaves_nothing_open() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        traffic.to_port(1)
    assert len(os.listdir("/proc/self/fd")) == before
