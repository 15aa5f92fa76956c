"""The process that runs the agent: `python -m demo.worker URL THREAD JOURNAL INPUT`.

INPUT is JSON: `{"say": text}`, `{"decide": text}` or `{}` to go on where another process was cut off.
Tells on its output what happens, one JSON object a line.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langgraph.types import Command

from .agent import agent_with
from .place import Place
from .tools import journal_at


def tell(event: str, text: str) -> None:
    """To the parent, at once."""
    print(json.dumps({"event": event, "text": text}), flush=True)


def graph_input(told: dict[str, str]) -> Any:
    """What LangGraph is called with: a message, a decision, or None to go on."""
    if "say" in told:
        return {"messages": [HumanMessage(told["say"])]}
    return Command(resume=told["decide"]) if "decide" in told else None


def tell_update(update: dict[str, Any]) -> None:
    """What a finished node did."""
    for interrupted in update.get("__interrupt__", ()):
        tell("interrupt", interrupted.value)
    # LangGraph marks what it did not run but found in the checkpoint
    result = "kept" if update.get("__metadata__", {}).get("cached") else "result"
    for node in ("agent", "tools"):
        for message in (update.get(node) or {}).get("messages", ()):
            if isinstance(message, AIMessage):
                for call in message.tool_calls:
                    tell("call", f"{call['name']}({', '.join(call['args'].values())})")
            else:
                tell(result, str(message.content))


def main(url: str, thread: str, journal: str, told: str) -> None:
    """Runs the agent until it has answered, waits for a human, or is killed."""
    place = Place(url, thread)
    graph = agent_with(place.saver(), journal_at(journal))
    stream = graph.stream(graph_input(json.loads(told)), place.config, stream_mode=["updates", "messages"])
    for mode, part in stream:
        if mode == "updates":
            tell_update(part)
        elif isinstance(part[0], AIMessageChunk) and part[0].content:
            tell("word", str(part[0].content))


if __name__ == "__main__":
    main(*sys.argv[1:])
