"""What LangGraph Server calls when `langgraph.json` names this package as its checkpointer or store."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from .errors import InvalidRequest
from .saver import HoldfastSaver

if TYPE_CHECKING:
    from langgraph.store.holdfast import HoldfastStore


@asynccontextmanager
async def checkpointer() -> AsyncIterator[HoldfastSaver]:
    """A saver for the server that `HOLDFAST_URL` and `HOLDFAST_API_KEY` name.

    Raises:
        InvalidRequest: `HOLDFAST_URL` is not set.
    """
    async with HoldfastSaver.from_url(**_server()) as made:
        yield made


@asynccontextmanager
async def store() -> AsyncIterator[HoldfastStore]:
    """A store on that server, with the `ttl` and `index` that stand in `langgraph.json` beside its path.

    `embed` of the index is one of `HoldfastStore`'s strings, or `./file.py:name`.

    Raises:
        InvalidRequest: `HOLDFAST_URL` is not set, or the index cannot be.
    """
    from langgraph.store.holdfast import HoldfastStore

    async with HoldfastStore.from_url(**_server(), **_settings()) as made:
        yield made


def _server() -> dict[str, Any]:
    url = os.environ.get("HOLDFAST_URL")
    if not url:
        raise InvalidRequest("HOLDFAST_URL is not set")
    return {"url": url, "api_key": os.environ.get("HOLDFAST_API_KEY") or None}


def _settings() -> dict[str, Any]:
    # LangGraph Server puts this part of langgraph.json there, and tells a store of one's own nothing else of it.
    told = json.loads(os.environ.get("LANGGRAPH_STORE") or "{}")
    index = told.get("index")
    if index and ".py:" in str(index.get("embed")):
        index = {**index, "embed": _function(index["embed"])}
    return {"ttl": told.get("ttl"), "index": index}


def _function(place: str) -> Any:
    path, _, name = place.rpartition(":")
    spec = importlib.util.spec_from_file_location("_holdfast_embed", path)
    try:
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return getattr(module, name)
    except (OSError, AttributeError) as error:
        raise InvalidRequest(f"langgraph.json: there is no {place} ({type(error).__name__})") from error
