"""What search engines read of a service: what its page says, exactly, and never more."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from directory.models import Service
from directory.models.service import Coverage, Status
from directory.schema_org import page
from tests.factories import (
    EmailFactory,
    LocationFactory,
    PhoneFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTypeFactory,
)
from tests.smesb.reader import (
    INTERNAL_EMAIL,
    INTERNAL_NUMBER,
    PROFESSIONAL_EMAIL,
    PROFESSIONAL_NUMBER,
    PUBLIC_NUMBER,
    SECRETS,
    a_repertoire,
)

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
WORKING_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
EVERY_DAY = [*WORKING_DAYS, "Saturday", "Sunday"]
Json = dict[str, Any]


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


def block(client: Client, address: str) -> Json:
    """The data block of a page."""
    found = BLOCK.findall(client.get(address).content.decode())
    assert len(found) == 1, address
    return dict(json.loads(found[0]))


def about(service: Service) -> Json:
    """What is said of a service."""
    return dict(page(Service.objects.for_page().get(pk=service.pk))["mainEntity"])


def test_the_facts_of_a_page_are_said(repertoire: None, client: Client) -> None:
    said = block(client, "/services/plein/")
    service = Service.objects.get(slug="plein")

    assert said == {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": "http://localhost/services/plein/",
        "inLanguage": "fr",
        "lastReviewed": "2024-05-01",
        "mainEntity": {
            "@type": "MedicalClinic",
            "name": "Le Plein",
            "alternateName": "Plein",
            "description": "Un accueil.",
            "url": "https://plein.example.org/",
            "parentOrganization": {"@type": "Organization", "name": "L’Asbl"},
            "contactPoint": [
                {"@type": "ContactPoint", "telephone": PUBLIC_NUMBER, "contactType": "accueil"},
                {
                    "@type": "ContactPoint",
                    "email": "public@example.org",
                    "contactType": "accueil",
                },
            ],
            "location": [said["mainEntity"]["location"][0]],
            "areaServed": [str(row) for row in service.areas.all()],
            "knowsLanguage": [language.slug for language in service.languages.all()],
        },
    }


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
def test_nothing_professional_internal_or_confidential_is_said(
    repertoire: None, client: Client, prefix: str
) -> None:
    for service in Service.objects.listed():
        text = json.dumps(block(client, f"{prefix}/services/{service.slug}/"), ensure_ascii=False)
        for hidden in (
            *(PROFESSIONAL_NUMBER, PROFESSIONAL_EMAIL, INTERNAL_NUMBER, INTERNAL_EMAIL),
            *("note interne", *SECRETS),
        ):
            assert hidden not in text, (service.slug, hidden)


def test_a_confidential_place_is_its_commune(repertoire: None, client: Client) -> None:
    (place,) = block(client, "/services/refuge/")["mainEntity"]["location"]

    assert place["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Berchem-Sainte-Agathe",
        "addressCountry": "BE",
    }
    assert "name" not in place


def test_a_confidential_place_outside_the_region_is_not_said(db: None) -> None:
    service = ServiceFactory.create()
    place = LocationFactory.create(
        postal_area=None, municipality=None, outside="1800 Vilvoorde", is_confidential=True
    )
    ServiceAtLocationFactory.create(service=service, location=place)

    assert "location" not in about(service)


def test_what_is_not_known_is_left_out(repertoire: None, client: Client) -> None:
    said = block(client, "/services/nu/")["mainEntity"]

    assert said == {"@type": "Organization", "name": "Nu"}


def test_pages_of_services_that_are_gone_say_nothing(repertoire: None, client: Client) -> None:
    for slug in ("archive", "fusionne"):
        assert "ld+json" not in client.get(f"/services/{slug}/").content.decode()


def test_a_description_is_said_in_its_own_language_only(repertoire: None, client: Client) -> None:
    said = block(client, "/nl/services/plein/")

    assert said["inLanguage"] == "nl"
    assert "description" not in said["mainEntity"]


def test_what_people_wrote_cannot_end_the_block(db: None, client: Client) -> None:
    name = "</script><script>alert(1)</script> & <!--"
    service = ServiceFactory.create(name=name)

    assert block(client, service.get_absolute_url())["mainEntity"]["name"] == name


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("hopital_general", "Hospital"),
        ("ssm", "MedicalClinic"),
        ("equipe_mobile", "MedicalOrganization"),
        ("groupe_entraide", "Organization"),
    ],
)
def test_a_type_is_said_by_the_word_that_fits(db: None, kind: str, said: str) -> None:
    service = ServiceFactory.create(type=ServiceTypeFactory.create(slug=kind))

    assert about(service)["@type"] == said


def test_a_suspended_service_gives_no_way_to_reach_it(db: None) -> None:
    service = ServiceFactory.create()
    place = LocationFactory.create()
    ServiceAtLocationFactory.create(service=service, location=place)
    ScheduleFactory.create(service=service, osm="24/7")
    PhoneFactory.create(service=service)
    EmailFactory.create(service=service)
    assert {"contactPoint", "location"} <= set(about(service))

    service.status, service.status_since = Status.SUSPENDED, service.updated_at.date()
    service.save()
    said = about(service)
    assert "contactPoint" not in said
    assert "openingHoursSpecification" not in said["location"][0]


def test_the_area_is_said_in_the_words_of_the_page(db: None) -> None:
    service = ServiceFactory.create(coverage=Coverage.REGION)

    assert about(service)["areaServed"] == "toute la Région de Bruxelles-Capitale"


# Opening hours


def hours_of(osm: str, note: str = "") -> list[tuple[list[str], str, str]] | None:
    """What is said of the hours of a service that has one place."""
    service = ServiceFactory.create()
    ServiceAtLocationFactory.create(service=service)
    ScheduleFactory.create(service=service, osm=osm, note=note)
    said = about(service)["location"][0].get("openingHoursSpecification")
    return said and [(one["dayOfWeek"], one["opens"], one["closes"]) for one in said]


@pytest.mark.parametrize(
    ("osm", "note", "said"),
    [
        ("24/7", "Ouvert 24h/24, 7j/7", [(EVERY_DAY, "00:00", "23:59")]),
        ("Mo-Fr 09:00-17:00", "Lun–Ven 9h–17h", [(WORKING_DAYS, "09:00", "17:00")]),
        (
            "Mo,We 09:00-12:00,13:00-17:00; We 14:00-15:00",
            "",
            [
                (["Monday"], "09:00", "12:00"),
                (["Monday"], "13:00", "17:00"),
                (["Wednesday"], "14:00", "15:00"),
            ],
        ),
        (
            "Su 22:00-02:00",
            "",
            [(["Monday"], "00:00", "02:00"), (["Sunday"], "22:00", "23:59")],
        ),
    ],
)
def test_hours_that_are_the_same_every_week_are_said(
    db: None, osm: str, note: str, said: list[tuple[list[str], str, str]]
) -> None:
    assert hours_of(osm, note) == said


@pytest.mark.parametrize(
    ("osm", "note"),
    [
        ("", "Permanence sans rendez-vous"),
        ("Mo-Fr 09:00-17:00", "Lun–Ven 9h–17h · accueil sur rendez-vous"),
        ("Mo-Fr 09:00-17:00", "sauf en août"),
        ("Mo-Fr 09:00-17:00; PH off", ""),
        ("Jul-Aug Mo-Fr 09:00-17:00", ""),
        ("Mo[1] 09:00-17:00", ""),
        ('Mo-Fr 09:00-17:00 "sur rendez-vous"', ""),
    ],
)
def test_hours_that_need_more_words_are_left_out(db: None, osm: str, note: str) -> None:
    assert hours_of(osm, note) is None


def test_hours_are_those_of_their_place(db: None) -> None:
    service = ServiceFactory.create()
    here, there = (ServiceAtLocationFactory.create(service=service) for _each in range(2))
    ScheduleFactory.create(service=service, location=here.location, osm="Mo 09:00-17:00")
    first, second = about(service)["location"]

    assert [one["dayOfWeek"] for one in first["openingHoursSpecification"]] == [["Monday"]]
    assert "openingHoursSpecification" not in second

    ScheduleFactory.create(service=service, osm="Tu 09:00-17:00")  # here or there: nobody said
    assert all("openingHoursSpecification" not in place for place in about(service)["location"])
    assert there.location != here.location
