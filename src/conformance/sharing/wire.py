"""Batches without any saver between, in MessagePack or JSON; and splices as a saver would tell them, or would not."""

from __future__ import annotations

import base64
import json
import urllib.request
from typing import Any

import ormsgpack
import xxhash

FORMATS = ("application/msgpack", "application/json")


class Wire:
    """Sends operations whose bytes are `bytes`, and gives results likewise (JSON's stay base64)."""

    def __init__(self, url: str, api_key: str | None, format: str) -> None:
        self._url = url
        self._json = format.endswith("json")
        self._headers = {"Content-Type": format, **({"x-api-key": api_key} if api_key else {})}

    def batch(self, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        """Results, in order."""
        body = {"operations": operations}
        data = json.dumps(in_json(body)).encode() if self._json else ormsgpack.packb(body)
        request = urllib.request.Request(f"{self._url}/v1/batch", data=data, headers=self._headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            told = answer.read()
        return (json.loads(told) if self._json else ormsgpack.unpackb(told))["results"]

    def one(self, operation: dict[str, Any]) -> dict[str, Any]:
        """The result of a batch of one."""
        (result,) = self.batch(operation)
        return result

    def told(self, data: bytes) -> Any:
        """Bytes as an answer tells them."""
        return in_json(data) if self._json else data


def in_json(value: Any) -> Any:
    """Bytes become base64."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key: in_json(item) for key, item in value.items()}
    return [in_json(item) for item in value] if isinstance(value, (list, tuple)) else value


def sum_of(data: bytes) -> bytes:
    """xxh3-128 as the protocol has it."""
    return xxhash.xxh3_128_digest(data)


def joined(base: bytes, parts: list[Any]) -> bytes:
    """What the parts give."""
    return b"".join(part if isinstance(part, bytes) else base[part[0] : part[0] + part[1]] for part in parts)


def splice(base: bytes, version: Any, parts: list[Any], /, **instead: Any) -> dict[str, Any]:
    """A splice of a base; `instead` names what it tells wrongly."""
    whole = joined(base, parts)
    right = {
        "type": "bytes",
        "base": {"version": version, "checksum": sum_of(base)},
        "parts": parts,
        "length": len(whole),
        "checksum": sum_of(whole),
    }
    return {**right, **instead}


def put(thread: str, key: str, version: Any, value: dict[str, Any], parent: str | None = None) -> dict[str, Any]:
    """The operation, with one channel `a`."""
    return {
        "op": "put",
        "thread_id": thread,
        "checkpoint_id": key,
        "parent_checkpoint_id": parent,
        "channel_versions": {"a": version},
        "values": {"a": value},
        "skeleton": {"type": "null", "bytes": b""},
        "sequence": 1,
    }


def whole(data: bytes) -> dict[str, Any]:
    """A value."""
    return {"type": "bytes", "bytes": data}


def get(thread: str, key: str | None = None, **more: Any) -> dict[str, Any]:
    """The operation."""
    return {"op": "get_tuple", "thread_id": thread, "checkpoint_id": key, **more}
