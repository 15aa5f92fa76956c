"""Pictures of a benchmark: bars, contenders beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .contenders import TITLES
from .samples import Summary

# Told apart also by people who do not see every colour (Okabe and Ito).
COLOURS = {
    "postgres": "#E69F00",
    "postgres-pool": "#D55E00",
    "holdfast": "#0072B2",
    "sqlite": "#009E73",
    "redis": "#CC79A7",
    "memory": "#999999",
    "sdk": "#E69F00",
    "sdk-slow": "#D55E00",
}


@dataclass(frozen=True)
class Plot:
    """Groups of bars; `groups` has, for each group and contender, the height, the least and the greatest.

    Attributes:
        titles: of the contenders, in the order in which they are drawn.
    """

    name: str
    title: str
    unit: str
    logarithmic: bool = False
    groups: dict[str, dict[str, tuple[float, float, float]]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=lambda: TITLES)

    def draw(self, path: Path) -> None:
        """An SVG that is the same for the same numbers."""
        import matplotlib  # here: it takes a second to load, and most of a run needs none
        from matplotlib.figure import Figure

        matplotlib.rcParams |= {"svg.hashsalt": "holdfast", "svg.fonttype": "none"}
        names = [one for one in self.titles if any(one in bars for bars in self.groups.values())]
        picture = Figure(figsize=(max(6.0, 1.3 * len(self.groups) + 2), 4.5), layout="constrained")
        axes = picture.add_subplot()
        for at, name in enumerate(names):
            self._bars(axes, name, (at - (len(names) - 1) / 2) * 0.8 / len(names), 0.8 / len(names))
        axes.set_xticks(range(len(self.groups)), list(self.groups))
        axes.set_ylabel(self.unit)
        axes.set_title(self.title)
        if self.logarithmic:
            axes.set_yscale("log")
            # So that the lowest bar, too, is seen
            axes.set_ylim(bottom=min(low for bars in self.groups.values() for _, low, _ in bars.values()) / 2)
        axes.grid(axis="y", alpha=0.3)
        picture.legend(loc="outside lower center", ncols=3, fontsize="small")
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.savefig(path, format="svg", metadata={"Date": None})

    def _bars(self, axes: object, name: str, offset: float, width: float) -> None:
        places, heights, below, above = [], [], [], []
        for at, bars in enumerate(self.groups.values()):
            if name in bars:
                height, least, greatest = bars[name]
                places.append(at + offset)
                heights.append(height)
                below.append(height - least)
                above.append(greatest - height)
        axes.bar(  # type: ignore[attr-defined]
            places,
            heights,
            width,
            label=self.titles[name],
            color=COLOURS[name],
            yerr=[below, above],
            error_kw={"lw": 0.8},
        )


def of_summary(plot: Plot, summary: Summary, figure: str, cases: dict[str, str], scale: float = 1.0) -> Plot:
    """The same plot with the medians and ranges of a figure; `cases` gives the name of each case's group."""
    for case, title in cases.items():
        bars = {}
        for contender in summary.contenders(case):
            spread = summary.spread(case, contender, figure)
            if spread is not None and (spread.least > 0 or not plot.logarithmic):
                bars[contender] = (spread.median / scale, spread.least / scale, spread.greatest / scale)
        if bars:
            plot.groups[title] = bars
    return plot
