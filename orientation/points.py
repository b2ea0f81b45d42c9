"""Where the services stand, and how far each is from a place, as sets. Pure."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from directory.planar import Point, metres_to
from orientation import bits


@dataclass(frozen=True)
class Points:
    """The coordinates of the places of each service, in one row. Never changed: one more makes another."""

    starts: "array[int]"  # where those of each slot begin; one more says where the last one's end
    degrees: "array[float]"  # latitude and longitude by turns
    built: int  # how many slots there were at the building
    # The distances of those slots, which stay as they are; shared with what is made of these.
    # By place: as many as the territory has, each 0.2 MB at 100,000 services.
    _kept: dict[tuple[Point, ...], list[int]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def build(cls, places: Iterable[tuple[float, ...]]) -> Self:
        """From the coordinates of each service, by slot."""
        starts, degrees = array("I", [0]), array("d")
        for row in places:
            degrees.extend(row)
            starts.append(len(degrees))
        return cls(starts, degrees, len(starts) - 1)

    def with_service(self, row: tuple[float, ...]) -> Self:
        """With those of one slot more."""
        degrees = self.degrees + array("d", row)
        starts = self.starts + array("I", [len(degrees)])
        return type(self)(starts, degrees, self.built, self._kept)

    def of(self, slot: int) -> Iterator[Point]:
        """The points of one service, in degrees."""
        for place in range(self.starts[slot], self.starts[slot + 1], 2):
            yield self.degrees[place], self.degrees[place + 1]

    def metres(self, labels: tuple[Point, ...]) -> list[int]:
        """How far each service is from the nearest of these points, in whole metres: the set at index
        *k* holds the services whose distance has the bit *k*. Those without coordinates are in none.
        """
        kept = self._kept.get(labels)
        if kept is None:
            kept = self._kept[labels] = bits.planes(self._distances(labels, 0, self.built))
        late = bits.planes(self._distances(labels, self.built, len(self.starts) - 1))
        planes = [0] * max(len(kept), len(late))
        for place, plane in enumerate(kept):
            planes[place] = plane
        for place, plane in enumerate(late):
            planes[place] |= plane << self.built
        return planes

    def _distances(self, labels: Sequence[Point], start: int, end: int) -> list[int]:
        """The distance of each slot from `start` up to `end`; 0 without coordinates."""
        starts = self.starts[start : end + 1]
        row = self.degrees[starts[0] : starts[-1]]
        to_each = [metres_to(label, row[0::2], row[1::2]) for label in labels]
        nearest = to_each[0] if len(labels) == 1 else list(map(min, *to_each))
        places = [place - starts[0] >> 1 for place in starts]
        return [
            nearest[a] if b == a + 1 else min(nearest[a:b], default=0) for a, b in pairwise(places)
        ]
