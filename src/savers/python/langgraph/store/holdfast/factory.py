"""What LangGraph Server calls when `langgraph.json` names this package as its store."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.checkpoint.holdfast.errors import InvalidRequest

from .store import HoldfastStore


@asynccontextmanager
async def store() -> AsyncIterator[HoldfastStore]:
    """A store on the server that `HOLDFAST_URL` and `HOLDFAST_API_KEY` name.

    Raises:
        InvalidRequest: `HOLDFAST_URL` is not set.
    """
    url = os.environ.get("HOLDFAST_URL")
    if not url:
        raise InvalidRequest("HOLDFAST_URL is not set")
    async with HoldfastStore.from_url(url, api_key=os.environ.get("HOLDFAST_API_KEY") or None) as made:
        yield made
