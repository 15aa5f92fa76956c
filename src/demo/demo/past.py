"""History and time travel: the last part of the story."""

from __future__ import annotations

from typing import Any

from langgraph.types import Command

from .journal import Journal
from .narrator import Narrator
from .place import Place


class Past:
    """Looks at a thread's checkpoints, and lets one of them end otherwise."""

    def __init__(self, graph: Any, place: Place, journal: Journal, narrator: Narrator) -> None:
        self._graph, self._place, self._journal, self._narrator = graph, place, journal, narrator

    def tell(self) -> None:
        """History first, then the fork."""
        history = self._shown()
        head, asked = history[0], next(one for one in history if _is_asked(one))
        before = self._journal.lines()
        self._narrator.chapter("6. What if the human had said no?")
        ended = self._otherwise(asked)
        self._compare(head, asked, ended)
        after = self._journal.lines()
        self._narrator.claim("no tool did anything for it: still 1 roll-back", before == after, after)

    def _shown(self) -> list[Any]:
        self._narrator.chapter("5. Every step is still there")
        history: list[Any] = list(self._graph.get_state_history(self._place.config))
        for one in history:
            messages = len(one.values.get("messages", ()))
            coming = f"{len(one.next)} x {one.next[0]}" if one.next else "end"
            self._narrator.say(f"step {one.metadata['step']}", f"{messages} messages, next: {coming}")
        ids = [one.config["configurable"]["checkpoint_id"] for one in history]
        linked = all(one.parent_config == before.config for one, before in zip(history, history[1:], strict=False))
        in_order = ids == sorted(ids, reverse=True) and linked and history[-1].parent_config is None
        self._narrator.claim(f"{len(history)} checkpoints, newest first, each the child of the next", in_order, ids)
        return history

    def _otherwise(self, asked: Any) -> str:
        """Goes back to the checkpoint where the question was open, and answers no."""
        self._narrator.say("back to", f"step {asked.metadata['step']}, where the question was open")
        self._graph.invoke(None, asked.config)  # The question is asked again, on a branch of its own
        self._graph.invoke(Command(resume="no, not on a Friday"), self._place.config)
        text = _last(self._graph.get_state(self._place.config))
        self._narrator.say("assistant", text)
        return text

    def _compare(self, head: Any, asked: Any, ended: str) -> None:
        claim = self._narrator.claim
        original = self._graph.get_state(head.config)
        claim("the new branch ends without a roll-back", "leave production alone" in ended, ended)
        claim("the original branch is unchanged", original == head, original)
        history = self._graph.get_state_history(self._place.config)
        branches = sum(one.parent_config == asked.config for one in history)
        claim("both branches begin at the same checkpoint", branches == 2, branches)


def _is_asked(state: Any) -> bool:
    """The last message asks for the risky tool, and nobody has run it."""
    calls = getattr(state.values["messages"][-1], "tool_calls", None) if state.values.get("messages") else None
    return bool(calls) and calls[0]["name"] == "roll_back"


def _last(state: Any) -> str:
    return str(state.values["messages"][-1].content).strip()
