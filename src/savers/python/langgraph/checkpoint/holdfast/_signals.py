"""`signal`: what nodes call."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from langchain_core.runnables import RunnableConfig

from ._operations import packed
from ._signal_fields import Priority, Start, fields_of
from ._task import Task, checkpointer_of, current_config, task_of
from .errors import InvalidSignal
from .saver import HoldfastSaver

_MOST_KEY_BYTES = 255


def signal(
    config: RunnableConfig | None,
    workflow_id: str,
    name: str,
    *arguments: Any,
    namespace: str = "default",
    run_id: str | None = None,
    priority: Priority = "normal",
    start: Start | None = None,
    headers: Mapping[str, Any] | None = None,
    deliver_not_before: datetime | None = None,
    expire_at: datetime | None = None,
    fence: bool = False,
    on_dead_letter: Literal["pass", "hold"] = "pass",
    grace: timedelta | float | None = None,
) -> None:
    """Signals a workflow of Temporal, together with what this node writes: both are committed, or neither is.

    Sends nothing by itself. The signal leaves with the node's writes when it ends or is interrupted; if it fails, and
    before it is tried again, what it asked for is dropped. A node that runs again on the same checkpoint, after an
    interrupt, a crash or a lost answer, does not signal twice: its first signal is its first, whatever it says then.
    Where the run stores nothing before it ends (`durability="exit"`), signals leave with what is stored then.

    Args:
        config: of the node; None: of what runs here (in async nodes from Python 3.11).
        arguments: of the signal; JSON, copied now.
        namespace: of Temporal.
        run_id: only that run of the workflow.
        start: starts the workflow if it does not run.
        headers: JSON by name.
        deliver_not_before: with a time zone; so is `expire_at`, after which it is a dead letter.
        fence: a critical one that waits for everything before it, and nothing after it passes.
        on_dead_letter: `hold`: if it dies, those behind it wait for somebody.
        grace: how long the workflow may be missing, at most a day; seconds if it is a number.

    Raises:
        InvalidSignal: not in a node of a graph whose checkpointer is a `HoldfastSaver`, or an argument cannot travel.
        LimitExceeded: arguments and headers of more than 1 MiB, or more than 900 signals in one write.
    """
    configurable = current_config(config)
    saver = checkpointer_of(configurable)
    if not isinstance(saver, HoldfastSaver):
        found = "no checkpointer" if saver is None else f"a {type(saver).__name__} as checkpointer"
        raise InvalidSignal(f"the graph has {found}; signals leave with what a HoldfastSaver stores")
    fields = fields_of(
        workflow_id=workflow_id,
        name=name,
        arguments=arguments,
        namespace=namespace,
        run_id=run_id,
        priority=priority,
        start=start,
        headers=headers,
        deliver_not_before=deliver_not_before,
        expire_at=expire_at,
        fence=fence,
        on_dead_letter=on_dead_letter,
        grace=grace,
    )
    task = task_of(configurable)
    saver._unsent.add(task, lambda number: _packed(fields, key_of(task, number)))


def key_of(task: Task, number: int) -> str:
    """What names a signal in its workflow: the same when its node runs again on the same checkpoint."""
    key = f"{task.thread_id}/{task.checkpoint_id}/{task.task_id}/{number}"
    if len(key.encode("utf-8", "replace")) <= _MOST_KEY_BYTES:
        return key
    return "sha256/" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _packed(fields: Mapping[str, Any], key: str) -> bytes:
    # The place of the write is known when the request is made; until then its one byte is left out.
    return packed({"op": "signal", "first_wins": True, "idempotency_key": key, **fields, "with": 0})[:-1]
