"""A hundred and twenty days pass: the list, the API and the page of a service follow, without an edit."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from directory.models import Service
from directory.waits import COUNTED_DAYS
from orientation import live
from tests.factories import NeedFactory, ServiceFactory, WaitingTimeFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def verdicts(client: Client, query: str = "delai=1mois") -> dict[str, str]:
    """The verdict on each service, by slug, in the order of the list."""
    every = "&verdict=convient&verdict=verifier&verdict=exclus"
    said: Any = client.get(f"/api/orientation/?{query}{every}").json()
    return {one["slug"]: one["verdict"] for one in said["results"]}


@pytest.fixture
def services() -> None:
    """One that is open, one that is full, one that is shut until Christmas, one of which nobody knows."""
    with time_machine.travel(DAY):
        NeedFactory.create(slug="ambulatoire")
        for slug, said in (
            ("ouvert", {"state": "open", "weeks_to": 2}),
            ("complet", {"weeks_from": 10, "weeks_to": 20}),
            ("suspendu", {"state": "suspended", "until": date(2026, 12, 25)}),
        ):
            service = ServiceFactory.create(slug=slug, name=slug)
            WaitingTimeFactory.create(service=service, observed_on=DAY, **said)
        ServiceFactory.create(slug="inconnu", name="inconnu")


def test_the_days_pass_and_nothing_is_read_anew(
    services: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(DAY):
        live.current()
    monkeypatch.setattr(live, "read_everything", None)
    for days in range(120):
        with time_machine.travel(DAY + timedelta(days)):
            found = verdicts(client)
        is_fresh = days <= COUNTED_DAYS
        assert found["ouvert"] == ("convient" if is_fresh else "verifier"), days
        assert found["complet"] == ("exclus" if is_fresh else "verifier"), days
        is_shut = DAY + timedelta(days) <= date(2026, 12, 25)
        assert found["suspendu"] == ("exclus" if is_shut else "verifier"), "never open by itself"
        assert found["inconnu"] == "verifier"


def test_what_is_expired_is_a_group_of_its_own_in_the_order_of_waits(
    services: None, client: Client
) -> None:
    with time_machine.travel(DAY):
        assert list(verdicts(client, "tri=delai")) == ["ouvert", "complet", "inconnu", "suspendu"]
    with time_machine.travel(DAY + timedelta(91)):
        assert list(verdicts(client, "tri=delai")) == ["complet", "inconnu", "ouvert", "suspendu"]


def test_a_card_says_the_wait_of_the_question(services: None, client: Client) -> None:
    service = Service.objects.get(slug="inconnu")
    WaitingTimeFactory.create(service=service, age_max=17, state="open", observed_on=DAY)
    WaitingTimeFactory.create(service=service, age_min=18, weeks_from=30, observed_on=DAY)
    with time_machine.travel(DAY):
        for age, said in ((12, "wait-open"), (30, "wait-waiting")):
            html = client.get(f"/orientation/?q=inconnu&age={age}").content.decode()
            assert f'<p class="card-wait {said}">' in html
        assert "card-wait" not in client.get("/orientation/?q=inconnu").content.decode()


def test_what_is_fictional_says_so_beside_every_figure(services: None, client: Client) -> None:
    service = Service.objects.get(slug="inconnu")
    WaitingTimeFactory.create(service=service, weeks_from=3, observed_on=DAY, is_fictional=True)
    with time_machine.travel(DAY):
        list_ = "/orientation/?q=inconnu&delai=1mois"
        for address, times in (
            (list_, 3),  # the reason, the question to ask, the wait of the card
            ("/selection/?s=inconnu", 2),  # the sheet, and its text
            ("/selection/texte/?s=inconnu", 1),
            ("/comparer/?s=inconnu&s=ouvert", 1),
            ("/services/inconnu/", 3),  # its picture in words, the answer to the question, the wait
        ):
            answer = client.get(address, headers={"Referer": f"http://testserver{list_}"})
            assert answer.content.decode().count("chiffre fictif") == times, address
