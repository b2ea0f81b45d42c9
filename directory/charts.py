"""Where the parts of a chart stand. Pure.

Widths are shares of the drawing (« 12.50% ») and heights are pixels, so that letters keep their size on any
screen. Both are text: a template writes them as they are, in every language.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from directory.wait_statistics import Figures, Share, Slice

CELLS = 12  # services that fill a bar: with fewer it is shorter, so that one service never looks like many
FIGURE = 3  # hundredths of the width that a figure of a number takes on a small screen
GUTTER = 13  # hundredths kept at the start for the words of the scale


def percent(share: float) -> str:
    """A length along the drawing, from hundredths."""
    return f"{share:.2f}%"


class Segment(NamedTuple):
    """The services of a bar that stand alike."""

    slice: Slice
    services: int
    x: str
    width: str
    middle: str
    is_labelled: bool


def bar(figures: Figures) -> list[Segment]:
    """A bar of services side by side, in the order of the slices; those without any are left out."""
    unit = 100 / max(figures.total, CELLS)
    found = []
    before = 0
    for one in Slice:
        if count := figures.slices[one]:
            start, width = before * unit, count * unit
            middle = percent(start + width / 2)
            is_labelled = width >= FIGURE * len(str(count))
            found.append(Segment(one, count, percent(start), percent(width), middle, is_labelled))
            before += count
    return found


class Column(NamedTuple):
    """The share of one day, up to 100 % of the height; none at all is a line, too few known have no share."""

    x: str
    width: str
    middle: str
    share: Share
    y: str
    height: str


def columns(shares: Sequence[Share]) -> list[Column]:
    """A column a day."""
    step = (100 - GUTTER) / max(len(shares), 1)
    found = []
    for at, share in enumerate(shares):
        start, high = GUTTER + at * step, max(share.percent or 0, 2)
        found.append(
            Column(
                x=percent(start + step * 0.1),
                width=percent(step * 0.8),
                middle=percent(start + step / 2),
                share=share,
                y=percent(100 - high),
                height=percent(high),
            )
        )
    return found


class Days(NamedTuple):
    """Days along a drawing: the first beside the gutter, the last a little before the edge."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day stands, in hundredths."""
        span = max((self.last - self.first).days, 1)
        return GUTTER + (98 - GUTTER) * (day - self.first).days / span

    def x(self, day: date) -> str:
        """Where a day stands."""
        return percent(self.at(day))


STEPS = (4, 8, 12, 16, 20, 26, 40, 52, 78, 104, 156, 208, 260)


class Weeks(NamedTuple):
    """Weeks up a drawing: 0 stands at `bottom`, `top` weeks at `ceiling` (pixels from above)."""

    top: int
    ceiling: int
    bottom: int

    def y(self, weeks: int) -> float:
        """Where so many weeks stand; those beyond the top, at the top."""
        return self.bottom - (self.bottom - self.ceiling) * min(weeks, self.top) / self.top


def top_of(weeks: Iterable[int]) -> int:
    """Where a scale of weeks ends: three times the median is enough, lest one long wait flatten the rest."""
    ordered = sorted(weeks) or [0]
    wanted = min(ordered[-1], 3 * ordered[len(ordered) // 2])
    return next((step for step in STEPS if step >= wanted), STEPS[-1])
