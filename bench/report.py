"""The table: what was measured, the figure, its bound, and whether it is reached."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A figure; `least` and `most` are its bounds, `aside` is what else is worth knowing."""

    what: str
    figure: float
    unit: str = ""
    least: float | None = None
    most: float | None = None
    aside: str = ""

    @property
    def bound(self) -> str:
        """The bound in signs."""
        if self.least is not None:
            return f"≥ {self.least:g}{self.unit}"
        return "" if self.most is None else f"≤ {self.most:g}{self.unit}"

    @property
    def verdict(self) -> str:
        """Whether the bound is reached; nothing where there is none."""
        if self.least is None and self.most is None:
            return ""
        low = self.least is not None and self.figure < self.least
        high = self.most is not None and self.figure > self.most
        return "not reached" if low or high else "ok"


def table(title: str, lines: Iterable[Line]) -> str:
    """The lines under a title."""
    rows = [
        (line.what, f"{line.figure:,.3g}{line.unit}", line.bound, line.verdict, line.aside)
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    shown = [
        f"{what:{widths[0]}}  {figure:>{widths[1]}}  {bound:{widths[2]}}  {verdict:{widths[3]}}  {aside}"
        for what, figure, bound, verdict, aside in rows
    ]
    return "\n".join([f"\n{title}", *(row.rstrip() for row in shown), ""])
