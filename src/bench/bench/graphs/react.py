"""`react_agent`: an agent that calls a tool so many times, then answers; `add_messages`, one task for each call."""

from __future__ import annotations

import random
import uuid
from typing import Annotated, Any, TypedDict, cast

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import Send

REPEATS = 100
RESULTS = 10


class State(TypedDict):
    """A conversation."""

    messages: Annotated[list[AnyMessage], add_messages]


def _id(source: random.Random) -> str:
    return str(uuid.UUID(int=source.getrandbits(128), version=4))


def _responses(source: random.Random, calls: int) -> list[AIMessage]:
    told = []
    for _ in range(calls):
        call = {"id": _id(source), "name": "look_up", "args": {"query": _id(source) * REPEATS}}
        told.append(AIMessage("", tool_calls=[call], id=_id(source)))
    return [*told, AIMessage("answer" * REPEATS, id=_id(source))]


def compiled(saver: Any, source: random.Random, calls: int) -> Any:
    """The graph; its answers are fixed beforehand by `source`."""
    responses = iter(_responses(source, calls))

    async def agent(state: State) -> dict[str, Any]:
        return {"messages": [next(responses)]}

    async def tools(call: dict[str, Any]) -> dict[str, Any]:
        result = f"result for query: {call['args']['query']}" * RESULTS
        return {"messages": [ToolMessage(result, name=call["name"], tool_call_id=call["id"], id=_id(source))]}

    def after(state: State) -> list[Send] | str:
        last = state["messages"][-1]
        assert isinstance(last, AIMessage)
        return [Send("tools", call) for call in last.tool_calls] or END

    graph = StateGraph(State)
    graph.add_node("agent", agent)
    graph.add_node("tools", cast(Any, tools))  # its input is what `Send` brings
    graph.add_edge(START, "agent")
    graph.add_conditional_edges("agent", after, ["tools", END])
    graph.add_edge("tools", "agent")
    return graph.compile(checkpointer=saver)


def question(source: random.Random) -> dict[str, Any]:
    """The input."""
    return {"messages": [HumanMessage("hi?", id=_id(source))]}
