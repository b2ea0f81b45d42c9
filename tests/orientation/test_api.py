"""The API as a program meets it: `docs/orientation.md` says each field."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import SettingsWrapper

from directory.models import Service
from directory.models.contact import Level
from orientation import views_api
from orientation.api_page import pretty
from orientation.api_services import joined
from orientation.catalogue import Catalogue
from orientation.filters import OrientationFilter
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
from tests.orientation import plain_matcher
from tests.orientation.plain_matcher import World
from tests.orientation.test_pages import KEYS, WILD, raw
from tests.smesb.reader import (
    INTERNAL_NUMBER,
    PROFESSIONAL_NUMBER,
    PUBLIC_NUMBER,
    SECRETS,
    a_repertoire,
    html_of,
)

Json = dict[str, Any]
ORIENTATION, SERVICES = "/api/orientation/", "/api/services/"
QUESTIONS = (
    "",
    "age=35",
    "age=5&verdict=exclus",
    "age=35&code_postal=1081&langue=fr&langue=nl&verdict=convient&verdict=verifier&verdict=exclus",
    "code_postal=1081&tri=proximite&bassin=nord-ouest&ouvert=soir",
    "public=femmes&demandeur=medecin&zone_inconnue=1&tri=nom",
    "q=maison+des+femmes",
    "besoin=crise&code_postal=sans&per_page=1",
    "age=5&verdict=presque",
    "age=5&ecarte_par=age",
)
ANYTHING = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"]


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


@pytest.fixture
def noon() -> Iterator[None]:
    """Saturday 21 November 2026, 14:20 in Brussels."""
    with time_machine.travel("2026-11-21T13:20:00+00:00", tick=False):
        yield


def asked(client: Client, address: str, status: int = 200) -> HttpResponse:
    """The answer to an address, which must have that status."""
    answer: HttpResponse = client.get(address)
    assert answer.status_code == status, address
    return answer


def read(client: Client, address: str) -> Json:
    """What an address answers."""
    answer = asked(client, address)
    assert answer.headers["Content-Type"] == "application/json"
    found: Json = json.loads(answer.content)
    return found


def facts_of(client: Client, slug: str) -> Json:
    """The facts of one service."""
    found: Json = next(s for s in read(client, SERVICES)["results"] if s["slug"] == slug)
    return found


# The answer to a situation


def test_an_answer_has_every_key_of_the_contract_in_its_order(
    repertoire: None, noon: None, client: Client
) -> None:
    said = read(client, f"{ORIENTATION}?age=35&code_postal=1081&foo=1&age=abc&s=plein&delai=2sem")

    assert list(said) == [
        *("revision", "at", "ignored", "situation", "counts", "facets", "excluded_by"),
        *("results", "page", "per_page", "next"),
    ]
    assert said["revision"] == current().revision
    assert said["at"] == "2026-11-21T14:15"
    assert said["ignored"] == [
        ["age", "35"],
        ["age", "abc"],
        ["foo", "1"],
        ["s", "plein"],
        ["delai", "2sem"],
    ]
    assert list(said["counts"]) == [
        *("convient", "verifier", "presque", "exclus", "total", "sans_besoin", "zone_inconnue"),
    ]
    assert all(type(count) is int for count in said["counts"].values())
    assert [list(one) for one in said["results"]] == [
        [
            *("id", "slug", "name", "type", "commune", "phone", "url"),
            *("verdict", "presque_par", "reasons", "order"),
        ]
    ] * len(said["results"])
    assert said["page"], said["per_page"] == (1, 20)


def test_facets_have_their_options_in_order_with_words_and_counts(
    repertoire: None, client: Client
) -> None:
    said, vocabulary = read(client, ORIENTATION), current().vocabulary

    assert list(said["facets"]) == [
        *("besoin", "pour", "type", "bassin", "public", "langue", "condition"),
        *("intervenant", "theme", "demandeur", "ouvert"),
    ]
    for name, options in said["facets"].items():
        assert [(o["slug"], o["label"]) for o in options] == [
            (o.slug, o.label) for o in vocabulary.options[name]
        ]
        assert all(list(option) == ["slug", "label", "count"] for option in options)


def test_the_situation_is_said_as_understood(repertoire: None, client: Client) -> None:
    query = "langue=fr&age=35&code_postal=Koekelberg&zone_inconnue=1&q=maison&besoin=crise"

    assert read(client, f"{ORIENTATION}?{query}")["situation"] == {
        "q": "maison",
        "besoin": ["crise"],
        "pour": "personne",
        "zone_inconnue": True,
        "age": 35,
        "code_postal": {"value": "Koekelberg", "areas": ["21003-1081"]},
        "langue": ["fr"],
        "verdict": ["convient", "verifier"],
        "tri": "pertinence",
    }


def test_what_one_reads_of_a_service(
    repertoire: None, client: Client, settings: SettingsWrapper
) -> None:
    settings.SITE_URL = "https://smes-b.example"
    results = read(client, f"{ORIENTATION}?age=35")["results"]
    full, bare, refuge = results

    assert full | {"order": []} == {
        "id": str(Service.objects.get(slug="plein").uuid),
        "slug": "plein",
        "name": "Le Plein",
        "type": "ssm",
        "commune": "Berchem-Sainte-Agathe",
        "phone": PUBLIC_NUMBER,
        "url": "https://smes-b.example/services/plein/",
        "verdict": "convient",
        "presque_par": None,
        "reasons": [{"criterion": "age", "verdict": "oui", "text": "Reçoit de 18 à 64 ans"}],
        "order": [],
    }
    assert (bare["commune"], bare["phone"], bare["verdict"]) == (None, None, "verifier")
    assert [(r["criterion"], r["verdict"]) for r in refuge["reasons"]] == [
        ("age", "inconnu"),
        ("public", "inconnu"),
    ]


def test_a_near_miss_says_by_what(repertoire: None, client: Client) -> None:
    said = read(client, f"{ORIENTATION}?age=5&verdict=presque")

    assert [(one["slug"], one["verdict"], one["presque_par"]) for one in said["results"]] == [
        ("plein", "exclus", "age")
    ]
    assert said["excluded_by"] == {"age": 1}


@pytest.mark.parametrize("query", QUESTIONS)
def test_the_answer_is_that_of_the_plain_matcher(
    repertoire: None, noon: None, client: Client, query: str
) -> None:
    said = read(client, f"{ORIENTATION}?{query}")
    catalogue = current()
    world, situation = world_of(catalogue), situation_of(query, catalogue)
    right = plain_matcher.match(situation, world)
    page = right.listed[: situation.per_page]

    assert said["counts"] == vars(right.counts)
    assert said["excluded_by"] == right.excluded_by
    assert {
        name: {option["slug"]: option["count"] for option in options}
        for name, options in said["facets"].items()
    } == plain_matcher.facet_counts(situation, world)
    assert [
        (one["slug"], one["verdict"], one["presque_par"], tuple(one["order"]), reasons(one))
        for one in said["results"]
    ] == [
        (
            *(match.profile.slug, match.verdict.value, match.near_miss_by, match.order),
            [(r.criterion, r.answer.value, r.text) for r in match.reasons],
        )
        for match in page
    ]


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("order", ["pertinence", "proximite", "nom", "verification"])
def test_every_order_is_numbers_and_strings_of_one_length(
    repertoire: None, client: Client, query: str, order: str
) -> None:
    found = [
        one["order"] for one in read(client, f"{ORIENTATION}?{query}&tri={order}")["results"]
    ]

    assert len({len(each) for each in found}) <= 1
    assert all(type(part) in (int, str) for each in found for part in each)
    assert found == sorted(found)


def reasons(result: Json) -> list[tuple[str, str, str]]:
    """The reasons of a result, as rows."""
    return [(one["criterion"], one["verdict"], one["text"]) for one in result["reasons"]]


def world_of(catalogue: Catalogue) -> World:
    """The services of a catalogue, with the words that the snapshot keeps apart."""
    snapshot = catalogue.snapshot
    profiles = [snapshot.profile(slot) for slot in snapshot.by_name(snapshot.published, 0, 99)]
    words = {profile.slug: profile.words for _key, _status, profile in every_profile()}
    with_words = [
        type(profile)(**{name: getattr(profile, name) for name in profile.__slots__ if name != "words"}, words=words[profile.slug])
        for profile in profiles
    ]
    return World(with_words, (), catalogue.territory, catalogue.vocabulary, catalogue.at)


def every_profile() -> Iterator[Any]:
    """Every profile as it is read."""
    from orientation.reading import Reader, every_key

    return Reader().read(every_key())


def situation_of(query: str, catalogue: Catalogue) -> Any:
    """The question of an address."""
    return OrientationFilter(QueryDict(query), catalogue).situation
