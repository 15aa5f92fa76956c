"""Tables of medians: contenders are rows, figures are columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .contenders import TITLES
from .report import aligned
from .samples import Spread, Summary

NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """One figure; `scale` is what it is divided by."""

    title: str
    figure: str
    digits: int = 0
    scale: float = 1.0
    with_spread: bool = False

    def told(self, spread: Spread | None) -> str:
        """A cell."""
        if spread is None:
            return NOTHING
        text = f"{spread.median / self.scale:,.{self.digits}f}"
        return f"{text} ±{spread.around:.0%}" if self.with_spread else text


def of_case(
    summary: Summary, case: str, title: str, columns: tuple[Column, ...], titles: Mapping[str, str] = TITLES
) -> list[str]:
    """The table of one case, and an empty line; `titles` are those of its contenders."""
    rows = [[title, *(column.title for column in columns)]]
    for contender in sorted(summary.contenders(case), key=list(titles).index):
        cells = [column.told(summary.spread(case, contender, column.figure)) for column in columns]
        rows.append([titles[contender], *cells])
    return [*aligned(rows), ""]
