"""Asking a Temporal that may not be there yet, and workflows whose worker may just have died."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

ANSWERED_WITHIN = 60.0
# Of one query. One that a worker took along when it died is never answered.
_ONE_QUERY = timedelta(seconds=3)


async def connected(target: str) -> Client:
    """As soon as there is the default namespace."""
    return await asyncio.wait_for(_connected(target), ANSWERED_WITHIN)


async def _connected(target: str) -> Client:
    while True:
        try:
            client = await Client.connect(target)
            await client.count_workflows()
            return client
        except Exception:
            await asyncio.sleep(0.1)


async def answer(workflow: WorkflowHandle[Any, Any], query: Any) -> Any:
    """What a workflow says to a query; it is asked until a worker answers."""
    return await asyncio.wait_for(_answer(workflow, query), ANSWERED_WITHIN)


async def _answer(workflow: WorkflowHandle[Any, Any], query: Any) -> Any:
    while True:
        try:
            return await workflow.query(query, rpc_timeout=_ONE_QUERY)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise
            await asyncio.sleep(0.1)
