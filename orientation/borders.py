"""Areas that share their borders, made simple together: no gap, no overlap. Pure.

A point is two whole numbers. A ring is closed: its last point is its first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import dist

Point = tuple[int, int]
Ring = Sequence[Point]
Line = tuple[Point, ...]


def cut(ring: Ring, line: Line) -> tuple[Ring, Ring]:
    """The two sides of a ring that a line crosses; its ends are drawn to the nearest points of the ring."""
    corners = list(ring[:-1])
    first, last = (
        min(range(len(corners)), key=lambda at: dist(corners[at], end))
        for end in (line[0], line[-1])
    )
    turned = corners[first:] + corners[:first]
    after = (last - first) % len(corners)
    inner = list(line[1:-1])
    there = [*turned[: after + 1], *reversed(inner), turned[0]]
    back = [*turned[after:], turned[0], *inner, turned[after]]
    return there, back


def chains(edges: Iterable[tuple[Point, Point]]) -> list[Line]:
    """Edges end to end, the longest line first; no point is the end of more than two."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for a, b in edges:
        beside[a].add(b)
        beside[b].add(a)
    found = []
    for end in [point for point, others in beside.items() if len(others) == 1]:
        line = [end]
        while beside[line[-1]]:
            onward = beside[line[-1]].pop()
            beside[onward].discard(line[-1])
            line.append(onward)
        if len(line) > 1:
            found.append(tuple(line))
    return sorted(found, key=len, reverse=True)


def simpler(line: Line, tolerance: float) -> Line:
    """Fewer points, none of those left out farther than the tolerance (Douglas and Peucker's way)."""
    if len(line) < 3:
        return line
    start, end = line[0], line[-1]
    far, at = max((_off(point, start, end), place) for place, point in enumerate(line[1:-1], 1))
    if far <= tolerance:
        return start, end
    return simpler(line[: at + 1], tolerance)[:-1] + simpler(line[at:], tolerance)


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a straight stretch."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across**2 + down**2
    along = (point[0] - start[0]) * across + (point[1] - start[1]) * down
    share = max(0.0, min(1.0, along / length)) if length else 0.0
    return dist(point, (start[0] + share * across, start[1] + share * down))


def shared(areas: Mapping[str, Sequence[Ring]]) -> tuple[list[Line], dict[str, list[list[int]]]]:
    """Each stretch of border once, and the rings of each area as the numbers of their stretches.

    A stretch goes from one point where borders meet to the next; `~number` runs it backwards.
    """
    beside: dict[Point, set[Point]] = defaultdict(set)
    for rings in areas.values():
        for ring in rings:
            for a, b in pairwise(ring):
                beside[a].add(b)
                beside[b].add(a)
    meeting = {point for point, others in beside.items() if len(others) > 2}
    numbers: dict[Line, int] = {}

    def number(line: Line) -> int:
        backwards = line[::-1]
        if backwards in numbers:
            return ~numbers[backwards]
        return numbers.setdefault(line, len(numbers))

    found = {
        name: [[number(line) for line in _stretches(ring, meeting)] for ring in rings]
        for name, rings in areas.items()
    }
    return list(numbers), found


def _stretches(ring: Ring, meeting: set[Point]) -> Iterator[Line]:
    corners = list(ring[:-1])
    start = next((at for at, corner in enumerate(corners) if corner in meeting), None)
    if start is None:  # an island: from its lowest point on, so that its neighbour begins there too
        start = corners.index(min(corners))
    line: list[Point] = []
    for corner in [*corners[start:], *corners[:start], corners[start]]:
        line.append(corner)
        if len(line) > 1 and corner in meeting:
            yield tuple(line)
            line = [corner]
    if len(line) > 1:
        yield tuple(line)
