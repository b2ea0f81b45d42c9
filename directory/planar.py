"""Brussels as a plane: metres between two points, as the crow flies. Pure."""

from collections.abc import Iterable
from math import hypot

# One degree in metres at Brussels; 0.17 % wrong at worst inside the Region.
METRES_PER_DEGREE_OF_LATITUDE = 111_245
METRES_PER_DEGREE_OF_LONGITUDE = 70_439

# Latitude and longitude, in degrees.
Point = tuple[float, float]


def metres(a: Point, b: Point) -> int:
    """Whole metres between two points of the Region."""
    return metres_to(a, [b[0]], [b[1]])[0]


def metres_to(point: Point, latitudes: Iterable[float], longitudes: Iterable[float]) -> list[int]:
    """The same from one point to each of many."""
    at, by = point
    return [
        round(
            hypot(
                (at - latitude) * METRES_PER_DEGREE_OF_LATITUDE,
                (by - longitude) * METRES_PER_DEGREE_OF_LONGITUDE,
            )
        )
        for latitude, longitude in zip(latitudes, longitudes, strict=True)
    ]
