"""The pieces that the map is made of, as its templates take them."""

from dataclasses import dataclass

from orientation.cards import in_one_line
from orientation.matching import Match
from orientation.outlines import Point, dots, outlines


@dataclass(frozen=True)
class CommuneOnMap:
    """A commune: its name in lines that fit, and how many services of the answer have a place there."""

    name: str
    count: int
    at: Point | None

    @property
    def lines(self) -> list[str]:
        """« Woluwe-Saint- », « Lambert »."""
        words = self.name.replace("-", "-\n").replace(" ", "\n").split("\n")
        lines = [words[0]]
        for word in words[1:]:
            if len(lines[-1]) + len(word) <= 13:
                lines[-1] += word if lines[-1].endswith("-") else f" {word}"
            else:
                lines.append(word)
        return lines


@dataclass(frozen=True)
class AreaOnMap:
    """A commune, or a part of one, as it is drawn."""

    commune: CommuneOnMap
    code: str

    @property
    def path(self) -> str:
        """Its outline, as SVG says it."""
        return outlines().path(self.code)

    @property
    def has_label(self) -> bool:
        """Whether the number of the commune stands in it."""
        return self.commune.at == outlines().labels[self.code]


@dataclass(frozen=True)
class BassinOnMap:
    """A bassin: how many services its choice would leave, the map of it, the list of it."""

    slug: str
    name: str
    count: int
    url: str
    list_url: str
    areas: list[AreaOnMap]
    current: bool


@dataclass(frozen=True)
class Seen:
    """A service that has a name on the map."""

    found: Match
    communes: str
    kilometres: str
    points: list[Point]

    @property
    def path(self) -> str:
        """Its dots."""
        return dots(self.points)

    @property
    def verdict(self) -> str:
        """The answer in one line."""
        return in_one_line(self.found)
