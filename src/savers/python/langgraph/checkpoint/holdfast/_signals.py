"""`signal`: what nodes call."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Literal, TypedDict

from langchain_core.runnables import RunnableConfig

from ._metadata import strict_object
from ._operations import packed
from ._task import Task, checkpointer_of, current_config, task_of
from .errors import InvalidSignal, LimitExceeded
from .saver import HoldfastSaver

Priority = Literal["critical", "high", "normal", "low", "background"]
_PRIORITIES = ("critical", "high", "normal", "low", "background")
_REUSES = ("allow_duplicate", "allow_duplicate_failed_only", "reject_duplicate")
_MOST_CHARACTERS, _MOST_KEY_BYTES, _MOST_BYTES = 1000, 255, 1024 * 1024
_MOST_GRACE = timedelta(days=1)


class Start(TypedDict, total=False):
    """The workflow that is started if it does not run; the first two are required, `arguments` are its input."""

    workflow_type: str
    task_queue: str
    id_reuse_policy: Literal["allow_duplicate", "allow_duplicate_failed_only", "reject_duplicate"]
    arguments: list[Any]


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
    fields: dict[str, Any] = {
        "workflow_id": _text("workflow_id", workflow_id),
        "signal": _text("name", name),
        "namespace": _text("namespace", namespace),
        "priority": _one_of("priority", priority, _PRIORITIES),
        "arguments": strict_object({"arguments": list(arguments)}, "signal", InvalidSignal)["arguments"],
        "headers": {_text("a header", key): _payload(value) for key, value in (headers or {}).items()},
        "on_dead_letter": _one_of("on_dead_letter", on_dead_letter, ("pass", "hold")),
        "run_id": None if run_id is None else _text("run_id", run_id),
        "deliver_not_before": _moment("deliver_not_before", deliver_not_before),
        "expire_at": _moment("expire_at", expire_at),
        "start": None if start is None else _start(start),
        "fence": _fence(fence, priority),
        "grace_ms": _milliseconds(grace),
    }
    _check_size(fields)
    task, told = task_of(configurable), {name: value for name, value in fields.items() if value}
    saver._unsent.add(task, lambda number: _packed(told, key_of(task, number)))


def key_of(task: Task, number: int) -> str:
    """What names a signal in its workflow: the same when its node runs again on the same checkpoint."""
    key = f"{task.thread_id}/{task.checkpoint_id}/{task.task_id}/{number}"
    if len(key.encode("utf-8", "replace")) <= _MOST_KEY_BYTES:
        return key
    return "sha256/" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _packed(fields: Mapping[str, Any], key: str) -> bytes:
    # The place of the write is known when the request is made; until then its one byte is left out.
    return packed({"op": "signal", "first_wins": True, "idempotency_key": key, **fields, "with": 0})[:-1]


def _text(what: str, value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > _MOST_CHARACTERS or "\0" in value:
        raise InvalidSignal(f"{what} is not a text of 1 to {_MOST_CHARACTERS} characters without U+0000")
    strict_object({what: value}, "signal", InvalidSignal)
    return str.__str__(value)


def _one_of(what: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise InvalidSignal(f"{what} is none of {', '.join(known)}")
    return str(value)


def _payload(value: Any) -> dict[str, Any]:
    plain = strict_object({"value": value}, "header", InvalidSignal)["value"]
    return {"metadata": {"encoding": b"json/plain"}, "data": _json(plain)}


def _json(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _moment(what: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise InvalidSignal(f"{what} is not a datetime with a time zone")
    return value.astimezone(timezone.utc).isoformat()


def _start(value: Any) -> dict[str, Any]:
    plain = strict_object(value, "start", InvalidSignal)
    unknown = plain.keys() - Start.__annotations__.keys()
    if unknown:
        raise InvalidSignal(f"start has an unknown field: {min(unknown)}")
    for name in ("workflow_type", "task_queue"):
        _text(f"start.{name}", plain.get(name))
    if plain.get("id_reuse_policy") is not None:
        _one_of("start.id_reuse_policy", plain["id_reuse_policy"], _REUSES)
    if not isinstance(plain.get("arguments", []), list):
        raise InvalidSignal("start.arguments is not a list")
    return plain


def _fence(value: Any, priority: str) -> bool:
    if value and priority != "critical":
        raise InvalidSignal("fence is for critical signals")
    return bool(value)


def _milliseconds(grace: Any) -> int:
    if grace is None:
        return 0
    try:
        told = grace if isinstance(grace, timedelta) else timedelta(seconds=grace)
    except (TypeError, ValueError, OverflowError):
        raise InvalidSignal("grace is neither a timedelta nor a number of seconds") from None
    if not timedelta(0) <= told <= _MOST_GRACE:
        raise InvalidSignal("grace is less than nothing, or more than a day")
    return told // timedelta(milliseconds=1)


def _check_size(fields: Mapping[str, Any]) -> None:
    size = sum(len(payload["data"]) for payload in fields["headers"].values())
    size += sum(len(_json(argument)) for argument in fields["arguments"])
    if size > _MOST_BYTES:
        told = {"limit": "signal_bytes", "maximum": _MOST_BYTES}
        raise LimitExceeded(f"signal of {size} bytes (limit signal_bytes: at most {_MOST_BYTES})", problem=told)
