"""`fanout_to_subgraph`: one task for each subject, each a subgraph of twelve supersteps."""

from __future__ import annotations

import operator
import random
from typing import Annotated, Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SUBJECT_LETTERS = 1000
BUMPS = 10


class Overall(TypedDict):
    """All jokes."""

    subjects: list[list[str]]
    jokes: Annotated[list[str], operator.add]


class JokeInput(TypedDict):
    """What one task begins with."""

    subject: Any


class JokeOutput(TypedDict):
    """What one task gives."""

    jokes: list[str]


class Joke(JokeInput, JokeOutput):
    """The state of one task."""


async def _edit(state: JokeInput) -> dict[str, Any]:
    return {"subject": f"{state['subject']} - hohoho"}


async def _generate(state: JokeInput) -> dict[str, Any]:
    return {"jokes": [f"Joke about {state['subject']}"]}


async def _bump(state: JokeOutput) -> dict[str, Any]:
    return {"jokes": [state["jokes"][0] + " a"]}


async def _again(state: JokeOutput) -> str:
    return END if state["jokes"][0].endswith(" a" * BUMPS) else "bump"


def _subgraph() -> Any:
    graph = StateGraph(Joke, input_schema=JokeInput, output_schema=JokeOutput)
    graph.add_node("edit", _edit)
    graph.add_node("generate", _generate)
    graph.add_node("bump", _bump)
    graph.add_edge(START, "edit")
    graph.add_edge("edit", "generate")
    graph.add_edge("generate", "bump")
    graph.add_conditional_edges("bump", _again, ["bump", END])
    graph.add_edge("generate", END)
    return graph.compile()


def compiled(saver: Any) -> Any:
    """The graph."""

    async def spread(state: Overall) -> list[Send]:
        return [Send("generate_joke", {"subject": one}) for one in state["subjects"]]

    graph = StateGraph(Overall)
    graph.add_node("generate_joke", _subgraph())
    graph.add_conditional_edges(START, spread, ["generate_joke"])
    graph.add_edge("generate_joke", END)
    return graph.compile(checkpointer=saver)


def subjects(source: random.Random, count: int) -> dict[str, Any]:
    """The input: each subject a list of a thousand letters, as in LangGraph's."""
    return {"subjects": [source.choices(LETTERS, k=SUBJECT_LETTERS) for _ in range(count)]}
