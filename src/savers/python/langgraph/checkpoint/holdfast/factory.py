"""What LangGraph Server calls when `langgraph.json` names this package as its checkpointer."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .errors import InvalidRequest
from .saver import HoldfastSaver


@asynccontextmanager
async def checkpointer() -> AsyncIterator[HoldfastSaver]:
    """A saver for the server that `HOLDFAST_URL` and `HOLDFAST_API_KEY` name.

    Raises:
        InvalidRequest: `HOLDFAST_URL` is not set.
    """
    url = os.environ.get("HOLDFAST_URL")
    if not url:
        raise InvalidRequest("HOLDFAST_URL is not set")
    async with HoldfastSaver.from_url(url, api_key=os.environ.get("HOLDFAST_API_KEY") or None) as saver:
        yield saver
