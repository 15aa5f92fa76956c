"""The agent: each turn a question, a tool call, a long tool result and an answer; all words are seeded."""

from __future__ import annotations

import random
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages

from ..words import vocabulary

QUESTION, RESULT, ANSWER = 200, 2000, 800


class State(TypedDict):
    """A conversation."""

    messages: Annotated[list[AnyMessage], add_messages]


class Words:
    """Text as people write it, from a seed: no two pieces are equal."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = vocabulary(self._random)
        self._count = 0

    def text(self, size: int) -> str:
        """So many characters."""
        words = self._random.choices(self._words, k=size // 3)
        return " ".join(words)[:size]

    def name(self) -> str:
        """An id."""
        self._count += 1
        return f"{self._count:06d}-{self._random.getrandbits(64):016x}"


def question(words: Words) -> dict[str, Any]:
    """What a turn begins with."""
    return {"messages": [HumanMessage(words.text(QUESTION), id=words.name())]}


def compiled(saver: Any, words: Words) -> Any:
    """The graph: two supersteps of the agent with its tool between them."""

    async def agent(state: State) -> dict[str, Any]:
        if isinstance(state["messages"][-1], HumanMessage):
            call = {"name": "look_up", "args": {"about": words.text(20)}, "id": words.name()}
            return {"messages": [AIMessage("", tool_calls=[call], id=words.name())]}
        return {"messages": [AIMessage(words.text(ANSWER), id=words.name())]}

    async def tools(state: State) -> dict[str, Any]:
        call = state["messages"][-1].tool_calls[0]  # type: ignore[union-attr]
        return {"messages": [ToolMessage(words.text(RESULT), tool_call_id=call["id"], id=words.name())]}

    def after(state: State) -> str:
        return "tools" if state["messages"][-1].tool_calls else END  # type: ignore[union-attr]

    graph = StateGraph(State)
    graph.add_node("agent", agent)
    graph.add_node("tools", tools)
    graph.add_edge(START, "agent")
    graph.add_conditional_edges("agent", after, ["tools", END])
    graph.add_edge("tools", "agent")
    return graph.compile(checkpointer=saver)
