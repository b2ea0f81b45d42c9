"""The columns of a file of services, and how their cells are read."""

from typing import Any

import pytest

from directory.importers.columns import COLUMNS, Hours, match_columns
from directory.importers.known import Known, Terms
from directory.importers.places import Territory
from directory.importers.problems import Refused, Unreadable

KNOWN = Known(
    types=Terms(
        {"ssm": 1, "ihp": 2}, {"ssm": "ssm", "service de sante mentale": "ssm", "ihp": "ihp"}
    ),
    needs=Terms({"crise": 1}, {"crise": "crise"}),
    languages=Terms({"fr": 1, "nl": 2}, {"fr": "fr", "francais": "fr", "nl": "nl", "frans": "fr"}),
    territory=Territory.of([], []),
    area_ids={},
    municipality_ids={},
)
READ = {column.name: column.read for column in COLUMNS}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Nom", "name"),
        ("ORGANISATION", "organisation"),
        ("organization", "organisation"),
        ("Téléphone", "phone"),
        ("code_postal", "postal_code"),
        ("Code postal", "postal_code"),
        ("municipality", "commune"),
        ("Numéro", "number"),
        ("courriel", "email"),
        ("Âge min", "age_min"),
        ("accès", "access"),
        ("prix", "cost"),
        ("horaire", "opening_hours"),
        ("description_nl", "description_nl"),
        ("url source", "source_url"),
        ("identifiant externe", "external_id"),
        ("État", "status"),
        ("besoins", "needs"),
        ("confidentiel", "confidential"),
    ],
)
def test_a_column_is_known_by_its_french_title_and_by_its_name(title: str, name: str) -> None:
    titles = [title, *(other for other in ("name", "type") if other != name)]
    columns, unknown = match_columns(titles)
    assert columns[title].name == name
    assert unknown == []


def test_no_two_columns_share_a_title() -> None:
    from directory.text import fold

    titles = [fold(title) for column in COLUMNS for title in {column.name, *column.titles}]
    folded = {fold(title): 0 for title in titles}
    owners = {
        title: [c.name for c in COLUMNS if title in {fold(t) for t in (c.name, *c.titles)}]
        for title in folded
    }
    assert {title: names for title, names in owners.items() if len(names) > 1} == {}


def test_unknown_columns_are_named() -> None:
    assert match_columns(["nom", "type", "Fax"])[1] == ["Fax"]


def test_a_missing_column_is_named_with_the_nearest_title() -> None:
    with pytest.raises(Refused, match="« type » ; le plus proche : typ"):
        match_columns(["nom", "typ"])


def test_two_titles_of_one_column_are_refused() -> None:
    with pytest.raises(Refused, match=r"« nom » et « name »"):
        match_columns(["nom", "name", "type"])


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("type", "SSM", "ssm"),
        ("type", "Service de santé mentale", "ssm"),
        ("age_min", "0", 0),
        ("age_max", "120", 120),
        ("languages", "FR, NL", ["fr", "nl"]),
        ("languages", "français et NL", ["fr", "nl"]),
        ("languages", "Frans", ["fr"]),
        ("needs", "Crise", ["crise"]),
        ("phone", "02 762 97 20", ["+3227629720"]),
        ("phone", "02/762.97.20 ou 0475 12 34 56", ["+3227629720", "+32475123456"]),
        ("phone", "107", ["107"]),
        ("email", "a@example.org; b@example.org", ["a@example.org", "b@example.org"]),
        ("website", "www.example.org", "https://www.example.org"),
        ("website", "https://example.org/a", "https://example.org/a"),
        ("source_date", "2018", "2018"),
        ("source_date", "22/08/2026", "2026-08-22"),
        ("source_date", "8/2026", "2026-08"),
        ("confidential", "Oui", True),
        ("confidential", "nee", False),
        ("status", "suspendue", "suspended"),
        ("opening_hours", "Lun–Ven 9h–17h", Hours("Mo-Fr 09:00-17:00", "Lun–Ven 9h–17h")),
        ("opening_hours", "sur rendez-vous", Hours("", "sur rendez-vous")),
    ],
)
def test_a_cell_is_read(column: str, text: str, value: Any) -> None:
    assert READ[column](text, KNOWN) == value


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("type", "smm", "type inconnu.* le plus proche : ssm"),
        ("age_min", "abc", "nombre entier"),
        ("age_min", "-1", "nombre entier"),
        ("age_min", "121", "nombre entier"),
        ("age_min", "12.5", "nombre entier"),
        ("age_min", "٤٠", "nombre entier"),
        ("languages", "klingon", "langue inconnue"),
        ("phone", "12", "téléphone"),
        ("phone", "02 762 97 20 et 12", "téléphone"),
        ("email", "pas une adresse", "valid"),
        ("website", "javascript:alert(1)", "valid"),
        ("website", "example", "valid"),
        ("source_date", "hier", "une date"),
        ("source_date", "31/02/2026", "une date"),
        ("confidential", "peut-être", "oui ou non"),
        ("status", "archivé", "admin"),
        ("postal_code", "abc", "quatre chiffres"),
        ("name", "x" * 201, "200"),
        ("commune", "x" * 91, "90"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_was_expected(
    column: str, text: str, said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        READ[column](text, KNOWN)
