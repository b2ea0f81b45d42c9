"""The stops nearest to a place, and that a confidential place has none."""

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from directory.models.organization import Precision
from directory.planar import metres
from directory.stops import COUNT, WITHIN, Stop, nearest
from tests.directory.reports import a_service
from tests.factories import LocationFactory, ServiceAtLocationFactory
from tests.smesb.reader import html_of

FLAGEY = (50.8275, 4.3722)
latitudes, longitudes = st.floats(50.8, 50.9), st.floats(4.3, 4.4)


def test_the_stops_of_flagey() -> None:
    found = nearest(FLAGEY)
    assert found[0].stop.name_fr == "Flagey"
    assert "tram" in found[0].lines and "81" in found[0].lines
    assert [near.metres for near in found] == sorted(near.metres for near in found)
    assert all(near.metres % 10 == 0 for near in found)


def test_a_stop_has_its_name_in_the_language_of_the_page() -> None:
    stop = Stop("Abbaye", "Abdij", *FLAGEY, ("tram",), ())
    assert stop.name == "Abbaye"
    with translation.override("nl"):
        assert stop.name == "Abdij"
    (near,) = nearest(FLAGEY, [stop])
    assert (near.lines, near.metres) == ("tram", 0)


def test_what_is_far_is_not_near() -> None:
    assert nearest((50.70, 4.30)) == []


@given(st.tuples(latitudes, longitudes), st.lists(st.tuples(latitudes, longitudes), max_size=12))
def test_no_stop_left_out_is_nearer(
    point: tuple[float, float], places: list[tuple[float, float]]
) -> None:
    stops = [Stop(str(at), "", *place, ("bus",), ()) for at, place in enumerate(places)]
    far = sorted(metres(point, place) for place in places)
    expected = [round(one, -1) for one in far[:COUNT] if one <= WITHIN]
    assert [near.metres for near in nearest(point, stops)] == expected


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, True),
        ({"precision": Precision.STREET}, True),
        ({"precision": Precision.AREA}, False),
        ({"is_confidential": True}, False),
        ({"latitude": None, "longitude": None}, False),
    ],
)
def test_the_page_names_the_stops_of_a_public_point_only(
    db: None, client: Client, facts: dict[str, object], shown: bool
) -> None:
    service = a_service()
    service.at_locations.all().delete()
    place = {"latitude": FLAGEY[0], "longitude": FLAGEY[1], **facts}
    ServiceAtLocationFactory.create(service=service, location=LocationFactory.create(**place))
    html = html_of(client, service.get_absolute_url())
    assert ("Arrêts les plus proches, à vol d’oiseau :" in html) is shown
    assert ("Flagey" in html) is shown


def test_the_source_of_the_stops_is_named(db: None, client: Client) -> None:
    assert "STIB-MIVB – Open Data" in html_of(client, "/a-propos/")
