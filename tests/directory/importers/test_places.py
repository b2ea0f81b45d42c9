"""What postal codes, names of communes and zones mean in Brussels."""

from typing import Any

import pytest

from directory.importers.places import Area, Territory
from directory.importers.problems import Unreadable
from directory.importers.zones import read_zone
from directory.models.territory import USUAL_NAMES

TERRITORY = Territory.of(
    [
        Area("21004-1000", "1000", "21004", ("Bruxelles", "Brussel", "")),
        Area("21004-1020", "1020", "21004", ("Laeken", "Laken", "")),
        Area("21004-1040", "1040", "21004", ("Bruxelles (Europe)", "Brussel (Europa)", "")),
        Area("21005-1040", "1040", "21005", ("Etterbeek", "Etterbeek", "")),
        Area("21004-1050", "1050", "21004", ("Bruxelles (Louise)", "Brussel (Louiza)", "")),
        Area("21009-1050", "1050", "21009", ("Ixelles", "Elsene", "")),
        Area("21016-1180", "1180", "21016", ("Uccle", "Ukkel", "")),
        Area("21007-1190", "1190", "21007", ("Forest", "Vorst", "")),
    ],
    [
        ("21004", ("Bruxelles", "Brussel", *USUAL_NAMES["21004"])),
        ("21005", ("Etterbeek", "Etterbeek")),
        ("21009", ("Ixelles", "Elsene")),
        ("21016", ("Uccle", "Ukkel")),
        ("21007", ("Forest", "Vorst")),
    ],
)


def area(code: str) -> dict[str, Any]:
    """A place known to its postal area."""
    return {"municipality": code.partition("-")[0], "area": code}


@pytest.mark.parametrize(
    ("postal_code", "commune", "place"),
    [
        ("", "", {}),
        ("1050", "Ixelles", area("21009-1050")),
        ("1050", "elsene", area("21009-1050")),
        ("B-1050", "IXELLES", area("21009-1050")),
        ("1050", "Bruxelles", area("21004-1050")),
        ("1000", "Bruxelles-Ville", area("21004-1000")),
        ("1000", "Stad Brussel", area("21004-1000")),
        ("1020", "Laeken", area("21004-1020")),
        ("1020", "Bruxelles-Ville", area("21004-1020")),
        ("1040", "", area("21005-1040")),
        ("1050", "", area("21009-1050")),
        ("1000", "", area("21004-1000")),
        ("", "Uccle", {"municipality": "21016"}),
        ("", "Laken", area("21004-1020")),
        ("1620", "Drogenbos", {"outside": "1620 Drogenbos"}),
        ("", "Drogenbos", {"outside": "1620 Drogenbos"}),
        ("5000", "Namur", {"outside": "5000 Namur"}),
    ],
)
def test_an_address_is_found(postal_code: str, commune: str, place: dict[str, Any]) -> None:
    assert TERRITORY.place(postal_code, commune) == place


@pytest.mark.parametrize(
    ("postal_code", "commune", "said"),
    [
        ("1050", "Uccle", "Ixelles"),
        ("1000", "Laeken", "1000"),
        ("1180", "Bruxelles", "Uccle"),
        ("5000", "Uccle", "5000"),
        ("5000", "", "localité"),
        ("", "Ucle", "le plus proche : Uccle"),
        ("", "Namur", "code postal"),
        ("104", "", "quatre chiffres"),
        ("0104", "", "quatre chiffres"),
        ("١٠٤٠", "", "quatre chiffres"),
    ],
)
def test_an_address_that_contradicts_itself_is_refused(
    postal_code: str, commune: str, said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        TERRITORY.place(postal_code, commune)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Région de Bruxelles-Capitale", ["region"]),
        ("les 19 communes", ["region"]),
        ("Belgique", ["belgique"]),
        ("Belgique francophone", ["region_min"]),
        ("Fédération Wallonie-Bruxelles", ["region_min"]),
        ("Etterbeek", ["zones", "21005-1040"]),
        ("1040", ["zones", "21005-1040"]),
        ("1040 Bruxelles", ["zones", "21004-1040"]),
        ("21004-1040", ["zones", "21004-1040"]),
        ("Uccle, Forest, Drogenbos", ["zones", "1620", "21007-1190", "21016-1180"]),
        ("Ukkel en Vorst", ["zones", "21007-1190", "21016-1180"]),
        ("Laeken ; 1700", ["zones", "1700", "21004-1020"]),
        (
            "Bruxelles-Ville",
            ["zones", "21004-1000", "21004-1020", "21004-1040", "21004-1050"],
        ),
    ],
)
def test_a_zone_is_read(text: str, zone: list[str]) -> None:
    assert read_zone(text, TERRITORY) == zone


@pytest.mark.parametrize(
    "text",
    [
        "Bruxelles",
        "le sud de Bruxelles",
        "Uccle et environs",
        "Uccle, Trifouilly",
        "1050 Uccle",
        "?",
    ],
)
def test_a_zone_that_is_not_sure_is_not_read(text: str) -> None:
    assert read_zone(text, TERRITORY) is None
