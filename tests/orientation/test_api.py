"""The API as a program meets it: `docs/orientation.md` says each field."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from directory.models import Service
from orientation import live
from orientation.api_page import pretty
from orientation.catalogue import Catalogue
from orientation.filters import OrientationFilter
from orientation.live import current, forget
from orientation.reading import Reader, every_key
from orientation.situation import Situation
from tests.factories import NeedFactory, PhoneFactory, ServiceFactory
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
    answer: Any = client.get(address)
    assert answer.status_code == status, address
    assert isinstance(answer, HttpResponse)
    return answer


def read(client: Client, address: str) -> Json:
    """What an address answers."""
    answer = asked(client, address)
    assert answer.headers["Content-Type"] == "application/json"
    found: Json = json.loads(answer.content)
    return found


# The answer to a situation


def test_an_answer_has_every_key_of_the_contract_in_its_order(
    repertoire: None, noon: None, client: Client
) -> None:
    said = read(
        client, f"{ORIENTATION}?age=35&code_postal=1081&foo=1&age=abc&s=plein&delai=bientôt"
    )

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
        ["delai", "bientôt"],
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
    assert (said["page"], said["per_page"]) == (1, 20)


def test_facets_have_their_options_in_order_with_words_and_counts(
    repertoire: None, client: Client
) -> None:
    said, vocabulary = read(client, ORIENTATION), current().vocabulary

    assert list(said["facets"]) == [
        *("besoin", "pour", "type", "bassin", "public", "langue", "condition"),
        *("intervenant", "theme", "demandeur", "ouvert", "delai"),
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


def test_what_one_reads_of_a_service(repertoire: None, client: Client) -> None:
    results = read(client, f"{ORIENTATION}?age=35")["results"]
    full, bare, refuge = results

    assert full | {"order": []} == {
        "id": str(Service.objects.get(slug="plein").uuid),
        "slug": "plein",
        "name": "Le Plein",
        "type": "ssm",
        "commune": "Berchem-Sainte-Agathe",
        "phone": PUBLIC_NUMBER,
        "url": f"{settings.SITE_URL}/services/plein/",
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
    found = [one["order"] for one in read(client, f"{ORIENTATION}?{query}&tri={order}")["results"]]

    assert len({len(each) for each in found}) <= 1
    assert all(type(part) in (int, str) for each in found for part in each)
    assert found == sorted(found)


def situation_of(query: str, catalogue: Catalogue) -> Situation:
    """The question of an address."""
    return OrientationFilter(QueryDict(query), catalogue).situation


def reasons(result: Json) -> list[tuple[str, str, str]]:
    """The reasons of a result, as rows."""
    return [(one["criterion"], one["verdict"], one["text"]) for one in result["reasons"]]


def world_of(catalogue: Catalogue) -> World:
    """The published services of a catalogue, with their words, for the plain matcher."""
    read = Reader().read(every_key())
    profiles = [profile for _key, published, profile in read if published]
    return World(profiles, (), catalogue.territory, catalogue.vocabulary, catalogue.at)


# Pages


def test_pages_follow_one_another_and_give_each_service_once(db: None, client: Client) -> None:
    for number in range(5):
        ServiceFactory.create(slug=f"s{number}", name=f"Service {number}")
    address: str | None = f"{ORIENTATION}?per_page=2&tri=nom"
    pages = []
    while address:
        said = read(client, address)
        pages.append([one["slug"] for one in said["results"]])
        address = said["next"] and said["next"].removeprefix(settings.SITE_URL)

    assert pages == [["s0", "s1"], ["s2", "s3"], ["s4"]]


@pytest.mark.parametrize("page", ["2", "1000000000"])
def test_past_the_last_page_there_is_nothing(repertoire: None, client: Client, page: str) -> None:
    said = read(client, f"{ORIENTATION}?page={page}")

    assert (said["results"], said["next"]) == ([], None)
    assert said["counts"]["total"] == 3


def test_a_page_holds_two_hundred_at_most(repertoire: None, client: Client) -> None:
    assert read(client, f"{ORIENTATION}?per_page=5000")["per_page"] == 200


def test_another_spelling_is_named_only_when_it_is_used(repertoire: None, client: Client) -> None:
    assert read(client, f"{ORIENTATION}?q=maizon")["did_you_mean"] == "maison"
    assert "did_you_mean" not in read(client, f"{ORIENTATION}?q=maison")


# Languages


@pytest.mark.parametrize(
    ("prefix", "language", "label"),
    [("", "fr", "Santé"), ("/nl", "nl", "Gezondheid"), ("/en", "en", "Health")],
)
def test_words_and_addresses_are_in_the_language_of_the_address(
    repertoire: None, client: Client, prefix: str, language: str, label: str
) -> None:
    NeedFactory.create(slug="sante", name_fr="Santé", name_nl="Gezondheid", name_en="Health")
    said = read(client, f"{prefix}{ORIENTATION}?age=35&per_page=1")

    assert {"slug": "sante", "label": label, "count": 0} in said["facets"]["besoin"]
    assert said["results"][0]["url"] == f"{settings.SITE_URL}{prefix}/services/plein/"
    assert said["next"].startswith(f"{settings.SITE_URL}{prefix}{ORIENTATION}?")
    with translation.override(language):
        right = plain_matcher.match(situation_of("age=35", current()), world_of(current()))
    assert said["results"][0]["reasons"][0]["text"] == right.listed[0].reasons[0].text


# What every answer carries


@pytest.mark.parametrize("address", [ORIENTATION, SERVICES, "/api/rien/", f"/nl{SERVICES}"])
@pytest.mark.parametrize("method", ANYTHING)
def test_any_site_may_read_any_answer(repertoire: None, address: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.generic(method, address, headers={"origin": "https://elsewhere.example"})

    right = {"GET": 200, "HEAD": 200, "OPTIONS": 204}.get(method, 405)
    if address == "/api/rien/" and method in ("GET", "HEAD"):
        right = 404
    assert answer.status_code == right
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    if right == 405:
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    if method != "HEAD" and right >= 400:
        assert list(json.loads(answer.content)) == ["error", "documentation"]


def test_a_missing_slash_is_forgiven(repertoire: None, client: Client) -> None:
    answer = asked(client, "/nl/api/orientation?age=35", status=301)

    assert answer.headers["Location"] == "/nl/api/orientation/?age=35"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_too_many_parameters_are_refused_in_json(repertoire: None, client: Client) -> None:
    answer = asked(client, f"{ORIENTATION}?{'&'.join(['age=1'] * 6000)}", status=400)

    assert "error" in json.loads(answer.content)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_database_that_does_not_answer_is_said_in_json(
    repertoire: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> live.Known:
        raise DatabaseError

    monkeypatch.setattr(live, "up_to_date", fails)
    answer = asked(client, ORIENTATION, status=503)

    assert "error" in json.loads(answer.content)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_time_of_matching_is_said_in_milliseconds(repertoire: None, client: Client) -> None:
    timing = asked(client, f"{ORIENTATION}?age=35").headers["Server-Timing"]

    assert re.fullmatch(r"match;dur=\d+\.\d{3}", timing)


def test_no_shared_cache_keeps_a_situation(repertoire: None, client: Client) -> None:
    assert asked(client, ORIENTATION).headers["Cache-Control"] == "private, no-cache"
    assert asked(client, SERVICES).headers["Cache-Control"] == "no-cache"
    for address in (ORIENTATION, SERVICES):
        assert "Cookie" not in asked(client, address).headers.get("Vary", "")


@pytest.mark.parametrize("address", [f"{ORIENTATION}?age=35", SERVICES])
def test_an_answer_that_has_not_changed_is_not_sent_again(
    repertoire: None,
    noon: None,
    client: Client,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    etag = asked(client, address).headers["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(address, headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Server-Timing" not in answer.headers


def test_whatever_changes_the_answer_changes_its_etag(
    repertoire: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    etags = []

    def note(address: str = f"{ORIENTATION}?age=35", minute: str = "14:20") -> None:
        with time_machine.travel(f"2026-11-21T{minute}:00+00:00", tick=False):
            etags.append(asked(client, address).headers["ETag"])

    note()
    note(minute="14:40")
    note(f"{ORIENTATION}?age=36")
    note(f"/en{ORIENTATION}?age=35")
    note(SERVICES)
    ServiceFactory.create()
    note()
    monkeypatch.setattr(settings, "RELEASE", "another")
    note()

    assert len(set(etags)) == len(etags)
    note()
    assert etags[-1] == etags[-2]


@pytest.mark.parametrize("address", [ORIENTATION, SERVICES])
def test_an_answer_given_after_a_failure_has_no_etag(
    repertoire: None, client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    failure = live.Failure("revision 3 cannot be read", "", 0.0, frozenset())
    known = replace(live.up_to_date(), failure=failure)
    monkeypatch.setattr(live, "up_to_date", lambda: known)
    answer = client.get(address, headers={"if-none-match": "*"})

    assert answer.status_code == 200
    assert "ETag" not in answer.headers


@hypothesis_settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(
    address=st.sampled_from([ORIENTATION, SERVICES, f"/nl{ORIENTATION}"]),
    pairs=st.lists(st.tuples(KEYS, WILD), max_size=6),
)
def test_no_address_breaks_the_api(
    repertoire: None, client: Client, address: str, pairs: list[tuple[str, str]]
) -> None:
    answer = client.get(address, query_params=None, QUERY_STRING=raw(pairs))

    assert answer.status_code == 200
    assert isinstance(json.loads(answer.content)["results"], list)


# What nobody may read


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
def test_no_answer_tells_a_confidential_place_or_a_number_that_is_not_public(
    repertoire: None, client: Client, prefix: str
) -> None:
    everything = "verdict=convient&verdict=verifier&verdict=exclus&age=35&code_postal=1081"
    addresses = [f"{ORIENTATION}?{query}" for query in (*QUESTIONS, everything)]
    for address in (*addresses, SERVICES, "/api/"):
        answer = json_less_areas(asked(client, f"{prefix}{address}"))
        for secret in (*SECRETS, INTERNAL_NUMBER, PROFESSIONAL_NUMBER, "note interne"):
            assert secret not in answer, (address, secret)


def json_less_areas(answer: HttpResponse) -> str:
    """What an answer says, without the list of all areas of the Region, which holds 1082 too."""
    text: str = answer.content.decode()
    if not text.startswith("{"):
        return text
    said = json.loads(text)
    return json.dumps({key: said[key] for key in said if key != "areas"}, ensure_ascii=False)


def test_only_published_services_are_answered(repertoire: None, client: Client) -> None:
    for address in (ORIENTATION, SERVICES):
        slugs = {one["slug"] for one in read(client, address)["results"]}
        assert slugs == {"plein", "refuge", "nu"}


# Questions to the database


@pytest.mark.parametrize("count", [1, 3])
def test_a_question_asks_the_database_once(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        PhoneFactory.create()
    forget()
    asked(client, ORIENTATION)
    with django_assert_num_queries(1):
        asked(client, f"{ORIENTATION}?age=35&code_postal=1000")


# The page for developers


def test_the_page_shows_every_parameter_and_answers_of_this_moment(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/api/")

    for name in OrientationFilter.base_filters:
        assert re.search(rf"<code>{name}( …)?</code>", html), name
    assert f"&quot;revision&quot;: &quot;{current().revision}&quot;" in html


def test_json_to_be_read_is_the_same_json() -> None:
    value: Json = {"a": [1, {"b": "é" * 90}, []], "c": {}, "d": [["x" * 60, "y" * 60]], "e": None}

    assert json.loads(pretty(value)) == value
    assert pretty({"a": [1, 2]}) == '{"a": [1, 2]}'
