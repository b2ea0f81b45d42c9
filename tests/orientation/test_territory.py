"""What people type for a place, and the areas it means."""

import pytest

from directory.planar import metres
from orientation.territory import Area, Place, Territory, names_of_areas

AREAS = (
    ("21004-1000", "21004", ("Bruxelles", "Brussel")),
    ("21004-1020", "21004", ("Laeken", "Laken")),
    ("21004-1050", "21004", ("Bruxelles", "Brussel")),
    ("21004-1120", "21004", ("Neder-Over-Heembeek", "Neder-Over-Heembeek")),
    ("21009-1050", "21009", ("Ixelles", "Elsene")),
    ("21013-1060", "21013", ("Saint-Gilles", "Sint-Gillis")),
    ("21015-1030", "21015", ("Schaerbeek", "Schaarbeek")),
)
COMMUNES = (
    ("21004", ("Bruxelles", "Brussel", "Bruxelles-Ville")),
    ("21009", ("Ixelles", "Elsene")),
    ("21013", ("Saint-Gilles", "Sint-Gillis")),
    ("21015", ("Schaerbeek", "Schaarbeek")),
)
QUARTIERS = (
    (("21004", "21015"), ("Quartier Nord", "Noordwijk")),
    (("21009",), ("Matonge", "Matonge")),
    (("21015",), ("Laeken", "Laken")),  # a quartier never hides a locality
    (("21009",), ("Saint-Gilles", "")),  # nor a commune
)
TERRITORY = Territory(
    {code: Area(code, code[-4:], nis, None, names[0], None, None) for code, nis, names in AREAS},
    {nis: names[0] for nis, names in COMMUNES},
    names_of_areas(COMMUNES, AREAS, QUARTIERS),
)
BRUXELLES = ("21004-1000", "21004-1020", "21004-1050", "21004-1120")


def areas(text: str) -> tuple[str, ...] | None:
    """The areas that a text means; None when we do not know it."""
    place = TERRITORY.resolve(text)
    return place.areas if place else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1060", ("21013-1060",)),
        ("1050", ("21004-1050", "21009-1050")),
        ("21009-1050", ("21009-1050",)),
        (" 1060 ", ("21013-1060",)),
        ("1050 Ixelles", ("21009-1050",)),
        ("1050 – Elsene", ("21009-1050",)),
        ("1050, ixelles", ("21009-1050",)),
        ("1050 Bruxelles", ("21004-1050",)),
        ("Ixelles", ("21009-1050",)),
        ("elsene", ("21009-1050",)),
        ("SAINT GILLES", ("21013-1060",)),
        ("sint-gillis", ("21013-1060",)),
        ("Bruxelles", BRUXELLES),
        ("brussel", BRUXELLES),
        ("bruxelles ville", BRUXELLES),
        ("Laeken", ("21004-1020",)),
        ("LAKEN", ("21004-1020",)),
        ("neder over heembeek", ("21004-1120",)),
        ("Matongé", ("21009-1050",)),
        ("Noordwijk", (*BRUXELLES, "21015-1030")),
        ("1500", ("1500",)),
        ("9000", ("9000",)),
        ("1300", ("1300",)),
        ("sans", ()),
        ("SANS", ()),
        ("  sans ", ()),
    ],
)
def test_what_people_type_means_areas(text: str, expected: tuple[str, ...]) -> None:
    assert areas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "–", "Atlantide", "1099", "1299", "105", "10500", "0123", "99999-1050"),
        *("1060 Ixelles", "1050 Atlantide", "1050 –", "sans abri", "21009-1060", "1050.0"),
    ],
)
def test_what_we_do_not_know_means_nothing(text: str) -> None:
    assert areas(text) is None


def test_a_place_is_kept_as_it_was_asked() -> None:
    assert TERRITORY.resolve("  Saint   gilles ") == Place("Saint gilles", ("21013-1060",))


def test_only_sans_is_without_address() -> None:
    assert Place("sans", ()).without_address
    assert not Place("1050", ("21009-1050",)).without_address


def test_a_place_resolves_to_itself_by_its_own_value() -> None:
    for text in ("1050", "1050, Ixelles", "SANS", "quartier  nord", "1500", "21009-1050"):
        place = TERRITORY.resolve(text)
        assert place is not None
        assert TERRITORY.resolve(place.value) == place


def test_every_label_offered_is_understood() -> None:
    for code in TERRITORY.areas:
        assert areas(TERRITORY.label(code)) == (code,)


def test_an_area_outside_is_called_by_its_code() -> None:
    assert TERRITORY.label("1500") == "1500"
    assert TERRITORY.label("21009-1050") == "1050 Ixelles"


def test_names_do_not_depend_on_the_order_of_rows() -> None:
    again = names_of_areas(tuple(reversed(COMMUNES)), tuple(reversed(AREAS)), QUARTIERS)

    assert again == TERRITORY.names


def test_metres_are_whole_and_symmetric() -> None:
    grand_place, flagey = (50.8467, 4.3525), (50.8275, 4.3725)

    assert metres(grand_place, flagey) == metres(flagey, grand_place)
    assert abs(metres(grand_place, flagey) - 2558) < 10
    assert metres(flagey, flagey) == 0
