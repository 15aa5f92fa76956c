"""Threads that keep only the latest of their history."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from ._operations import packed
from .transport import Prelude

logger = logging.getLogger(__name__)

POLICIES = ("full", "latest")


class HistoryPolicy:
    """Tells the server the policy of each thread right before its first put; thread-safe.

    A thread that is deleted begins its next life with the policy `full`, so each life is told. Forgetting
    is harmless: the thread is told again.
    """

    def __init__(self, history: str, most: int = 4096) -> None:
        self._history = history
        self._most = most
        self._lock = Lock()
        self._told: OrderedDict[str, int] = OrderedDict()
        self._warned = False

    def prelude(self, thread_id: str, checkpoint_ns: str, incarnation: int | None) -> Prelude | None:
        """What goes before a put; None if the thread was told.

        Args:
            incarnation: the life of the thread that the put belongs to; None if it may begin one. Only
                a put of the root namespace counts as such: those of subgraphs are many, and follow one.
        """
        with self._lock:
            told = self._told.get(thread_id)
        if told is not None and (told == incarnation or (incarnation is None and checkpoint_ns)):
            return None
        fields = {"op": "set_history", "thread_id": thread_id, "history": self._history}
        if incarnation is not None:
            fields["incarnation"] = incarnation  # type: ignore[assignment]
        return Prelude(packed(fields), lambda result: self._answered(thread_id, result))

    def _answered(self, thread_id: str, result: Any) -> bool:
        answer = result if isinstance(result, dict) else {}
        if "incarnation" not in answer:
            self._warn(answer.get("problem") or {})
            return False
        with self._lock:
            self._told[thread_id] = answer["incarnation"]
            self._told.move_to_end(thread_id)
            if len(self._told) > self._most:
                self._told.popitem(last=False)
        return True

    def _warn(self, problem: Mapping[str, Any]) -> None:
        # The put after it is answered by itself, and the next one tries again.
        if problem.get("retry") == "never" and problem.get("code") != "thread-deleted" and not self._warned:
            self._warned = True
            logger.warning("The server does not take the policy for history: %s", problem.get("code"))
