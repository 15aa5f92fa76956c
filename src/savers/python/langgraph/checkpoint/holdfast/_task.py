"""The task of a graph that a node runs as, as LangGraph tells it in the node's config."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

from .errors import InvalidSignal

# Names of LangGraph's that it exports nowhere; they are part of what savers and its server rely on.
_TASK_ID, _READ, _CALL = "__pregel_task_id", "__pregel_read", "__pregel_call"
_RUNTIME, _DURABILITY, _CHECKPOINTER = "__pregel_runtime", "__pregel_durability", "__pregel_checkpointer"


class Task(NamedTuple):
    """One task, at one of its attempts.

    Attributes:
        task_id: unique in its thread. It is the same when the task runs again on its checkpoint.
        around: ids of the tasks that run the subgraphs it is in.
        checkpoints: of its graph and each around it, by namespace: the id of the one that it runs on.
        checkpoint_id: the one of its own graph.
        run: the same object in one run of the outermost graph; None where LangGraph does not tell.
        writes: what it has written. LangGraph has one for each task of a run, and empties it when it tries again.
        at_exit: whether nothing is stored before the run ends.
        may_try_again: whether a failure may be followed by another attempt in the same run.
    """

    thread_id: str
    task_id: str
    around: frozenset[str]
    checkpoints: Mapping[str, str]
    checkpoint_id: str
    run: object
    writes: deque[tuple[str, Any]]
    at_exit: bool
    may_try_again: bool


def current_config(config: RunnableConfig | None) -> Mapping[str, Any]:
    """The `configurable` of a node's config, or of the node that runs here.

    Raises:
        InvalidSignal: there is none.
    """
    found = var_child_runnable_config.get() if config is None else config
    configurable = found.get("configurable") if isinstance(found, Mapping) else None
    if not isinstance(configurable, Mapping) or not configurable.get(_TASK_ID):
        raise InvalidSignal("no config of a running node or task: pass the one that it takes")
    return configurable


def checkpointer_of(configurable: Mapping[str, Any]) -> Any:
    """The saver of the graph that the node is in; None if it has none. Seen through the wrapper of LangGraph Server."""
    saver = configurable.get(_CHECKPOINTER)
    return getattr(saver, "_inner", None) or saver


def task_of(configurable: Mapping[str, Any]) -> Task:
    """The task that a node's config is for.

    Raises:
        InvalidSignal: something is missing that LangGraph has in it.
    """
    thread_id, writes = configurable.get("thread_id"), _writes_of(configurable)
    checkpoints = configurable.get("checkpoint_map") or {}
    *outer, _ = str(configurable.get("checkpoint_ns") or "").split("|")
    checkpoint_id = checkpoints.get("|".join(outer))
    if thread_id is None or writes is None or not checkpoint_id:
        raise InvalidSignal("the config does not tell the thread, checkpoint and writes of a running node or task")
    return Task(
        thread_id=str(thread_id),
        task_id=configurable[_TASK_ID],
        around=frozenset(part.rpartition(":")[2] for part in outer if ":" in part),
        checkpoints=checkpoints,
        checkpoint_id=checkpoint_id,
        run=run_of(configurable),
        writes=writes,
        at_exit=configurable.get(_DURABILITY) == "exit",
        may_try_again=_may_try_again(configurable),
    )


def run_of(configurable: Mapping[str, Any]) -> object:
    """What stands for the run of the outermost graph, in the config of a node and in those that savers get."""
    return getattr(configurable.get(_RUNTIME), "control", None)


def _writes_of(configurable: Mapping[str, Any]) -> deque[tuple[str, Any]] | None:
    for argument in getattr(configurable.get(_READ), "args", ()):
        writes = getattr(argument, "writes", None)
        if isinstance(writes, deque):
            return writes
    return None


def _may_try_again(configurable: Mapping[str, Any]) -> bool:
    call = configurable.get(_CALL)
    if not isinstance(call, partial) or not call.args or not isinstance(call.args[0], weakref.ref):
        return True
    own = getattr(call.args[0](), "retry_policy", True)
    return bool(own or call.keywords.get("retry_policy", True))
