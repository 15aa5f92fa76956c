"""How far each source has come in a workflow; a run hands it to the next."""

from __future__ import annotations

from collections.abc import Mapping

from temporalio.api.common.v1 import Payload

from ._envelope import LONGEST_SOURCE, read_object, write_object
from .errors import UnreadableBatch

HEADER = "holdfast-watermarks"
MOST_SOURCES = 16


class Watermarks:
    """For each source the highest sequence that was taken. Of more than 16 sources the least recently used goes."""

    def __init__(self) -> None:
        self._highest: dict[str, int] = {}  # the least recently used first

    @staticmethod
    def carried(headers: Mapping[str, Payload]) -> Watermarks:
        """Those that the headers of a run bring along; none where they bring none."""
        watermarks = Watermarks()
        if HEADER in headers:
            for source, sequence in read_object(headers[HEADER], f"header {HEADER}").items():
                if not 1 <= len(source) <= LONGEST_SOURCE or type(sequence) is not int or sequence < 1:
                    raise UnreadableBatch(f"the header {HEADER} holds something else than sources and sequences")
                watermarks.take(source, sequence)
        return watermarks

    def take(self, source: str, sequence: int) -> bool:
        """Whether this is new; then it is the highest of its source. A repeat, too, is a use of the source."""
        highest = self._highest.pop(source, 0)
        self._highest[source] = max(highest, sequence)
        if len(self._highest) > MOST_SOURCES:
            del self._highest[next(iter(self._highest))]
        return sequence > highest

    def as_object(self) -> dict[str, int]:
        """Source to sequence, the least recently used first."""
        return dict(self._highest)

    def headers(self) -> dict[str, Payload]:
        """What the next run needs; nothing while no batch was seen."""
        if not self._highest:
            return {}
        return {HEADER: write_object(self._highest)}
