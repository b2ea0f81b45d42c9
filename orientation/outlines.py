"""The drawing of Brussels: its communes, what stands between bassins, and where a point falls. Pure.

Lengths are whole units of ten metres, from the north-west corner. `manage.py draw_outlines` makes the
file; each stretch of border stands there once, so that neighbours share it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Self

from django.conf import settings

from directory.planar import METRES_PER_DEGREE_OF_LATITUDE, METRES_PER_DEGREE_OF_LONGITUDE

UNIT = 10  # metres
MARGIN = 60

DECIMALS = 5  # of degrees: a metre

Point = tuple[int, int]
Place = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """The part of the drawing that is seen."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.x} {self.y} {self.width} {self.height}"

    @property
    def letters(self) -> str:
        """A hundredth of the width: what letters are measured by."""
        return f"{self.width / 100:.1f}"

    def has_room_at(self, point: Point) -> bool:
        """Whether a number and a name stand wholly in sight there."""
        (x, y), aside = point, self.width // 16
        return self.holds((x - aside, y - aside)) and self.holds((x + aside, y + aside))

    def holds(self, point: Point) -> bool:
        """Whether a point is seen."""
        return 0 <= point[0] - self.x <= self.width and 0 <= point[1] - self.y <= self.height

    @classmethod
    def around(cls, points: Iterable[Point]) -> Self:
        """The least frame around points, with a margin."""
        across, down = zip(*points, strict=True)
        x, y = min(across) - MARGIN, min(down) - MARGIN
        return cls(x, y, max(across) + MARGIN - x, max(down) + MARGIN - y)

    def widened(self, whole: "Frame") -> "Frame":
        """At least as wide as high, with this one in its middle, but no farther out than the whole."""
        width = max(self.width, self.height)
        x = self.x - (width - self.width) // 2
        return Frame(
            max(min(x, whole.x + whole.width - width), whole.x), self.y, width, self.height
        )


@dataclass(frozen=True)
class Outlines:
    """Stretches of border, and the areas they enclose, by name: rings of stretches, `~n` being backwards.
    Each has a point for its label.

    An area is a commune by its NIS code, or the part of one that a postal area names ("21004-1020").
    """

    west: float
    north: float
    labels: Mapping[str, Point]
    areas: Mapping[str, Sequence[Sequence[int]]]
    lines: Sequence[Sequence[Point]]

    def point(self, latitude: float, longitude: float) -> Point:
        """Where a place falls."""
        return (
            round((longitude - self.west) * METRES_PER_DEGREE_OF_LONGITUDE / UNIT),
            round((self.north - latitude) * METRES_PER_DEGREE_OF_LATITUDE / UNIT),
        )

    def place(self, point: Point) -> Place:
        """Where on earth a point of the drawing is: latitude and longitude, in degrees."""
        x, y = point
        return (
            round(self.north - y * UNIT / METRES_PER_DEGREE_OF_LATITUDE, DECIMALS),
            round(self.west + x * UNIT / METRES_PER_DEGREE_OF_LONGITUDE, DECIMALS),
        )

    @cached_property
    def frame(self) -> Frame:
        """All of it."""
        return Frame.around(point for line in self.lines for point in line)

    def frame_of(self, areas: Iterable[str]) -> Frame:
        """Some areas, at least as wide as high; all of it when there are none."""
        points = [point for area in areas for ring in self.rings(area) for point in ring]
        return Frame.around(points).widened(self.frame) if points else self.frame

    def rings(self, area: str) -> list[list[Point]]:
        """The outline of an area: its rings, whose last point is the first."""
        found = []
        for stretches in self.areas[area]:
            ring: list[Point] = []
            for number in stretches:
                line = self.lines[number] if number >= 0 else self.lines[~number][::-1]
                ring += line[1:] if ring else line
            found.append(ring)
        return found

    def path(self, area: str) -> str:
        """The outline of an area, as SVG says it."""
        return "".join(f"{written(ring[:-1])}z" for ring in self.rings(area))

    def between(self, groups: Mapping[str, str | None]) -> list[Sequence[Point]]:
        """The borders that part the groups from each other and from what lies around."""
        sides: list[list[str | None]] = [[] for _line in self.lines]
        for area, rings in self.areas.items():
            for ring in rings:
                for number in ring:
                    sides[max(number, ~number)].append(groups.get(area))
        return [
            line
            for line, beside in zip(self.lines, sides, strict=True)
            if len(beside) == 1 or beside[0] != beside[1]
        ]


def written(line: Sequence[Point]) -> str:
    """A line as SVG says it, each point from the one before: « M12 34l5-6 7 8 »."""
    steps = "".join(f" {b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(line))
    return f"M{line[0][0]} {line[0][1]}l{steps[1:]}".replace(" -", "-")


def dots(points: Iterable[Point]) -> str:
    """Points as SVG draws them: lines without length, whose ends are round or square."""
    return "".join(f"M{x} {y}h0" for x, y in sorted(set(points)))


@cache
def outlines() -> Outlines:
    """Those of the file, read once."""
    file = settings.FIXTURES / "geo" / "outlines.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    return Outlines(
        west=content["west"],
        north=content["north"],
        labels={name: (x, y) for name, (x, y) in content["labels"].items()},
        areas=content["areas"],
        lines=[[(x, y) for x, y in line] for line in content["lines"]],
    )
