"""The facts that the API gives of every published service: `docs/orientation.md` says each field."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from directory.models import Service
from directory.models.contact import Level
from directory.models.service_rows import GroupRelation
from orientation.api_services import joined
from orientation.live import current, forget
from tests.factories import (
    AccessConditionFactory,
    BassinFactory,
    CriterionFactory,
    LanguageFactory,
    LocationFactory,
    MunicipalityFactory,
    NeedFactory,
    PhoneFactory,
    PostalAreaFactory,
    ProfessionFactory,
    ScheduleFactory,
    ServiceAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    ThemeFactory,
)
from tests.smesb.reader import PUBLIC_NUMBER, a_repertoire

Json = dict[str, Any]
ADDRESS = "/api/services/"


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


@pytest.fixture
def noon() -> Iterator[None]:
    """Saturday 21 November 2026, 14:20 in Brussels."""
    with time_machine.travel("2026-11-21T13:20:00+00:00", tick=False):
        yield


def read(client: Client, query: str = "") -> Json:
    """What the address answers."""
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    found: Json = json.loads(answer.content)
    return found


def facts(client: Client, slug: str) -> Json:
    """The facts of one service."""
    found: Json = next(one for one in read(client)["results"] if one["slug"] == slug)
    return found


# Every field


def test_an_answer_has_every_key_of_the_contract_in_its_order(
    repertoire: None, noon: None, client: Client
) -> None:
    said = read(client)

    assert list(said) == [
        *("revision", "at", "count", "page", "per_page", "next", "areas", "results"),
    ]
    results, areas = said.pop("results"), said.pop("areas")
    assert said == {
        "revision": current().revision,
        "at": "2026-11-21T14:15",
        "count": 3,
        "page": 1,
        "per_page": 200,
        "next": None,
    }
    assert areas[0] == {
        "area": "21003-1081",
        "postal_code": "1081",
        "commune": "21003",
        "bassin": "nord-ouest",
        "lat": None,
        "lon": None,
    }
    for one in results:
        assert list(one) == [
            *("id", "slug", "name", "sort_key", "type", "url", "needs", "helps"),
            *("age_min", "age_max", "coverage", "places"),
            *("everyone", "reserved", "specialised", "refused", "conditions"),
            *("languages", "languages_complete", "professions", "professions_complete"),
            *("themes", "themes_complete", "who_may_ask", "waits", "hours", "opening", "phones"),
            *("verified_on", "updated_on", "source"),
        ]


def test_all_that_is_known_is_said(repertoire: None, noon: None, client: Client) -> None:
    full = facts(client, "plein")
    service = Service.objects.get(slug="plein")
    conditions = full.pop("conditions")
    groups = {name: full.pop(name) for name in ("specialised", "refused")}

    assert full == {
        "id": str(service.uuid),
        "slug": "plein",
        "name": "Le Plein",
        "sort_key": "le plein",
        "type": "ssm",
        "url": f"{settings.SITE_URL}/services/plein/",
        "needs": ["crise"],
        "helps": ["personne"],
        "age_min": 18,
        "age_max": 64,
        "coverage": ["1702", "21003-1081"],
        "places": [
            {
                "commune": "21003",
                "area": "21003-1081",
                "bassin": "nord-ouest",
                "lat": 50.86,
                "lon": 4.3,
            }
        ],
        "everyone": True,
        "reserved": [],
        "languages": ["fr"],
        "languages_complete": True,
        "professions": [profession.slug for profession in service.professions.all()],
        "professions_complete": False,
        "themes": [theme.slug for theme in service.themes.all()],
        "themes_complete": False,
        "who_may_ask": ["personne"],
        "waits": [],
        "hours": {"osm": "Mo-Fr 09:00-17:00", "on": "2021-01", "source": "Bruxelles Social"},
        "opening": [
            [f"2026-11-{day}T09:00", f"2026-11-{day}T17:00"] for day in (23, 24, 25, 26, 27)
        ],
        "phones": [{"number": PUBLIC_NUMBER, "on": "2020", "source": "Page web"}],
        "verified_on": "2024-05-01",
        "updated_on": "2026-11-21",
        "source": "Bruxelles Social",
    } | {"updated_on": full["updated_on"]}
    assert [one["answer"] for one in conditions.values()] == ["oui", "non", None]
    assert {tuple(one.values())[1:] for one in conditions.values()} == {
        ("ça dépend", "2019", "Page web")
    }
    assert all(len(slugs) == 1 for slugs in groups.values())


def test_what_is_not_known_is_null_or_empty_never_no(repertoire: None, client: Client) -> None:
    bare = facts(client, "nu")

    unknown = ("age_min", "age_max", "coverage", "everyone", "hours", "opening", "verified_on")
    assert [bare[name] for name in unknown] == [None] * len(unknown)
    empty = ("places", "reserved", "languages", "who_may_ask", "phones", "waits", "needs")
    assert [bare[name] for name in empty] == [[]] * len(empty)
    assert bare["conditions"] == {}
    assert bare["helps"] == ["personne"]


def test_needs_and_helps_come_from_the_type_when_the_service_says_none(
    repertoire: None, client: Client
) -> None:
    service = Service.objects.get(slug="refuge")
    service.type.helps_proche = True
    service.type.save()

    assert (facts(client, "refuge")["needs"], facts(client, "refuge")["helps"]) == (
        ["crise"],
        ["proche"],
    )


def test_publics_reserved_count_where_the_service_is_reserved(db: None, client: Client) -> None:
    for slug, audience in (("a", "reserved"), ("b", "")):
        service = ServiceFactory.create(slug=slug, audience=audience)
        ServiceTargetGroupFactory.create(
            service=service, group__slug=f"public-{slug}", relation=GroupRelation.RESERVED
        )

    assert facts(client, "a")["reserved"] == ["public-a"]
    assert facts(client, "b")["reserved"] == []


@pytest.mark.parametrize("coverage", ["belgique", "region_min", "region", "zones", ""])
def test_a_coverage_without_a_list_is_said_by_its_name(
    db: None, client: Client, coverage: str
) -> None:
    ServiceFactory.create(slug="a", coverage=coverage)

    assert facts(client, "a")["coverage"] == (coverage if coverage not in ("", "zones") else None)


def test_a_fact_without_date_nor_source_has_those_of_the_entry(db: None, client: Client) -> None:
    service = ServiceFactory.create(slug="a", source="Guide", source_date="2021-01")
    PhoneFactory.create(service=service)
    PhoneFactory.create(service=service, source="Page web")
    PhoneFactory.create(service=service, source_date="2024")
    phones = facts(client, "a")["phones"]

    assert [(one["on"], one["source"]) for one in phones] == [
        ("2021-01", "Guide"),
        (None, "Page web"),
        ("2024", "Guide"),
    ]


# Places


def test_a_confidential_place_has_its_commune_only(repertoire: None, client: Client) -> None:
    assert facts(client, "refuge")["places"] == [
        {"commune": "21003", "area": None, "bassin": "nord-ouest", "lat": None, "lon": None}
    ]


def test_a_confidential_place_has_no_bassin_where_the_commune_is_split(
    repertoire: None, client: Client
) -> None:
    at = Service.objects.get(slug="refuge").at_locations.get()
    assert at.location.municipality
    PostalAreaFactory.create(municipality=at.location.municipality, postal_code="1083")

    assert facts(client, "refuge")["places"][0]["bassin"] is None


def test_a_place_outside_the_region_has_no_commune(db: None, client: Client) -> None:
    place = LocationFactory.create(postal_area=None, municipality=None, outside="1702 Dilbeek")
    ServiceAtLocationFactory.create(service__slug="a", location=place)

    assert facts(client, "a")["places"] == [
        {"commune": None, "area": None, "bassin": None, "lat": None, "lon": None}
    ]


# Hours


@pytest.mark.parametrize(
    ("schedules", "said"),
    [
        (("Mo-Fr 09:00-17:00",), "Mo-Fr 09:00-17:00"),
        (("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"), "Mo-Fr 09:00-17:00"),
        (("Mo 09:00-12:00", "24/7"), "24/7"),
        (("Mo-Fr 09:00-12:00", "We 18:00-20:00"), "Mo-Fr 09:00-12:00, We 18:00-20:00"),
        (
            ("Mo-Tu 09:00-12:00; Fr 10:00-12:00", "Fr 22:00-02:00"),
            "Mo-Tu 09:00-12:00, Fr 10:00-12:00, Fr 22:00-02:00",
        ),
        (("Mo-Fr 09:00-12:00; We 14:00-16:00", "Sa 10:00-12:00"), ""),  # We replaces its morning
        (("Mo-Fr 09:00-12:00; PH off", "Sa 10:00-12:00"), ""),
        (("Jul-Aug Mo 09:00-12:00", "Sa 10:00-12:00"), ""),
    ],
)
def test_hours_are_one_text_only_when_it_says_the_same(
    schedules: tuple[str, ...], said: str
) -> None:
    assert joined(schedules) == said


def test_all_hours_open_the_service_and_carry_the_oldest_date(
    db: None, noon: None, client: Client
) -> None:
    service = ServiceFactory.create(slug="a", source="Guide", source_date="2021-01")
    ScheduleFactory.create(service=service, osm="Mo 09:00-12:00")
    ScheduleFactory.create(service=service, osm="Tu 09:00-24:00", source="Web", source_date="2020")
    ScheduleFactory.create(service=service, osm="", note="et sur demande")
    one = facts(client, "a")

    assert one["hours"] == {
        "osm": "Mo 09:00-12:00, Tu 09:00-24:00",
        "on": "2020",
        "source": "Guide · Web",
    }
    assert one["opening"] == [
        ["2026-11-23T09:00", "2026-11-23T12:00"],
        ["2026-11-24T09:00", "2026-11-25T00:00"],
    ]


def test_hours_that_cannot_be_one_text_are_those_of_the_first(
    db: None, noon: None, client: Client
) -> None:
    service = ServiceFactory.create(slug="a", source="Guide")
    ScheduleFactory.create(service=service, osm="Mo 09:00-12:00; PH off")
    ScheduleFactory.create(service=service, osm="Tu 09:00-12:00")
    one = facts(client, "a")

    assert one["hours"] == {"osm": "Mo 09:00-12:00; PH off", "on": None, "source": "Guide"}
    assert len(one["opening"]) == 2


# Pages


def test_pages_follow_one_another_and_give_each_service_once(db: None, client: Client) -> None:
    for number in (4, 2, 0, 1, 3):
        ServiceFactory.create(slug=f"s{number}", name=f"Service {number}")
    query, found = "?per_page=2", []
    while query:
        said = read(client, query)
        found += [one["slug"] for one in said["results"]]
        assert (said["count"], said["per_page"]) == (5, 2)
        query = (said["next"] or "").removeprefix(f"{settings.SITE_URL}{ADDRESS}")

    assert found == ["s4", "s2", "s0", "s1", "s3"], "in the order of their entry"


def test_a_new_service_moves_no_page_already_read(db: None, client: Client) -> None:
    for number in range(4):
        ServiceFactory.create(slug=f"s{number}")
    first = read(client, "?per_page=2")
    ServiceFactory.create(slug="aaa", name="AAA")
    second = read(client, "?per_page=2&page=2")

    assert [one["slug"] for one in second["results"]] == ["s2", "s3"]
    assert second["revision"] != first["revision"]


@pytest.mark.parametrize("query", ["?page=9", "?page=1000000000"])
def test_past_the_last_page_there_is_nothing(repertoire: None, client: Client, query: str) -> None:
    said = read(client, query)

    assert (said["results"], said["next"], said["count"]) == ([], None, 3)


@pytest.mark.parametrize("query", ["?page=0", "?page=abc&per_page=", "?page=-5&per_page=9999"])
def test_what_cannot_be_read_is_as_if_absent(repertoire: None, client: Client, query: str) -> None:
    said = read(client, query)

    assert (said["page"], said["per_page"], len(said["results"])) == (1, 200, 3)


# Questions to the database


@pytest.mark.parametrize("count", [1, 3])
def test_the_database_is_asked_as_often_for_three_services_as_for_one(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    bassin, commune = BassinFactory.create(), MunicipalityFactory.create()
    criterion = CriterionFactory.create()
    for number in range(count):
        service = ServiceFactory.create(coverage="zones")
        area = PostalAreaFactory.create(bassin=bassin, municipality=commune)
        service.needs.add(need := NeedFactory.create())
        service.type.needs.add(need)
        service.languages.add(LanguageFactory.create())
        service.professions.add(ProfessionFactory.create())
        service.themes.add(ThemeFactory.create())
        ServiceAreaFactory.create(service=service, area=area)
        place = LocationFactory.create(postal_area=area, is_confidential=number % 2 == 1)
        ServiceAtLocationFactory.create(service=service, location=place)
        ServiceTargetGroupFactory.create(service=service)
        AccessConditionFactory.create(service=service, criterion=criterion)
        ScheduleFactory.create(service=service, location=place)
        PhoneFactory.create(service=service, location=place)
        PhoneFactory.create(service=service, level=Level.INTERNAL)
    forget()
    read(client)
    with django_assert_num_queries(20):
        assert len(read(client)["results"]) == count
