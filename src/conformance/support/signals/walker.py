"""`python -m support.signals.walker URL THREAD WORKFLOW STEPS`: walks a graph whose every step signals, or goes on.

It says each step.
"""

from __future__ import annotations

import sys
import time
from typing import TypedDict

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint import holdfast
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

# So that a kill meets each part of a step.
_PAUSE = 0.01


class Walk(TypedDict):
    """How far it has come."""

    step: int


def walk(saver: HoldfastSaver, workflow: str, steps: int) -> CompiledStateGraph:
    """A node that runs `steps` times, and signals which time it is: `THREAD/STEP`."""

    def step(state: Walk, config: RunnableConfig) -> Walk:
        token = f"{config['configurable']['thread_id']}/{state['step']}"
        holdfast.signal(config, workflow, "note", token, priority="high")
        print(token, flush=True)
        time.sleep(_PAUSE)
        return {"step": state["step"] + 1}

    graph = StateGraph(Walk).add_node("step", step).add_edge(START, "step")
    graph.add_conditional_edges("step", lambda state: "step" if state["step"] < steps else END)
    return graph.compile(checkpointer=saver)


def go(saver: HoldfastSaver, thread: str, workflow: str, steps: int) -> int:
    """Begins the walk, or goes on with it; how far it came."""
    config: RunnableConfig = {"configurable": {"thread_id": thread}, "recursion_limit": steps + 5}
    graph = walk(saver, workflow, steps)
    given = None if graph.get_state(config).values else {"step": 0}
    return graph.invoke(given, config, durability="sync")["step"]


if __name__ == "__main__":
    go(HoldfastSaver(sys.argv[1], timeout=60), sys.argv[2], sys.argv[3], int(sys.argv[4]))
