"""The fields of a signal as they travel, each checked when it is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Literal, TypedDict

from ._metadata import strict_object
from .errors import InvalidSignal, LimitExceeded

Priority = Literal["critical", "high", "normal", "low", "background"]
_PRIORITIES = ("critical", "high", "normal", "low", "background")
_REUSES = ("allow_duplicate", "allow_duplicate_failed_only", "reject_duplicate")
# As the server has them. Each argument and header counts with what says that it is JSON.
_MOST_CHARACTERS, _MOST_TEXT_BYTES, _MOST_ARGUMENTS, _MOST_BYTES = 1000, 1024, 1000, 1024 * 1024
_ENCODING_BYTES = len("encodingjson/plain")
_MOST_GRACE = timedelta(days=1)


class Start(TypedDict, total=False):
    """The workflow that is started if it does not run; the first two are required, `arguments` are its input."""

    workflow_type: str
    task_queue: str
    id_reuse_policy: Literal["allow_duplicate", "allow_duplicate_failed_only", "reject_duplicate"]
    arguments: list[Any]


def fields_of(**given: Any) -> dict[str, Any]:
    """What is given to `signal` by name, without what is nothing; `arguments` are a tuple.

    Raises:
        InvalidSignal: something cannot travel.
        LimitExceeded: it is too large, or more than 64 levels deep.
    """
    fields = {("signal" if name == "name" else name): _READ[name](name, value) for name, value in given.items()}
    if fields["fence"] and fields["priority"] != "critical":
        raise InvalidSignal("fence is for critical signals")
    fields["grace_ms"] = fields.pop("grace")
    _check_size(fields)
    return {name: value for name, value in fields.items() if value}


def _text(what: str, value: Any) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise InvalidSignal(f"{what} is not a text of at least one character, none of them U+0000")
    strict_object({what: value}, "signal", InvalidSignal)
    if len(value) > _MOST_CHARACTERS or len(value.encode()) > _MOST_TEXT_BYTES:
        raise _too_much("signal_characters", _MOST_CHARACTERS, f"{what} of {len(value)} characters")
    return str.__str__(value)


def _one_of(what: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise InvalidSignal(f"{what} is none of {', '.join(known)}")
    return str(value)


def _headers(what: str, value: Any) -> dict[str, Any]:
    plain = strict_object({} if value is None else value, what, InvalidSignal)
    metadata = {"encoding": b"json/plain"}
    return {_text("a header's name", name): {"metadata": metadata, "data": _json(one)} for name, one in plain.items()}


def _arguments(what: str, value: tuple[Any, ...]) -> list[Any]:
    plain: list[Any] = strict_object({what: [*value]}, "signal", InvalidSignal)[what]
    if len(plain) > _MOST_ARGUMENTS:
        raise _too_much("arguments", _MOST_ARGUMENTS, f"a signal with {len(plain)} of them")
    return plain


def _json(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _moment(what: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise InvalidSignal(f"{what} is not a datetime with a time zone")
    return value.astimezone(timezone.utc).isoformat()


def _start(what: str, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    plain = strict_object(value, what, InvalidSignal)
    unknown = plain.keys() - Start.__annotations__.keys()
    if unknown:
        raise InvalidSignal(f"start has an unknown field: {min(unknown)}")
    for name in ("workflow_type", "task_queue"):
        _text(f"start.{name}", plain.get(name))
    if plain.get("id_reuse_policy") is not None:
        _one_of("start.id_reuse_policy", plain["id_reuse_policy"], _REUSES)
    arguments = plain.get("arguments", [])
    if not isinstance(arguments, list) or len(arguments) > _MOST_ARGUMENTS:
        raise InvalidSignal(f"start.arguments is not a list of at most {_MOST_ARGUMENTS}")
    return plain


def _milliseconds(what: str, value: Any) -> int:
    if value is None:
        return 0
    try:
        told = value if isinstance(value, timedelta) else timedelta(seconds=value)
    except (TypeError, ValueError, OverflowError):
        raise InvalidSignal(f"{what} is neither a timedelta nor a number of seconds") from None
    if not timedelta(0) <= told <= _MOST_GRACE:
        raise InvalidSignal(f"{what} is less than nothing, or more than a day")
    return told // timedelta(milliseconds=1)


def _check_size(fields: Mapping[str, Any]) -> None:
    sizes = [len(name) + len(payload["data"]) for name, payload in fields["headers"].items()]
    started = (fields["start"] or {}).get("arguments", [])
    sizes += [len(_json(argument)) for argument in [*fields["arguments"], *started]]
    size = sum(sizes) + _ENCODING_BYTES * len(sizes)
    if size > _MOST_BYTES:
        raise _too_much("signal_bytes", _MOST_BYTES, f"a signal of {size} bytes")


def _too_much(limit: str, maximum: int, what: str) -> LimitExceeded:
    detail = f"{what} (limit {limit}: at most {maximum})"
    return LimitExceeded(detail, problem={"limit": limit, "maximum": maximum})


def _optional_text(what: str, value: Any) -> str | None:
    return None if value is None else _text(what, value)


def _flag(what: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidSignal(f"{what} is neither True nor False")
    return value


_READ: dict[str, Callable[[str, Any], Any]] = {
    "workflow_id": _text,
    "name": _text,
    "arguments": _arguments,
    "namespace": _text,
    "run_id": _optional_text,
    "priority": lambda what, value: _one_of(what, value, _PRIORITIES),
    "start": _start,
    "headers": _headers,
    "deliver_not_before": _moment,
    "expire_at": _moment,
    "fence": _flag,
    "on_dead_letter": lambda what, value: _one_of(what, value, ("pass", "hold")),
    "grace": _milliseconds,
}
