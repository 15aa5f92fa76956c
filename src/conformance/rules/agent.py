"""`python -m rules.agent URL THREAD STEP [hang]`: an agent in a process of its own, which may be killed in its work."""

from __future__ import annotations

import operator
import sys
import time
from typing import Annotated, TypedDict

from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

WORKING = "working"


class State(TypedDict):
    said: Annotated[list, operator.add]


def ask(state: State) -> State:
    return {"said": [interrupt("which secret?")]}


def work(state: State) -> State:
    if "hang" in sys.argv:
        print(WORKING, flush=True)
        time.sleep(600)
    return {"said": ["secret work"]}


def agent(url: str):
    graph = StateGraph(State).add_node("ask", ask).add_node("work", work)
    return graph.add_edge(START, "ask").add_edge("ask", "work").compile(HoldfastSaver.from_url(url))


STEPS = {"start": {"said": ["secret input"]}, "answer": Command(resume="secret answer"), "go-on": None}

if __name__ == "__main__":
    url, thread, step = sys.argv[1:4]
    agent(url).invoke(STEPS[step], {"configurable": {"thread_id": thread}}, durability="sync")
