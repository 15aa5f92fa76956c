"""What savers of one connection share."""

from __future__ import annotations

from langgraph.checkpoint.base import BaseCheckpointSaver

from ._history import HistoryPolicy
from ._kept import KeptValues
from ._lineage import Lineage
from ._unsent import UnsentSignals
from .transport import Connection


class Sharing(BaseCheckpointSaver[str]):
    """A saver that finds with its connection what others of it remember, too. Its constructor sets the attributes."""

    _connection: Connection
    _timeout: float
    _cache_bytes: int
    _latest: bool

    @property
    def _lineage(self) -> Lineage:
        return self._connection.shared("lineage", Lineage)

    @property
    def _kept(self) -> KeptValues:
        return self._connection.shared(f"kept-{self._cache_bytes}", lambda: KeptValues(self._cache_bytes))

    @property
    def _unsent(self) -> UnsentSignals:
        return self._connection.shared("unsent", UnsentSignals)

    @property
    def _history(self) -> HistoryPolicy | None:
        return self._connection.shared("history-latest", lambda: HistoryPolicy("latest")) if self._latest else None
