"""Waiting times as they are stored, shown on the page of their service, and reported by who called."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from directory import suggestions, waits_in_words
from directory.models import Service, Suggestion, WaitingTime
from directory.models.suggestion import SuggestionState
from directory.roles import COORDINATION
from tests.directory.admin_forms import change_url, client_of, open_form, someone
from tests.directory.reports import a_service, send
from tests.factories import ServiceFactory, TargetGroupFactory, WaitingTimeFactory
from tests.smesb.reader import html_of, plain

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    """One day for all."""
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        yield


@pytest.fixture
def service() -> Service:
    """A service with a telephone."""
    return a_service()


def shown(client: Client, service: Service) -> list[str]:
    """The waits that the page of a service shows, as words."""
    html = plain(html_of(client, service.get_absolute_url()))
    lines = re.findall(r'<li class="wait (wait-\w+)">(.*?)</li>', html, re.S)
    return [f"{kind} {' '.join(re.sub(r'<[^>]+>', ' ', words).split())}" for kind, words in lines]


# What may be stored


@pytest.mark.parametrize(
    "said",
    [
        {"weeks_from": 6, "weeks_to": 4},
        {"age_min": 30, "age_max": 12},
        {"state": "open", "until": DAY},
        {"state": "suspended", "weeks_to": 4},
        {"state": "perhaps"},
        {"said_by": "a neighbour"},
    ],
)
def test_the_database_refuses_what_means_nothing(service: Service, said: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingTimeFactory.create(service=service, **said)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"observed_on": DAY + timedelta(1)}, "observed_on"),
        ({"weeks_to": 400}, "weeks_to"),
        ({"weeks_from": -1}, "weeks_from"),
        ({"state": "suspended", "until": DAY - timedelta(1)}, "until"),
        ({"age_max": 121}, "age_max"),
    ],
)
def test_a_form_says_at_its_field_what_is_wrong(
    service: Service, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        WaitingTimeFactory.build(service=service, **said).full_clean()
    assert field in refused.value.message_dict


# On the page


def test_without_an_observation_the_page_asks(service: Service, client: Client) -> None:
    assert shown(client, service) == [
        "wait-unknown Combien de temps faut-il attendre pour un premier contact ?"
    ]


def test_the_state_the_weeks_who_said_it_and_when(service: Service, client: Client) -> None:
    WaitingTimeFactory.create(service=service, weeks_from=4, weeks_to=6, note="le mardi")
    assert shown(client, service) == [
        "wait-waiting Liste d’attente : 4 à 6 semaines le mardi"
        " dit par le service le 22 novembre 2026 · récent"
    ]


def test_it_grows_old_by_itself(service: Service, client: Client) -> None:
    WaitingTimeFactory.create(service=service, state="open")
    for days, said in (
        (31, "wait-open Prend de nouvelles demandes"),
        (91, "wait-unknown À redemander. Avant : Prend de nouvelles demandes"),
    ):
        with time_machine.travel(DAY + timedelta(days)):
            (line,) = shown(client, service)
        assert line.startswith(said)
        assert line.endswith("à confirmer" if days == 31 else "périmé")


def test_everyone_first_then_each_public_and_age(service: Service, client: Client) -> None:
    exiled = TargetGroupFactory.create(name_fr="personnes exilées")
    WaitingTimeFactory.create(service=service, group=exiled, state="open")
    WaitingTimeFactory.create(service=service, age_min=12, age_max=25, state="crisis")
    WaitingTimeFactory.create(service=service)
    first, second, third = shown(client, service)
    assert first.startswith("wait-waiting Liste d’attente")
    assert second.startswith("wait-crisis de 12 à 25 ans : Situations de crise seulement")
    assert third.startswith("wait-open personnes exilées : Prend de nouvelles demandes")


def test_what_is_fictional_says_so(service: Service, client: Client) -> None:
    WaitingTimeFactory.create(service=service, is_fictional=True)
    assert "chiffre fictif" in shown(client, service)[0]


def test_the_follow_up_stands_apart(service: Service, client: Client) -> None:
    WaitingTimeFactory.create(service=service, stage="follow_up", weeks_from=20)
    first_contact, follow_up = shown(client, service)
    assert first_contact.startswith("wait-unknown")
    assert follow_up.startswith("wait-waiting Liste d’attente : au moins 20 semaines")


@pytest.mark.parametrize("count", [1, 3])
def test_two_hundred_observations_cost_no_query_more(
    service: Service,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    group = TargetGroupFactory.create()
    for days in range(count):
        WaitingTimeFactory.create(service=service, observed_on=DAY - timedelta(days), group=group)
    with django_assert_num_queries(17):
        client.get(service.get_absolute_url())


# « J’ai appelé »


def test_a_report_shows_at_once_and_says_whose_it_is(service: Service, client: Client) -> None:
    assert send(client, service, attente="waiting", semaines="13").status_code == 302
    assert shown(client, service) == [
        "wait-waiting Liste d’attente : 4 à 13 semaines"
        " rapporté par un·e professionnel·le le 22 novembre 2026 · récent"
    ]


def test_a_report_stands_beside_what_the_service_said_and_counts_less(
    service: Service, client: Client
) -> None:
    WaitingTimeFactory.create(service=service, state="open", observed_on=DAY - timedelta(5))
    send(client, service, attente="suspended")
    (line,) = shown(client, service)
    assert line.startswith("wait-open Prend de nouvelles demandes dit par le service")
    assert "Rapporté depuis, sans compter : Ne prend plus de demandes pour l’instant" in line


def test_a_report_set_aside_counts_no_more_until_it_is_taken_up_again(
    service: Service, client: Client
) -> None:
    send(client, service, attente="open")
    report = Suggestion.objects.get()
    by = someone(COORDINATION)
    suggestions.settle([report], SuggestionState.SET_ASIDE, by=by)
    assert shown(client, service)[0].startswith("wait-unknown")
    suggestions.settle([report], SuggestionState.NEW, by=by)
    assert shown(client, service)[0].startswith("wait-open")
    suggestions.settle([report], SuggestionState.TREATED, by=by)
    assert shown(client, service)[0].startswith("wait-open")


@pytest.mark.parametrize("outcome", ["renvoi", "sans_reponse"])
def test_a_call_that_teaches_nothing_of_the_wait_is_told_all_the_same(
    service: Service, client: Client, outcome: str
) -> None:
    assert send(client, service, attente=outcome).status_code == 302
    assert Suggestion.objects.get().outcome == outcome
    assert not WaitingTime.objects.exists()


@pytest.mark.parametrize("attente", ["", "suspended", "renvoi"])
def test_weeks_are_said_of_a_wait(service: Service, client: Client, attente: str) -> None:
    answer = send(client, service, attente=attente, semaines="4")
    assert answer.status_code == 400
    html = plain(answer.content.decode())
    assert "Dites d’abord si l’on prend des demandes" in html
    assert re.search(r'value="4"[^>]* checked', html), "nothing typed is lost"
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("field", ["attente", "semaines"])
def test_an_answer_that_is_none_of_those_is_refused_at_its_place(
    service: Service, client: Client, field: str
) -> None:
    answer = send(client, service, **{field: "bientôt"})
    assert answer.status_code == 400
    assert "Choisissez une des réponses." in plain(answer.content.decode())


# In the admin


def test_a_coordinator_adds_an_observation_and_those_before_stay(
    service: Service, client: Client
) -> None:
    WaitingTimeFactory.create(service=service, state="open", observed_on=DAY - timedelta(9))
    camille = client_of(someone(COORDINATION))
    sent = open_form(camille, service)
    sent |= {"waiting_times-0-state": "waiting", "waiting_times-0-weeks_to": "8"}
    sent |= {"waiting_times-0-said_by": "coordinator"}
    assert camille.post(change_url(service), sent).status_code == 302
    assert [str(row) for row in WaitingTime.objects.all()] == [
        "liste d’attente (22/11/2026)",
        "prend de nouvelles demandes (13/11/2026)",
    ]
    assert "noté par la coordination le 22 novembre 2026" in shown(client, service)[0]


def test_the_form_of_a_service_says_what_is_wrong_with_an_observation(service: Service) -> None:
    camille = client_of(someone(COORDINATION))
    sent = open_form(camille, service)
    sent |= {"waiting_times-0-state": "suspended", "waiting_times-0-weeks_to": "400"}
    answer = camille.post(change_url(service), sent)
    assert answer.status_code == 200
    assert "260" in plain(answer.content.decode())
    assert not WaitingTime.objects.exists()


def test_the_suggestion_says_the_wait_beside_what_the_page_shows(
    service: Service, client: Client
) -> None:
    WaitingTimeFactory.create(service=service, state="open", observed_on=DAY - timedelta(5))
    send(client, service, attente="waiting", semaines="26")
    camille = client_of(someone(COORDINATION))
    html = plain(html_of(camille, change_url(Suggestion.objects.get())))
    assert "Liste d’attente : 13 à 26 semaines" in html
    assert "Prend de nouvelles demandes (dit par le service le 17 novembre 2026)" in html


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("jamais", ["Muet"]),
        ("perime", ["Ancien"]),
        ("bientot", ["Bientôt"]),
        ("contredit", ["Contredit"]),
    ],
)
def test_the_list_of_services_says_which_wait_to_ask_for(choice: str, expected: list[str]) -> None:
    for name, days_ago in (("Ancien", 91), ("Bientôt", 84), ("Contredit", 40), ("Frais", 1)):
        WaitingTimeFactory.create(
            service=ServiceFactory.create(name=name), observed_on=DAY - timedelta(days_ago)
        )
    ServiceFactory.create(name="Muet")
    contradicted = Service.objects.get(name="Contredit")
    WaitingTimeFactory.create(service=contradicted, state="open", said_by="professional")
    camille = client_of(someone(COORDINATION))
    page = camille.get(reverse("admin:directory_service_changelist"), {"attente": choice})
    assert [service.name for service in page.context["cl"].result_list] == expected


def test_every_observation_can_be_read_and_none_is_changed(service: Service) -> None:
    row = WaitingTimeFactory.create(service=service, weeks_from=4, weeks_to=6)
    camille = client_of(someone(COORDINATION))
    html = plain(html_of(camille, reverse("admin:directory_waitingtime_changelist")))
    assert "4 à 6 semaines" in html
    assert camille.post(change_url(row), {"state": "open"}).status_code == 403
    assert camille.post(reverse("admin:directory_waitingtime_add")).status_code == 403


def test_what_was_said_before_is_kept_to_be_read(service: Service, client: Client) -> None:
    for days, state in ((200, "open"), (90, "waiting"), (3, "suspended")):
        WaitingTimeFactory.create(
            service=service, state=state, observed_on=DAY - timedelta(days), is_fictional=days == 90
        )
    WaitingTimeFactory.create(service=service, state="closed", is_set_aside=True)
    html = plain(html_of(client, service.get_absolute_url()))
    table = html.partition('class="more wait-history"')[2].partition("</details>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', table)
    assert rows == [
        ("19 novembre 2026", "Ne prend plus de demandes pour l’instant", "le service"),
        ("24 août 2026", "Liste d’attente (chiffre fictif)", "le service"),
        ("6 mai 2026", "Prend de nouvelles demandes", "le service"),
    ]


def test_one_observation_needs_no_history(service: Service, client: Client) -> None:
    WaitingTimeFactory.create(service=service)
    assert "wait-history" not in html_of(client, service.get_absolute_url())


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""),
        (0, None, ""),
        (3, None, "au moins 3 semaines"),
        (None, 0, "tout de suite"),
        (0, 0, "tout de suite"),
        (None, 1, "au plus 1 semaine"),
        (0, 6, "au plus 6 semaines"),
        (4, 4, "4 semaines"),
        (4, 6, "4 à 6 semaines"),
    ],
)
def test_weeks_in_words(low: int | None, high: int | None, words: str) -> None:
    assert waits_in_words.weeks(low, high) == words
