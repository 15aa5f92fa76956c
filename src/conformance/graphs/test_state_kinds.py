"""What can be in a state: large, typed, encrypted."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import operator
import os
from datetime import datetime, timezone
from decimal import Decimal
from typing import Annotated, Any, TypedDict
from uuid import UUID

import numpy as np
import pydantic
import pytest
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.graph import START, StateGraph

from support.driving import Driver
from support.samples import config, next_version, put


class Mood(str, enum.Enum):
    CALM = "calm"


@dataclasses.dataclass
class Point:
    x: int
    y: float


class Person(pydantic.BaseModel):
    name: str
    born: datetime
    mood: Mood = Mood.CALM
    where: Point | None = None


class Bag(TypedDict, total=False):
    things: Annotated[list, operator.add]
    one: Any


def carrying(saver, things):
    """A graph whose two nodes put `things` into the state."""
    graph = StateGraph(Bag)
    graph.add_node("put", lambda _: {"things": list(things), "one": things[0]})
    graph.add_node("pass", lambda state: {"things": [type(state["one"]).__name__]})
    graph.add_edge(START, "put")
    graph.add_edge("put", "pass")
    return graph.compile(checkpointer=saver)


THINGS = {
    "enum": Mood.CALM,
    "dataclass": Point(1, -0.0),
    "pydantic": Person(name="Ada", born=datetime(1815, 12, 10, tzinfo=timezone.utc), where=Point(1, 2.5)),
    "decimal": Decimal("1.10"),
    "uuid": UUID(int=7),
    "set": {1, 2},
    "bytes": bytes(range(256)),
    "datetime": datetime(2026, 1, 1, tzinfo=timezone.utc),
}


@pytest.mark.parametrize("kind", THINGS)
def test_a_value_comes_back_with_its_type(live, loop, thread, kind):
    graph = Driver(carrying(live, [THINGS[kind]]), thread, loop)
    graph.invoke({"things": []})

    found = graph.state().values

    assert (type(found["one"]), found["one"]) == (type(THINGS[kind]), THINGS[kind])
    assert found["things"] == [THINGS[kind], type(THINGS[kind]).__name__]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["float64", "int8", "bool", "complex128", "<U3"])
def test_an_array_comes_back_as_it_was(live, loop, thread, dtype, order):
    array = np.array([[0, 1, 2], [3, 4, 5]], order=order).astype(dtype, order=order)
    graph = Driver(carrying(live, [array]), thread, loop)
    graph.invoke({"things": []})

    found = graph.state().values["one"]

    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert np.array_equal(found, array)


def test_a_state_class_of_pydantic_is_filled_anew(same):
    class State(pydantic.BaseModel):
        person: Person
        visits: Annotated[int, operator.add] = 0

    def visit(state):
        return {"visits": 1, "person": state.person.model_copy(update={"name": state.person.name + "!"})}

    def build(saver):
        graph = StateGraph(State)
        graph.add_node("visit", visit)
        graph.add_edge(START, "visit")
        return graph.compile(checkpointer=saver)

    def story(graph):
        graph.invoke({"person": THINGS["pydantic"]})
        return graph.invoke({"visits": 10})

    told = same(build, story)

    assert (told["answer"]["person"].name, told["answer"]["visits"]) == ("Ada!!", 12)


def test_a_state_class_that_is_a_dataclass(same):
    @dataclasses.dataclass
    class State:
        mood: Mood
        places: Annotated[list, operator.add] = dataclasses.field(default_factory=list)

    def build(saver):
        graph = StateGraph(State)
        graph.add_node("go", lambda state: {"places": [Point(len(state.places), 0)]})
        graph.add_edge(START, "go")
        return graph.compile(checkpointer=saver)

    def story(graph):
        graph.invoke({"mood": Mood.CALM})
        return graph.invoke({"mood": Mood.CALM})

    told = same(build, story)

    assert told["answer"]["places"] == [Point(0, 0), Point(1, 0)]
    assert type(told["answer"]["mood"]) is Mood


def digest(value):
    return hashlib.sha256(value).hexdigest()


def test_a_value_of_20_megabytes_goes_through_a_graph(live, loop, thread):
    large = os.urandom(20_000_000)
    graph = Driver(carrying(live, [large]), thread, loop)

    graph.invoke({"things": []})

    found = graph.state().values
    assert digest(found["one"]) == digest(found["things"][0]) == digest(large)
    assert len(graph.history()) == 4


def test_a_history_larger_than_any_answer_is_read_page_by_page(live, loop, thread):
    large = [os.urandom(20_000_000) for _ in range(4)]
    parent = None
    for number, value in enumerate(large):
        parent = put(live, thread, {"v": value}, versions={"v": next_version(number)}, parent=parent)

    found = Driver(carrying(live, large), thread, loop).saver.list(config(thread))

    assert [digest(one.checkpoint["channel_values"]["v"]) for one in found] == [digest(v) for v in large[::-1]]


def test_an_encrypted_graph_tells_the_same_story(url, api_key, loop, thread):
    serde = EncryptedSerializer.from_pycryptodome_aes(key=os.urandom(16))
    things = [*THINGS.values(), "text", 1, None]
    told = []
    for saver in (HoldfastSaver(url, api_key=api_key, serde=serde), InMemorySaver()):
        graph = Driver(carrying(saver, things), thread, loop)
        result = graph.invoke({"things": []})
        told.append((result, graph.state().values, [one.values for one in graph.history()]))

    assert told[0] == told[1]
