"""What a server takes, and whether it is one of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ormsgpack

from .._problems import error_from_problem
from ..errors import HoldfastError, IncompatibleServerError
from .http1 import Response

PROTOCOL = 1
# What a request's body holds beside its operations, at most.
ENVELOPE_BYTES = 64


@dataclass(frozen=True)
class Limits:
    """The limits that decide how batches are split; the defaults hold until `GET /v1` is answered."""

    operations: int = 1000
    body_bytes: int = 128 * 1024 * 1024
    timeout_ms: int = 60_000


def limits_of(response: Response) -> Limits:
    """Reads the answer to `GET /v1`.

    Raises:
        IncompatibleServerError: another product, another protocol, or no answer that we can read.
        HoldfastError: the server's own problem, e.g. a missing key.
    """
    told = decoded(response.body)
    if response.status != 200:
        if isinstance(told, Mapping) and "code" in told and response.status not in (404, 405, 406, 415):
            raise error_from_problem(told, response.status)
        if response.status >= 500:
            raise HoldfastError(f"GET /v1 gave {response.status}", code="unavailable", status=response.status)
        raise IncompatibleServerError(
            f"no Holdfast server there: GET /v1 gave {response.status}", status=response.status
        )
    if not isinstance(told, Mapping) or told.get("name") != "holdfast":
        raise IncompatibleServerError("another service answers there, not Holdfast")
    if told.get("protocol") != PROTOCOL:
        raise IncompatibleServerError(
            f"the server speaks protocol {told.get('protocol')!r}, this saver speaks {PROTOCOL}"
        )
    return _limits(told.get("limits") or {})


def _limits(told: Mapping[str, Any]) -> Limits:
    known = {name: told[name] for name in Limits.__dataclass_fields__ if isinstance(told.get(name), int)}
    return Limits(**known)


def decoded(body: bytes | bytearray) -> Any:
    """A body that may be MessagePack or JSON (problems and proxies do not ask what we accept)."""
    try:
        if body[:1] in (b"{", b"["):
            import json

            return json.loads(body)
        return ormsgpack.unpackb(body)
    except Exception:
        return None
