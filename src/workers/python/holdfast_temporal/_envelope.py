"""The batch envelope, version 1: one signal whose first payload says what the others are."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from temporalio.api.common.v1 import Payload

from .errors import UnreadableBatch

SIGNAL = "signals.batch"
VERSION = 1
LONGEST_SOURCE = 64
HIGHEST_SEQUENCE = 2**63 - 1


@dataclass(frozen=True)
class Entry:
    """One signal of a batch. `arguments` are the sender's payloads, verbatim."""

    name: str
    sequence: int
    arguments: Sequence[Payload]
    headers: Mapping[str, Payload]


@dataclass(frozen=True)
class Batch:
    """The signals that one source sent together, in the order in which they start."""

    source: str
    entries: Sequence[Entry]


def read_batch(payloads: Sequence[Payload]) -> Batch:
    """All of the batch or nothing of it: raises `UnreadableBatch` before any entry is handed out."""
    if not payloads:
        raise UnreadableBatch("the batch has no manifest")
    manifest = read_object(payloads[0], "manifest")
    version = manifest.get("version")
    if type(version) is not int or version != VERSION:
        raise UnreadableBatch(f"the manifest has another version than {VERSION}, which is what this worker reads")
    source = _checked(manifest, "source", str)
    if not 1 <= len(source) <= LONGEST_SOURCE:
        raise UnreadableBatch(f"the source has not 1 to {LONGEST_SOURCE} characters")
    sequence = _number(manifest, "first", least=1)
    entries: list[Entry] = []
    place = 1
    for told in _checked(manifest, "entries", list):
        if not isinstance(told, dict):
            raise UnreadableBatch("an entry is not a JSON object")
        behind = place + _following(told)
        if behind > len(payloads):
            raise UnreadableBatch("the entries have more arguments than there are payloads")
        entries.append(_entry(told, sequence + len(entries), payloads[place:behind]))
        place = behind
    if sequence + len(entries) > HIGHEST_SEQUENCE:
        raise UnreadableBatch("the sequences are out of range")
    if place != len(payloads):
        raise UnreadableBatch("the entries have fewer arguments than there are payloads")
    return Batch(source, entries)


def read_object(payload: Payload, what: str) -> dict[str, Any]:
    """The JSON object in a payload of encoding `json/plain`; no converter of the worker's takes part."""
    if payload.metadata.get("encoding") != b"json/plain":
        raise UnreadableBatch(f"the {what} is not json/plain")
    try:
        found = json.loads(payload.data)
    except (ValueError, RecursionError):  # what it says may quote the data
        raise UnreadableBatch(f"the {what} is not JSON") from None
    if not isinstance(found, dict):
        raise UnreadableBatch(f"the {what} is not a JSON object")
    return found


def write_object(told: Mapping[str, Any]) -> Payload:
    """The payload that `read_object` reads; keys keep their order."""
    return Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(told, separators=(",", ":")).encode())


def _following(told: Mapping[str, Any]) -> int:
    """How many payloads behind the manifest are an entry's; none if the manifest holds its arguments."""
    if "json" not in told:
        return _number(told, "args", least=0)
    if "args" in told:
        raise UnreadableBatch("an entry has both 'json' and 'args'")
    return 0


def _entry(told: Mapping[str, Any], sequence: int, following: Sequence[Payload]) -> Entry:
    _checked(told, "id", str)
    headers = _optional(told, "headers", dict)
    return Entry(
        _checked(told, "name", str),
        sequence,
        [_json(text) for text in _checked(told, "json", list)] if "json" in told else following,
        {name: _header(header) for name, header in headers.items()},
    )


def _json(text: object) -> Payload:
    """What its sender gave as `json/plain`."""
    try:
        if isinstance(text, str):
            return Payload(metadata={"encoding": b"json/plain"}, data=text.encode())
    except UnicodeEncodeError:
        pass
    raise UnreadableBatch("an entry's 'json' holds something else than texts")


def _header(told: object) -> Payload:
    if not isinstance(told, dict):
        raise UnreadableBatch("a header is not a JSON object")
    metadata = _optional(told, "metadata", dict)
    return Payload(
        metadata={name: _decoded(value) for name, value in metadata.items()},
        data=_decoded(_optional(told, "data", str)),
    )


def _decoded(value: object) -> bytes:
    try:
        if isinstance(value, str):
            return base64.b64decode(value, validate=True)
    except ValueError:
        pass
    raise UnreadableBatch("a header holds something else than base64")


def _optional(told: Mapping[str, Any], name: str, kind: type) -> Any:
    return kind() if told.get(name) is None else _checked(told, name, kind)


def _checked(told: Mapping[str, Any], name: str, kind: type) -> Any:
    value = told.get(name)
    if type(value) is not kind:
        raise UnreadableBatch(f"the manifest has no usable {name!r}")
    return value


def _number(told: Mapping[str, Any], name: str, least: int) -> int:
    value: int = _checked(told, name, int)
    if value < least:
        raise UnreadableBatch(f"the manifest has no usable {name!r}")
    return value
