"""The agent: a model and its tools, each tool call a task of its own."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode
from langgraph.types import Send

from .journal import Journal
from .model import ScriptedModel
from .tools import tools_with


def _next_step(state: MessagesState) -> Any:
    """One task for each tool call: what a finished one found is kept though another is cut off."""
    calls = getattr(state["messages"][-1], "tool_calls", [])
    return [Send("tools", [call]) for call in calls] or END


def agent_with(saver: BaseCheckpointSaver[Any], journal: Journal) -> Any:
    """The compiled graph; its state lives in `saver` only."""
    tools = tools_with(journal)
    model = ScriptedModel().bind_tools(tools)

    def agent(state: MessagesState) -> dict[str, Any]:
        return {"messages": [model.invoke(state["messages"])]}

    graph = StateGraph(MessagesState)
    graph.add_node("agent", agent)
    graph.add_node("tools", ToolNode(tools))
    graph.add_edge(START, "agent")
    graph.add_conditional_edges("agent", _next_step, ["tools", END])
    graph.add_edge("tools", "agent")
    return graph.compile(checkpointer=saver)
