"""Streets by their Dutch names, from the table of the starter services."""

import csv
from collections.abc import Mapping

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.importers.services import import_services
from directory.importers.streets import name_in_dutch
from directory.models import Location, Service
from directory.summary import sections
from directory.templatetags.facts import marked
from orientation.plain_text import address
from tests.directory.importers.files import csv_bytes
from tests.smesb.reader import html_of

GHEUDE: Mapping[str, str] = {
    "name": "Un service",
    "type": "ssm",
    "street": "Rue Gheude",
    "number": "49",
    "postal_code": "1070",
}


@pytest.fixture
def reference(db: None) -> None:
    """The reference lists and the territory, without services."""
    call_command("load_reference", verbosity=0)


def bring(**cells: str) -> Location:
    """The place of the service, once a file with these cells is imported."""
    import_services(csv_bytes({**GHEUDE, **cells}))
    return Location.objects.get()


def in_language(place: Location, language: str) -> tuple[str, str]:
    """The street that readers of a language see, and the language it is in."""
    with override(language):
        return place.published.street, place.published.street.lang


def test_a_known_street_has_its_dutch_name_on_dutch_pages(reference: None) -> None:
    place = bring()
    assert in_language(place, "nl") == ("Gheudestraat 49", "nl")
    assert in_language(place, "fr") == ("Rue Gheude 49", "fr")
    assert in_language(place, "en") == ("Rue Gheude 49", "fr")
    with override("nl"):
        assert address(place.published) == "Gheudestraat 49, 1070 Anderlecht"


@pytest.mark.parametrize(
    "cells", [{"street": "Rue Gheud"}, {"postal_code": "1050"}, {"street": "Rue de la Luzerne"}]
)
def test_another_street_or_another_place_keeps_its_french_name(
    reference: None, cells: dict[str, str]
) -> None:
    street = f"{cells.get('street', 'Rue Gheude')} 49"
    assert in_language(bring(**cells), "nl") == (street, "fr")


def test_what_a_person_wrote_stays(reference: None) -> None:
    bring()
    Location.objects.update(street_nl="Gheude-straat")
    name_in_dutch()
    assert bring(number="51").street_nl == "Gheude-straat"


def test_a_service_that_moves_leaves_the_dutch_name_behind(reference: None) -> None:
    bring()
    assert bring(street="Rue de la Luzerne").street_nl == ""
    assert bring(street="Rue de la Vigne").street_nl == "Wijngaardstraat"


def test_the_table_is_of_streets_that_services_stand_in() -> None:
    with (settings.FIXTURES / "geo" / "streets.csv").open(encoding="utf-8") as opened:
        table = list(csv.DictReader(opened))
    with (settings.FIXTURES / "services_starter.csv").open(encoding="utf-8") as opened:
        written = {(row["postal_code"], row["street"]) for row in csv.DictReader(opened)}
    keys = [(row["area"][-4:], row["name_fr"]) for row in table]
    assert set(keys) <= written and len(set(keys)) == len(keys)
    assert all(row["name_nl"] for row in table)


def test_pages_show_it_and_mark_what_is_french(reference: None, client: Client) -> None:
    import_services(
        csv_bytes(GHEUDE, {**GHEUDE, "name": "Un autre", "street": "Rue de la Luzerne"})
    )
    for path in ("/services/%s/", "/selection/?s=%s"):
        dutch, french = (
            html_of(client, "/nl" + path % slug) for slug in ("un-service", "un-autre")
        )
        assert "Gheudestraat 49" in dutch and "Rue Gheude" not in dutch
        assert '<span lang="fr">Rue de la Luzerne 49</span>' in french
        assert "Rue Gheude 49" in html_of(client, path % "un-service")
    text = client.get("/nl/selection/texte/?s=un-service").content.decode()
    assert "Gheudestraat 49, 1070 Anderlecht" in text


def test_a_service_that_reads_its_entry_over_sees_the_same(reference: None) -> None:
    import_services(
        csv_bytes(GHEUDE, {**GHEUDE, "name": "Un autre", "street": "Rue de la Luzerne"})
    )
    seen = []
    with override("nl"):
        for service in Service.objects.order_by("pk"):
            facts = dict(sections(service, timezone.localdate()))
            seen += [str(marked(fact.text)) for fact in facts[_("Où nous recevons")]]
    assert seen == [
        "Gheudestraat 49, 1070 Anderlecht",
        '<span lang="fr">Rue de la Luzerne 49</span>, 1070 Anderlecht',
    ]
