"""What coordinators see of what was learned on the phone, and what they do with it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from directory.models import Suggestion
from directory.models.service import Status
from directory.roles import COORDINATION
from tests.directory.admin_forms import change_url, client_of, someone
from tests.directory.reports import SuggestionFactory
from tests.factories import (
    AccessConditionFactory,
    BassinFactory,
    CriterionFactory,
    LocationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
)
from tests.smesb.reader import plain

pytestmark = pytest.mark.django_db

LIST = "admin:directory_suggestion_changelist"


@pytest.fixture
def camille() -> Client:
    """A coordinator."""
    return client_of(someone(COORDINATION, name="Camille"))


def _html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


def _become(client: Client, suggestion: Suggestion, become: str) -> Any:
    return client.post(change_url(suggestion), {f"_{become}": "Oui"})


def test_the_list_says_in_words_what_was_learned_newest_first(camille: Client) -> None:
    old = SuggestionFactory.create(service=ServiceFactory.create(name="Ancien"))
    new = SuggestionFactory.create(
        service=ServiceFactory.create(name="Nouveau"),
        is_closed=False,
        dead_numbers=["+3224990003"],
        note="Sonner deux fois",
    )
    new.answers.create(criterion=CriterionFactory.create(name_fr="Accès PMR"), answer="depend")
    html = _html(camille, reverse(LIST))

    assert html.index("Nouveau") < html.index("Ancien")
    assert "02 499 00 03 : ne répond plus" in html
    assert "Accès PMR : ça dépend" in html
    assert "Précision : Sonner deux fois" in html
    assert "Le service : a fermé" in html
    assert change_url(old) in html


def test_a_suggestion_stands_beside_what_the_entry_says_now(camille: Client) -> None:
    service = ServiceFactory.create(name="Ici")
    PhoneFactory.create(service=service, number="+3224990003")
    known = AccessConditionFactory.create(
        service=service, answer=False, note="sauf le lundi", source="Page web", source_date="2021"
    )
    unknown = CriterionFactory.create()
    suggestion = SuggestionFactory.create(
        service=service, dead_numbers=["+3224990003", "+3224990004"], is_closed=True, note="Vide"
    )
    for criterion in (known.criterion, unknown):
        suggestion.answers.create(criterion=criterion, answer="oui")
    html = _html(camille, change_url(suggestion))

    rows = [row.split("</tr>")[0] for row in html.split("<tr>")[2:]]
    for found, wanted in (
        (rows[0], ("02 499 00 03", "ne répond plus", "toujours dans la fiche")),
        (rows[1], ("02 499 00 04", "ne répond plus", "n’est plus dans la fiche")),
        (rows[2], ("Le service", "a fermé", "publié")),
        (rows[3], (str(known.criterion), "oui", "non · sauf le lundi (Page web, 2021)")),
        (rows[4], (str(unknown), "oui", "on ne sait pas")),
        (rows[5], ("Précision", "Vide")),
    ):
        assert all(words in found for words in wanted), found
    assert change_url(service) in html


def test_a_script_in_a_note_is_text(camille: Client) -> None:
    suggestion = SuggestionFactory.create(note="<script>alert(1)</script>")
    for address in (reverse(LIST), change_url(suggestion)):
        html = _html(camille, address)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("become", "state"),
    [("treated", "treated"), ("set_aside", "set_aside"), ("erase", "set_aside")],
)
def test_settling_says_by_whom_and_when(camille: Client, become: str, state: str) -> None:
    suggestion = SuggestionFactory.create(note="Quelqu’un")
    assert _become(camille, suggestion, become).status_code == 302

    suggestion.refresh_from_db()
    assert suggestion.state == state
    assert str(suggestion.settled_by) == "Camille"
    assert suggestion.settled_at is not None
    assert suggestion.note == ("" if become == "erase" else "Quelqu’un")
    assert "Camille" in _html(camille, reverse(LIST))


def test_a_suggestion_can_be_taken_up_again(camille: Client) -> None:
    suggestion = SuggestionFactory.create()
    _become(camille, suggestion, "treated")
    _become(camille, suggestion, "new")

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.settled_by, suggestion.settled_at) == ("new", None, None)


def test_who_settled_first_keeps_the_name(camille: Client) -> None:
    suggestion = SuggestionFactory.create(note="Quelqu’un")
    _become(camille, suggestion, "set_aside")
    dominique = client_of(someone(COORDINATION, name="Dominique"))
    _become(dominique, suggestion, "erase")

    suggestion.refresh_from_db()
    assert str(suggestion.settled_by) == "Camille"
    assert suggestion.note == ""


@pytest.mark.parametrize("become", ["", "lost", "\x00"])
def test_nothing_becomes_of_what_is_not_asked(camille: Client, become: str) -> None:
    suggestion = SuggestionFactory.create()
    assert _become(camille, suggestion, become).status_code == 200

    suggestion.refresh_from_db()
    assert suggestion.state == "new"


@pytest.mark.parametrize(
    ("action", "state", "note"),
    [("treated", "treated", "x"), ("set_aside", "set_aside", "x"), ("erase", "set_aside", "")],
)
def test_several_are_settled_from_the_list(
    camille: Client, action: str, state: str, note: str
) -> None:
    ticked = [SuggestionFactory.create(note="x").pk for _number in range(2)]
    other = SuggestionFactory.create(note="x")
    sent = {"action": action, "_selected_action": ticked}
    answer = camille.post(reverse(LIST), sent, follow=True)

    assert "2 signalements" in plain(answer.content.decode())
    assert set(Suggestion.objects.filter(pk__in=ticked).values_list("state", "note")) == {
        (state, note)
    }
    other.refresh_from_db()
    assert other.state == "new"


def test_who_may_only_look_settles_nothing() -> None:
    reader = someone(None)
    reader.user_permissions.add(Permission.objects.get(codename="view_suggestion"))
    client, suggestion = client_of(reader), SuggestionFactory.create()

    assert 'type="submit" name="_' not in _html(client, change_url(suggestion))
    assert _become(client, suggestion, "treated").status_code == 403
    sent = {"action": "treated", "_selected_action": [suggestion.pk]}
    client.post(reverse(LIST), sent)
    suggestion.refresh_from_db()
    assert suggestion.state == "new"


def test_the_list_can_be_that_of_a_bassin(camille: Client) -> None:
    here = BassinFactory.create(slug="ici")
    place = LocationFactory.create(postal_area=PostalAreaFactory.create(bassin=here))
    inside = ServiceFactory.create(name="Dedans")
    ServiceAtLocationFactory.create(service=inside, location=place)
    SuggestionFactory.create(service=inside)
    SuggestionFactory.create(service=ServiceFactory.create(name="Dehors"))
    html = _html(camille, f"{reverse(LIST)}?bassin=ici")

    assert "Dedans" in html and "Dehors" not in html


def test_the_entry_says_how_many_are_waiting(camille: Client) -> None:
    service = ServiceFactory.create()
    assert "à traiter" not in _html(camille, change_url(service))
    for _number in range(2):
        SuggestionFactory.create(service=service)
    _become(camille, SuggestionFactory.create(service=service), "treated")
    other = SuggestionFactory.create()
    html = _html(camille, change_url(service))

    assert "2 signalements à traiter" in html
    waiting = _html(camille, f"{reverse(LIST)}?service__id__exact={service.pk}&state__exact=new")
    assert "2 signalements" in waiting
    assert change_url(other) not in waiting


def test_a_suggestion_outlives_the_account_of_who_settled_it(camille: Client) -> None:
    suggestion = SuggestionFactory.create()
    _become(camille, suggestion, "treated")
    suggestion.refresh_from_db()
    assert suggestion.settled_by
    suggestion.settled_by.delete()

    chief = client_of(UserFactory.create(is_staff=True, is_superuser=True))
    assert "quelqu’un qui n’est plus là" in _html(chief, reverse(LIST))
    assert _html(chief, change_url(suggestion))


def test_of_an_archived_entry_it_is_said(camille: Client) -> None:
    suggestion = SuggestionFactory.create()
    suggestion.service.status = Status.ARCHIVED
    suggestion.service.status_since = suggestion.received_at
    suggestion.service.save()

    assert "archivé" in _html(camille, change_url(suggestion))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    camille: Client, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        suggestion = SuggestionFactory.create()
        suggestion.answers.create(criterion=CriterionFactory.create(), answer="oui")
    with django_assert_max_num_queries(12):
        camille.get(reverse(LIST))
