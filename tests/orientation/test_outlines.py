"""The geometry of the map: borders made simple together, and the drawing that the site holds."""

import re
from itertools import pairwise
from math import dist
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from directory.planar import metres
from orientation import borders
from orientation.management.commands.draw_outlines import outlines_of
from orientation.outlines import UNIT, Frame, Outlines, dots, outlines, written

GEO = Path(settings.FIXTURES) / "geo"
FLAGEY, MOLENBEEK = (50.8275, 4.3722), (50.8547, 4.3386)
numbers = st.integers(-500, 500)
points = st.tuples(numbers, numbers)

# Two squares side by side, and an island.
SQUARES = {
    "west": [[(0, 0), (0, 10), (5, 11), (10, 10), (10, 5), (10, 0), (0, 0)]],
    "east": [[(10, 0), (10, 5), (10, 10), (20, 10), (20, 0), (10, 0)]],
    "island": [[(30, 0), (30, 5), (35, 5), (30, 0)]],
}


def area_of(ring: list[tuple[int, int]]) -> float:
    """The surface of a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def squares() -> Outlines:
    """The squares as a drawing."""
    lines, areas = borders.shared(SQUARES)
    return Outlines(0, 0, {}, areas, lines)


def holds(outline: Outlines, area: str, point: tuple[int, int]) -> bool:
    """Whether a point lies in an area."""
    x, y = point
    inside = False
    for ring in outline.rings(area):
        for (a, b), (c, d) in pairwise(ring):
            if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
                inside = not inside
    return inside


def test_neighbours_share_each_stretch_of_border() -> None:
    lines, areas = borders.shared(SQUARES)
    assert sum(set(line) == {(10, 0), (10, 5), (10, 10)} for line in lines) == 1
    (west,), (east,) = areas["west"], areas["east"]
    assert {~number for number in west} & set(east)
    for name, (ring,) in SQUARES.items():
        (again,) = squares().rings(name)
        assert again[0] == again[-1]
        assert area_of(again) == area_of(ring)


def test_borders_part_groups_and_nothing_inside_a_group() -> None:
    drawing = squares()
    apart = drawing.between({"west": "a", "east": "b", "island": "b"})
    together = drawing.between({"west": "a", "east": "a", "island": "a"})
    shared = {(10, 0), (10, 5), (10, 10)}
    assert sum(set(line) == shared for line in apart) == 1
    assert not any(set(line) == shared for line in together)
    assert len(together) == len(apart) - 1


@given(st.lists(points, min_size=2, max_size=30), st.integers(0, 200))
def test_a_simpler_line_keeps_its_ends_and_stays_near(
    corners: list[tuple[int, int]], tolerance: int
) -> None:
    line = tuple(corners)
    found = borders.simpler(line, tolerance)
    assert (found[0], found[-1]) == (line[0], line[-1])
    assert set(found) <= set(line)
    stretches = list(pairwise(found))
    for point in line:
        assert min(borders._off(point, a, b) for a, b in stretches) <= tolerance + 1e-6


@given(st.integers(3, 40), st.integers(0, 39), st.integers(0, 39))
def test_a_ring_is_cut_in_two_sides_that_make_it_up(corners: int, first: int, last: int) -> None:
    ring = [(at, at * (corners - at)) for at in range(corners)]
    ring.append(ring[0])
    ends = ring[first % corners], ring[last % corners]
    if ends[0] == ends[1]:
        return
    there, back = borders.cut(ring, (ends[0], (3, 7), ends[1]))
    assert there[0] == there[-1] and back[0] == back[-1]
    assert (3, 7) in there and (3, 7) in back
    assert set(there) | set(back) == {*ring, (3, 7)}


def test_edges_are_put_end_to_end() -> None:
    edges = [((2, 0), (3, 0)), ((1, 0), (0, 0)), ((1, 0), (2, 0)), ((9, 9), (8, 8))]
    longest, other = borders.chains(edges)
    assert set(longest[::3]) == {(0, 0), (3, 0)} and len(longest) == 4
    assert len(other) == 2


@given(st.lists(points, min_size=1, max_size=20))
def test_what_is_written_for_svg_reads_back(line: list[tuple[int, int]]) -> None:
    found = list(map(int, re.findall(r"-?\d+", written(line))))
    x, y = found[:2]
    read = [(x, y)]
    for across, down in zip(found[2::2], found[3::2], strict=True):
        x, y = x + across, y + down
        read.append((x, y))
    assert read == line
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) (-?\d+)h0", dots(line))}
    assert drawn == set(line)


@given(st.lists(points, min_size=1, max_size=9), st.lists(points, max_size=9))
def test_a_frame_holds_its_points_and_is_no_tower(
    seen: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    whole = Frame.around(seen + others)
    frame = Frame.around(seen).widened(whole)
    assert all(map(frame.holds, seen))
    assert frame.width >= frame.height
    if whole.width >= frame.width:
        assert whole.x <= frame.x and frame.x + frame.width <= whole.x + whole.width


# The drawing of Brussels


def test_the_file_is_what_the_command_makes() -> None:
    assert (GEO / "outlines.json").read_text(encoding="utf-8") == outlines_of(GEO)


def test_the_drawing_is_light_and_holds_every_commune() -> None:
    drawing = outlines()
    assert len({area[:5] for area in drawing.areas}) == 19
    assert all(holds(drawing, area, drawing.labels[area]) for area in drawing.areas)
    assert sum(len(drawing.path(area)) for area in drawing.areas) <= 12_000


@pytest.mark.parametrize(
    ("area", "place"),
    [
        ("21009", FLAGEY),
        ("21012", MOLENBEEK),
        ("21004-1000", (50.8467, 4.3525)),  # Grand-Place
        ("21004-1020", (50.8787, 4.3557)),  # Laeken
        ("21004-1050", (50.8115, 4.3742)),  # bois de la Cambre
        ("21013", (50.8270, 4.3459)),  # Saint-Gilles
    ],
)
def test_known_places_fall_in_their_commune(area: str, place: tuple[float, float]) -> None:
    drawing = outlines()
    point = drawing.point(*place)
    assert [name for name in drawing.areas if holds(drawing, name, point)] == [area]
    assert drawing.frame_of([area]).holds(point)


@pytest.mark.parametrize("place", [FLAGEY, MOLENBEEK])
def test_a_point_of_the_drawing_is_a_place_again(place: tuple[float, float]) -> None:
    drawing = outlines()
    assert metres(drawing.place(drawing.point(*place)), place) <= UNIT


def test_the_drawing_is_to_scale() -> None:
    drawing = outlines()
    drawn = dist(drawing.point(*FLAGEY), drawing.point(*MOLENBEEK)) * UNIT
    assert abs(drawn - metres(FLAGEY, MOLENBEEK)) < 2 * UNIT
