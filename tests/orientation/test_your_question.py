"""A service's page answers the question that its reader has just asked in the list."""

import re
from datetime import date

import pytest
from django.test import Client

from directory.models import Service
from directory.models.service import Status
from tests.factories import ServiceFactory
from tests.smesb.reader import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    """A service for the young, of which little more is known."""
    return ServiceFactory.create(name="La Passerelle", slug="passerelle", age_min=12, age_max=25)


def page(client: Client, came_from: str, path: str = "/services/passerelle/") -> str:
    """The page of a service, read by somebody who comes from an address of this site."""
    answer = client.get(path, headers={"Referer": f"http://testserver{came_from}"})
    assert answer.status_code == 200
    assert "Referer" in answer["Vary"] and "private" in answer["Cache-Control"]
    return plain(answer.content.decode())


def question(html: str) -> str:
    """What the page says of the question, as words; "" if it says nothing."""
    found = re.search(r'<section class="your-question".*?</section>', html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_the_verdict_its_reasons_and_what_to_ask(service: Service, client: Client) -> None:
    said = question(page(client, "/orientation/?age=30&ouvert=soir&tri=nom"))
    assert "30 ans" in said
    assert "Ne convient pas" in said
    assert said.index("Non : Reçoit de 12 à 25 ans") < said.index("On ne sait pas, demandez :")
    assert "Revenir à la liste" in said


def test_the_way_back_is_the_very_list_with_what_was_chosen(
    service: Service, client: Client
) -> None:
    html = page(client, "/orientation/?age=20&page=2&tri=nom&s=autre")
    assert 'href="/orientation/?age=20&amp;tri=nom&amp;page=2&amp;s=autre#resultats"' in html
    assert 'href="/selection/?s=autre&amp;s=passerelle"' in html
    assert "age=20" not in html.partition("/selection/?")[2].partition('"')[0]


def test_what_is_chosen_already_is_not_chosen_twice(service: Service, client: Client) -> None:
    html = page(client, "/orientation/?s=passerelle&s=autre")
    assert 'href="/selection/?s=passerelle&amp;s=autre"' in html


def test_a_list_without_a_criterion_asks_nothing_of_a_service(
    service: Service, client: Client
) -> None:
    said = question(page(client, "/orientation/?q=passerelle"))
    assert "Mots : passerelle" in said
    assert "Convient" not in said and "Revenir à la liste" in said


def test_a_suspended_service_is_not_judged(service: Service, client: Client) -> None:
    service.status, service.status_since = Status.SUSPENDED, date(2026, 11, 2)
    service.save()
    said = question(page(client, "/orientation/?age=20"))
    assert "20 ans" in said and "Convient" not in said


def test_an_edited_service_is_judged_as_it_is_now(service: Service, client: Client) -> None:
    assert "Convient" in question(page(client, "/orientation/?age=20"))
    service.age_min = 21
    service.save()
    assert "Ne convient pas" in question(page(client, "/orientation/?age=20"))


@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "/",
        "/selection/?s=passerelle",
        "/services/autre/?age=20",
        "@ailleurs.example/orientation/?age=20",
    ],
)
def test_from_elsewhere_the_page_says_nothing_of_a_question(
    service: Service, client: Client, came_from: str
) -> None:
    html = page(client, came_from)
    assert question(html) == ""
    assert "age=20" not in html
    assert 'href="/selection/?s=passerelle"' in html


@pytest.mark.parametrize("path", ["/nl/services/passerelle/", "/en/services/passerelle/"])
def test_in_every_language(service: Service, client: Client, path: str) -> None:
    prefix = path[:3]
    html = page(client, f"{prefix}/orientation/?age=20", path)
    assert f'href="{prefix}/orientation/?age=20#resultats"' in html
    assert question(html)
