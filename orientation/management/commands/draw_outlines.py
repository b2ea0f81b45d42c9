"""`manage.py draw_outlines`: the outlines of the map, from the communes and quartiers of `fixtures/geo/`.

The City of Brussels lies in three bassins: it is drawn in three parts, each named by a postal area of it.
Laeken is cut off along the quartiers; the avenue Louise where it leaves the Pentagon, as no file has
that border.
"""

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from directory.planar import METRES_PER_DEGREE_OF_LATITUDE as DOWN
from directory.planar import METRES_PER_DEGREE_OF_LONGITUDE as ACROSS
from orientation import borders
from orientation.borders import Line, Point, Ring
from orientation.outlines import UNIT

CITY, CENTRE, LAEKEN, LOUISE = "21004", "21004-1000", "21004-1020", "21004-1050"
GATE_OF_LOUISE = ((4.35517, 50.83556), (4.3554, 50.83566))
LABELS = {CENTRE: (4.3525, 50.8467), LAEKEN: (4.3557, 50.8895), LOUISE: (4.3735, 50.8105)}
TOLERANCE = 35  # metres that the drawing may be wrong by: a pixel or so


class Command(BaseCommand):
    """Writes `fixtures/geo/outlines.json`; run again when the files it reads change."""

    help = "Dessine les contours de la carte, dans fixtures/geo/outlines.json."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, then say how large it is."""
        folder = settings.FIXTURES / "geo"
        text = outlines_of(folder)
        (folder / "outlines.json").write_text(text, encoding="utf-8")
        self.stdout.write(self.style.SUCCESS(f"outlines.json : {len(text)} octets"))


def outlines_of(folder: Path) -> str:
    """The file's content."""
    communes, quartiers = (
        json.loads((folder / name).read_text(encoding="utf-8"))["features"]
        for name in ("communes.geojson", "quartiers.geojson")
    )
    areas = {commune["properties"]["ins"]: _rings(commune) for commune in communes}
    (city,) = areas.pop(CITY)
    rest, laeken = sorted(borders.cut(city, _edge_of_laeken(quartiers)), key=_middle)
    louise, centre = sorted(borders.cut(rest, tuple(map(_metres, GATE_OF_LOUISE))), key=_middle)
    areas |= {CENTRE: [centre], LAEKEN: [laeken], LOUISE: [louise]}
    lines, rings = borders.shared(areas)
    lines = [borders.simpler(line, TOLERANCE) for line in lines]
    west = min(x for line in lines for x, _y in line)
    north = max(y for line in lines for _x, y in line)

    def in_units(point: Point) -> list[int]:
        return [round((point[0] - west) / UNIT), round((north - point[1]) / UNIT)]

    middles = {
        commune["properties"]["ins"]: (commune["properties"]["lon"], commune["properties"]["lat"])
        for commune in communes
    }
    labels = {area: in_units(_metres(LABELS.get(area) or middles[area])) for area in areas}
    content = {
        "west": round(west / ACROSS, 6),
        "north": round(north / DOWN, 6),
        "labels": labels,
        "areas": rings,
        "lines": [[in_units(point) for point in line] for line in lines],
    }
    rows = (f"{json.dumps(key)}:{_compact(value)}" for key, value in content.items())
    return "{" + ",\n".join(rows) + "}\n"


def _edge_of_laeken(quartiers: list[dict[str, Any]]) -> Line:
    """Where the quartiers of the north touch those of the centre, inside the City."""
    sides: dict[frozenset[Point], set[str]] = defaultdict(set)
    for quartier in quartiers:
        if quartier["properties"]["commune_main"] == CITY:
            for ring in _rings(quartier):
                for edge in pairwise(ring):
                    sides[frozenset(edge)].add(quartier["properties"]["bassin"])
    edges = [tuple(edge) for edge, bassins in sides.items() if bassins == {"nord", "centre-ouest"}]
    return borders.chains((a, b) for a, b in edges)[0]


def _middle(ring: Ring) -> float:
    """How far north a ring lies."""
    return sum(y for _x, y in ring) / len(ring)


def _rings(feature: dict[str, Any]) -> list[Ring]:
    """The rings of a feature, in metres."""
    shape = feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [list(map(_metres, ring)) for polygon in polygons for ring in polygon]


def _metres(degrees: tuple[float, float]) -> Point:
    longitude, latitude = degrees
    return round(longitude * ACROSS), round(latitude * DOWN)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
