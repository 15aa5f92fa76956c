"""Reads one checkpoint."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig

from ._kept import Kept, KeptValues, completed, known
from ._operations import get_tuple_operation, place_of
from ._splices import DamagedSplice
from .transport import Operation

logger = logging.getLogger(__name__)


class TupleRead:
    """One `get_tuple`: asks only for what differs from the values held, and once more for all if that fails."""

    def __init__(self, kept: KeptValues, config: RunnableConfig, timeout: float) -> None:
        self._place = place_of(config)
        self._kept = kept
        self._timeout = timeout
        self._held: Mapping[str, Kept] = kept.at(self._place[:2])
        self.done = False

    def next_operation(self) -> Operation:
        """The request; only while not `done`."""
        return get_tuple_operation(*self._place, self._timeout, known(self._held))

    def take(self, result: Mapping[str, Any]) -> dict[str, Any] | None:
        """The tuple of the protocol with all its values, None if there is none or it is not `done`.

        Raises:
            DamagedSplice: the server tells splices although nothing is held.
        """
        told: dict[str, Any] | None = result["tuple"]
        if told is not None:
            try:
                new = completed(told, self._held)
            except DamagedSplice as error:
                if not self._held:
                    raise
                # Not what a server does; but whoever reads wants the value, and it can be had whole.
                logger.warning("Reading all values whole: thread_id=%s, %s", self._place[0], error)
                self._held = {}
                return None
            self._kept.keep(self._place[:2], new)
        self.done = True
        return told
