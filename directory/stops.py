"""The stops of public transport nearest to a place, from one file read at the first need. Pure.

A few hundred stops: all of them are measured, which takes less time than a page's smallest query.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.planar import Point, metres_to

MODES = {"metro": _("métro"), "tram": _("tram"), "bus": _("bus")}
COUNT = 3
WITHIN = 1_500  # metres: beyond, nobody would call it near


@dataclass(frozen=True)
class Stop:
    """A stop, its platforms taken together."""

    name_fr: str
    name_nl: str
    latitude: float
    longitude: float
    modes: Sequence[str]
    lines: Sequence[str]

    @property
    def name(self) -> str:
        """Its name in Dutch for a page in Dutch, else in French."""
        return self.name_nl if get_language() == "nl" else self.name_fr


@dataclass(frozen=True)
class NearStop:
    """A stop, and how far it is as the crow flies, to ten metres."""

    stop: Stop
    metres: int

    @property
    def lines(self) -> str:
        """« tram, bus (8, 71) »."""
        modes = ", ".join(str(MODES[mode]) for mode in self.stop.modes)
        return f"{modes} ({', '.join(self.stop.lines)})" if self.stop.lines else modes


def nearest(point: Point, stops: Iterable[Stop] | None = None) -> list[NearStop]:
    """The nearest of all stops, or of these, the nearest first; none that is far."""
    known = list(_every_stop() if stops is None else stops)
    distances = metres_to(point, (s.latitude for s in known), (s.longitude for s in known))
    found = nsmallest(COUNT, zip(distances, range(len(known)), strict=True))
    return [NearStop(known[at], round(far, -1)) for far, at in found if far <= WITHIN]


@cache
def _every_stop() -> Sequence[Stop]:
    with (settings.FIXTURES / "geo" / "stib_stops.csv").open(encoding="utf-8", newline="") as file:
        return [
            Stop(
                name_fr=row["name_fr"],
                name_nl=row["name_nl"],
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
                modes=row["modes"].split("|"),
                lines=row["lines"].split("|") if row["lines"] else (),
            )
            for row in csv.DictReader(file, strict=True)
        ]
