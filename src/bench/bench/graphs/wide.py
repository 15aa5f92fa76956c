"""`wide_state`: a state of fifteen fields, six nodes that copy some to others, until there are enough messages."""

from __future__ import annotations

import operator
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from langgraph.graph import END, START, StateGraph

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LISTS = {"messages", "trigger_events", "categorizations", "responses", "memory_docs", "relevant_rules"}
DICTIONARIES = {"user_info", "crm_info", "slack_participants", "notified_assignees", "autoresponse", "issue"}


def _newer(old: Any, new: Any) -> Any:
    return new or old


def _given(old: Any, new: Any) -> Any:
    return new if new is not None else old


def _last(_old: Any, new: Any) -> Any:
    return new


@dataclass(kw_only=True)
class State:
    """As that of a graph that answers support mail."""

    messages: Annotated[list[Any], operator.add] = field(default_factory=list)
    trigger_events: Annotated[list[Any], operator.add] = field(default_factory=list)
    primary_issue_medium: Annotated[str, _newer] = "email"
    autoresponse: Annotated[dict[str, Any] | None, _last] = None
    issue: Annotated[dict[str, Any] | None, _newer] = None
    relevant_rules: list[dict[str, Any]] | None = None
    memory_docs: list[dict[str, Any]] | None = None
    categorizations: Annotated[list[dict[str, Any]], operator.add] = field(default_factory=list)
    responses: Annotated[list[dict[str, Any]], operator.add] = field(default_factory=list)
    user_info: Annotated[dict[str, Any] | None, _given] = None
    crm_info: Annotated[dict[str, Any] | None, _given] = None
    email_thread_id: Annotated[str | None, _given] = None
    slack_participants: Annotated[dict[str, Any], operator.or_] = field(default_factory=dict)
    bot_id: str | None = None
    notified_assignees: Annotated[dict[str, Any], operator.or_] = field(default_factory=dict)


# Node, what it reads, what it writes.
NODES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("one", "messages", ("trigger_events", "primary_issue_medium")),
    ("two", "trigger_events", ("autoresponse", "issue")),
    ("three", "autoresponse", ("relevant_rules",)),
    ("four", "trigger_events", ("categorizations", "responses", "memory_docs")),
    (
        "five",
        "categorizations",
        ("user_info", "crm_info", "email_thread_id", "slack_participants", "bot_id", "notified_assignees"),
    ),
    ("six", "responses", ("messages",)),
)


def _node(read: str, write: Sequence[str], letters: int, source: random.Random) -> Any:
    async def copy(state: State) -> dict[str, Any]:
        value = getattr(state, read)
        several = value if isinstance(value, list) else [value]
        text = "".join(source.choices(LETTERS, k=letters))
        return {name: several if name in LISTS else several[-1] if name in DICTIONARIES else text for name in write}

    return copy


def compiled(saver: Any, source: random.Random, least: int) -> Any:
    """The graph; it ends when there are more than `least` messages."""
    graph = StateGraph(State)
    for name, read, write in NODES:
        graph.add_node(name, _node(read, write, least, source))
    graph.add_edge(START, "one")
    graph.add_edge("one", "two")
    graph.add_edge("two", "three")
    graph.add_edge("two", "four")
    graph.add_edge(["three", "four"], "five")
    graph.add_edge("five", "six")
    graph.add_conditional_edges("six", lambda state: END if len(state.messages) > least else "one", ["one", END])
    return graph.compile(checkpointer=saver)


def message(width: int) -> dict[str, Any]:
    """The input: nested dictionaries, `width` by `width`."""
    leaf = ["hi?" * 10, True, 1, 6327816386138, None] * 5
    inner = range(width)
    return {"messages": [{str(one) * 10: {str(two) * 10: leaf for two in inner} for one in inner}]}
