"""What Holdfast judges of a thread by the names of its channels is what LangGraph says of it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from langgraph.channels import LastValue
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.pregel import NodeBuilder, Pregel

from progress.shapes import SHAPES, START_IT, ask, line, sends
from support.samples import config


def judged(url: str, thread: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{url}/v1/threads/{thread}/progress") as answer:
        return json.load(answer)


def said(graph: Any, thread: str) -> str:
    """What LangGraph says: a task that asks and has neither an answer nor an error; else whether tasks are next."""
    state = graph.get_state(config(thread))
    if any(task.interrupts and task.result is None and not task.error for task in state.tasks):
        return "interrupted"
    return "pending" if state.next else "finished"


@pytest.fixture(params=["sync", "async", "exit"])
def durability(request):
    return request.param


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_judged_is_what_langgraph_says(shape, durability, live, url, thread):
    build, steps = SHAPES[shape]
    graph = build(live)
    stops = []
    for step in steps:
        step(Durable(graph, durability), config(thread))
        stops.append((judged(url, thread)["progress"], said(graph, thread)))
    assert [judge for judge, _ in stops] == [truth for _, truth in stops]


class Durable:
    """A graph that is invoked with one durability."""

    def __init__(self, graph: Any, durability: str) -> None:
        self._graph = graph
        self._durability = durability

    def invoke(self, given: Any, at: Any) -> Any:
        return self._graph.invoke(given, at, durability=self._durability)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)


def test_the_shapes_come_to_everything_that_is_told(live, url, thread):
    told = set()
    for shape in ("line", "interrupt", "error"):
        build, steps = SHAPES[shape]
        steps[0](build(live), config(f"{thread}-{shape}"))
        told.add(judged(url, f"{thread}-{shape}")["progress"])
    assert told == {"finished", "interrupted", "pending"}


def test_the_answer_names_the_head_and_says_that_it_is_a_heuristic(live, url, thread):
    graph = line(live)
    START_IT(graph, config(thread))
    head = graph.get_state(config(thread))
    answer = judged(url, thread)
    assert answer["heuristic"] is True
    assert answer["thread_id"] == thread
    assert answer["checkpoint_ns"] == ""
    assert answer["checkpoint_id"] == head.config["configurable"]["checkpoint_id"]
    assert answer["moved_at"].endswith("Z")


def test_an_answer_whose_run_died_is_work_though_langgraph_still_lists_the_question(live, url, thread):
    """Undecidable for a reader of `get_state`: the order of the writes tells it."""
    START_IT(line(live, ask), config(thread))
    live.put_writes(
        line(live).get_state(config(thread)).config,
        [("__resume__", "this")],
        "00000000-0000-0000-0000-000000000000",
    )
    assert said(line(live, ask), thread) == "interrupted"
    assert judged(url, thread)["progress"] == "pending"


def test_a_static_breakpoint_looks_like_work(live, url, thread):
    """Undecidable: the checkpoint of a breakpoint is that of a run which died there."""
    START_IT(line(live, interrupt_before=["b"]), config(thread))
    assert judged(url, thread)["progress"] == "pending"


def test_a_graph_without_langgraphs_names_is_unknown(live, url, thread):
    node = NodeBuilder().subscribe_only("a").do(lambda word: word + word).write_to("b")
    graph = Pregel(
        nodes={"one": node},
        channels={"a": LastValue(str), "b": LastValue(str)},
        input_channels=["a"],
        output_channels=["b"],
        checkpointer=live,
    )
    assert graph.invoke({"a": "x"}, config(thread)) == {"b": "xx"}
    assert judged(url, thread)["progress"] == "unknown"


def test_what_is_encrypted_is_judged_by_names_alone(url, api_key, thread):
    """Sends that are used up cannot be told from others then, so such a thread is unknown, never finished."""
    serde = EncryptedSerializer.from_pycryptodome_aes(key=b"0123456789abcdef")
    saver = HoldfastSaver(url, api_key=api_key, serde=serde)
    found = {}
    for name, build, step in (
        ("line", line, START_IT),
        ("asks", lambda s: line(s, ask), START_IT),
        ("breakpoint", lambda s: line(s, interrupt_before=["b"]), START_IT),
        ("sends", sends, START_IT),
    ):
        step(build(saver), config(f"{thread}-{name}"))
        found[name] = judged(url, f"{thread}-{name}")["progress"]
    assert found == {"line": "finished", "asks": "interrupted", "breakpoint": "pending", "sends": "unknown"}
