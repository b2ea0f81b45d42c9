"""Where the wait of a service is long, its page says where to go meanwhile."""

import re

import pytest
from django.test import Client

from directory.models import Service
from tests.factories import NeedFactory, ServiceFactory, WaitingTimeFactory
from tests.smesb.reader import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    """A service for a need that another meets at once; and a place to meet people."""
    care, ties = (
        NeedFactory.create(slug="ambulatoire"),
        NeedFactory.create(slug="liens", name_fr="Renouer des liens"),
    )
    full, free, place = (
        ServiceFactory.create(name=name, slug=name) for name in ("plein", "libre", "lieu")
    )
    full.needs.add(care)
    free.needs.add(care)
    place.needs.add(ties)
    WaitingTimeFactory.create(service=free, state="open", weeks_to=1)
    return full


def meanwhile(client: Client, service: Service, came_from: str = "") -> str:
    """What the page proposes, links included; "" if nothing."""
    headers = {"Referer": f"http://testserver{came_from}"} if came_from else {}
    html = plain(client.get(service.get_absolute_url(), headers=headers).content.decode())
    found = re.search(r'<div class="meanwhile">.*?</div>', html, re.S)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("said", "is_long"),
    [
        ({"weeks_from": 8}, True),
        ({"weeks_to": 10}, True),
        ({"weeks_from": 2, "weeks_to": 30}, False),
        ({}, False),
        ({"state": "suspended"}, True),
        ({"state": "closed"}, True),
        ({"state": "open", "weeks_to": 2}, False),
    ],
)
def test_a_long_wait_has_doors_beside_it(
    service: Service, client: Client, said: dict[str, object], is_long: bool
) -> None:
    WaitingTimeFactory.create(service=service, **said)
    assert bool(meanwhile(client, service)) is is_long


def test_without_an_observation_nothing_is_proposed(service: Service, client: Client) -> None:
    assert meanwhile(client, service) == ""


def test_the_same_need_soon_then_places_that_are_open(service: Service, client: Client) -> None:
    WaitingTimeFactory.create(service=service, state="suspended")
    html = meanwhile(client, service)
    assert (
        'href="/orientation/?besoin=ambulatoire&amp;delai=2sem&amp;verdict=convient#resultats">'
        'Le même besoin, dans les 2 semaines</a> <span class="count">(1)'
    ) in html
    assert 'href="/orientation/?besoin=liens#resultats">Renouer des liens</a>' in html
    assert 'href="/urgence/"' in html


def test_the_question_one_comes_with_is_kept(service: Service, client: Client) -> None:
    WaitingTimeFactory.create(service=service, state="suspended")
    html = meanwhile(client, service, "/orientation/?age=35&q=plein&s=autre&page=2")
    assert "besoin=liens&amp;age=35&amp;s=autre" in html
    assert "q=plein" not in html
