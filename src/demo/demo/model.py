"""A chat model that needs no key: it follows a script, but it does read the conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable

Call = tuple[str, dict[str, str]]


def decide(messages: Sequence[BaseMessage]) -> tuple[str, list[Call]]:
    """What to say next, and which tools to call."""
    start = max(at for at, message in enumerate(messages) if isinstance(message, HumanMessage))
    results = {m.name: str(m.content) for m in messages[start:] if isinstance(m, ToolMessage)}
    if "fix" not in str(messages[start].content):
        return _first_look(results)
    return _fix(results)


def _first_look(results: dict[str | None, str]) -> tuple[str, list[Call]]:
    if not results:
        services = ("checkout", "payments")
        return "I compare both services.", [("read_metrics", {"service": s}) for s in services]
    return "It is checkout: eight times slower since 14:02. Payments is as fast as ever.", []


def _fix(results: dict[str | None, str]) -> tuple[str, list[Call]]:
    if not results:
        look: list[Call] = [
            ("read_metrics", {"service": "database"}),
            ("search_logs", {"service": "checkout"}),
            ("search_logs", {"service": "database"}),
        ]
        return "I look in three places at once.", look
    if "roll_back" not in results:
        reason = "Version 8.4 of checkout takes every connection of the database. I would roll it back."
        return reason, [("roll_back", {"service": "checkout", "version": "8.3"})]
    if "refused" in results["roll_back"]:
        return "I leave production alone. Until 8.4 is repaired, limit its pool to 5 connections.", []
    return f"Done: {results['roll_back']}.", []


class ScriptedModel(BaseChatModel):
    """Answers like a provider's model: in pieces, with tool calls at the end."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Takes any tools: the script knows them."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text, calls = decide(messages)
        called = [{"name": name, "args": args, "id": _call_id(messages, at)} for at, (name, args) in enumerate(calls)]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text, tool_calls=called))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        text, calls = decide(messages)
        for word in text.split():
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=f"{word} "))
            if run_manager:
                run_manager.on_llm_new_token(f"{word} ", chunk=chunk)
            yield chunk
        pieces = [
            tool_call_chunk(name=name, args=json.dumps(args), id=_call_id(messages, at), index=at)
            for at, (name, args) in enumerate(calls)
        ]
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=pieces))


def _call_id(messages: Sequence[BaseMessage], at: int) -> str:
    return f"call-{len(messages)}-{at}"
