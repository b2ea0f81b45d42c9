"""Coordinators note waits in number, follow services by e-mail, and see who has not answered."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from directory.models import Service, UpdateContact, Upkeep, WaitingTime
from directory.models.contact import Level
from directory.models.upkeep import Rhythm
from directory.roles import COORDINATION
from tests.directory.admin_forms import change_url, client_of, someone
from tests.directory.upkeeps import UpdateContactFactory, UpkeepFactory, link_to
from tests.factories import (
    EmailFactory,
    ServiceFactory,
    TargetGroupFactory,
    UserFactory,
    WaitingTimeFactory,
)

pytestmark = pytest.mark.django_db
LIST = "admin:directory_service_changelist"


@pytest.fixture
def coordinator() -> Client:
    """A coordinator’s browser."""
    return client_of(someone(COORDINATION, name="Camille"))


def lines_url(*services: Service) -> str:
    """The page of lines of these services."""
    return f"{reverse('admin:directory_service_waits')}?" + "&".join(
        f"s={service.pk}" for service in services
    )


def lines(*said: tuple[Service, dict[str, str]]) -> dict[str, str]:
    """What the page of lines would send."""
    empty = {"state": "", "weeks_from": "", "weeks_to": "", "said_by": "service", "note": ""}
    return {
        f"{service.pk}-{name}": value
        for service, fields in said
        for name, value in {**empty, **fields}.items()
    }


def act(client: Client, name: str, *services: Service, **answers: str) -> Any:
    """Do an act to services that are ticked in the list."""
    data = {"action": name, "_selected_action": [str(service.pk) for service in services]}
    return client.post(reverse(LIST), {**data, **answers}, follow=True)


def test_the_list_leads_to_a_line_for_each_service_that_is_ticked(coordinator: Client) -> None:
    services = [ServiceFactory.create() for _number in range(3)]
    ticked = [str(service.pk) for service in services[:2]]
    data = {"action": "note_waits", "_selected_action": ticked}
    response = coordinator.post(f"{reverse(LIST)}?q=Service", data, follow=True)
    back = quote(f"{reverse(LIST)}?q=Service", safe="")
    assert response.redirect_chain[0][0] == f"{lines_url(*services[:2])}&retour={back}"
    page = response.content.decode()
    assert f'href="{reverse(LIST)}?q=Service"' in page
    assert services[0].name in page and services[2].name not in page


def test_lines_are_stored_those_that_say_something(coordinator: Client) -> None:
    one, two, three, four = (ServiceFactory.create() for _number in range(4))
    sent = lines(
        (one, {"state": "waiting", "weeks_from": "4", "weeks_to": "6"}),
        (two, {"state": "suspended", "said_by": "coordinator", "note": "congés"}),
        (three, {}),
        (four, {"state": "no_answer"}),
    )
    response = coordinator.post(lines_url(one, two, three, four), sent, follow=True)
    assert "2 temps d’attente notés. 1 appel sans réponse." in response.content.decode()
    rows = WaitingTime.objects.order_by("service").values_list(
        "service", "state", "weeks_from", "weeks_to", "said_by", "note"
    )
    assert list(rows) == [
        (one.pk, "waiting", 4, 6, "service", ""),
        (two.pk, "suspended", None, None, "coordinator", "congés"),
    ]
    assert Upkeep.objects.get().service == four
    assert Upkeep.objects.get().called_on == timezone.localdate()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"weeks_from": "4"}, "Choisissez aussi l’état"),
        ({"state": "waiting", "weeks_from": "-1"}, "supérieure ou égale à 0"),
        ({"state": "waiting", "weeks_from": "400"}, "260"),
        ({"state": "waiting", "weeks_from": "bientôt"}, "nombre entier"),
        ({"state": "waiting", "weeks_from": "6", "weeks_to": "4"}, "Le plus court vient avant"),
        ({"state": "closed", "weeks_to": "4"}, "Des semaines ne se comptent que"),
        (
            {"state": "open", "until": f"{timezone.localdate().year + 1}-01-01"},
            "Seule une suspension",
        ),
        ({"state": "suspended", "until": "2099-01-01"}, "plus de deux ans"),
        ({"state": "jamais"}, "Sélectionnez un choix valide"),
    ],
)
def test_one_wrong_line_stores_none_and_loses_nothing(
    coordinator: Client, fields: dict[str, str], message: str
) -> None:
    good, wrong = ServiceFactory.create(), ServiceFactory.create()
    sent = lines((good, {"state": "open", "note": "gardé"}), (wrong, fields))
    response = coordinator.post(lines_url(good, wrong), sent)
    page = response.content.decode()
    assert message in page and 'value="gardé"' in page
    assert not WaitingTime.objects.exists()


@pytest.mark.parametrize("query", ["", "?s=", "?s=x&s=9", "?s=" + "9" * 40, "?s=-1"])
def test_an_address_without_services(coordinator: Client, query: str) -> None:
    response = coordinator.get(reverse("admin:directory_service_waits") + query)
    assert "Aucun service n’est coché" in response.content.decode()


def test_lines_sent_twice_are_stored_once(coordinator: Client) -> None:
    service = ServiceFactory.create()
    sent = lines((service, {"state": "waiting", "weeks_from": "4", "note": "midi"}))
    for _twice in range(2):
        coordinator.post(lines_url(service), sent)
    coordinator.post(lines_url(service), lines((service, {"state": "waiting"})))
    assert WaitingTime.objects.count() == 2


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_the_way_back_leads_nowhere_else(coordinator: Client, back: str) -> None:
    service = ServiceFactory.create()
    response = coordinator.post(f"{lines_url(service)}&retour={quote(back)}", lines((service, {})))
    assert response["Location"] == reverse(LIST)


def test_the_column_says_what_counts_in_brief(coordinator: Client) -> None:
    today = timezone.localdate()
    known = ServiceFactory.create()
    WaitingTimeFactory.create(service=known, group=TargetGroupFactory.create(), state="open")
    WaitingTimeFactory.create(service=known, weeks_from=4, weeks_to=6, is_fictional=True)
    old = ServiceFactory.create()
    WaitingTimeFactory.create(service=old, observed_on=today - timedelta(days=91))
    ServiceFactory.create()
    page = coordinator.get(reverse(LIST)).content.decode()
    assert f"liste d’attente, 4–6 sem., fictif ({today:%d/%m})" in page
    assert "à redemander (" in page and "jamais dit</a>" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    coordinator: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _service in range(number):
        WaitingTimeFactory.create(group=TargetGroupFactory.create())
    coordinator.get(reverse(LIST))
    with django_assert_num_queries(12):
        coordinator.get(reverse(LIST))


def test_nobody_answered_the_telephone(coordinator: Client) -> None:
    silent, followed = ServiceFactory.create(), UpkeepFactory.create().service
    act(coordinator, "unanswered", silent, followed, confirmed="1")
    assert set(
        Upkeep.objects.filter(called_on=timezone.localdate()).values_list("service", flat=True)
    ) == {
        silent.pk,
        followed.pk,
    }
    url = f"{reverse('admin:directory_upkeep_changelist')}?reponse=sans"
    assert silent.name in coordinator.get(url).content.decode()
    WaitingTimeFactory.create(service=silent)
    page = coordinator.get(url).content.decode()
    assert silent.name not in page and followed.name in page


def test_following_takes_the_address_of_the_entry_the_least_public_first(
    coordinator: Client,
) -> None:
    with_both, without, chosen = (ServiceFactory.create() for _number in range(3))
    EmailFactory.create(service=with_both, address="Public@example.org")
    EmailFactory.create(service=with_both, address="Equipe@example.org", level=Level.INTERNAL)
    EmailFactory.create(service=chosen, address="autre@example.org")
    UpkeepFactory.create(service=chosen, contact__address="choisi@example.org")
    response = act(
        coordinator, "follow", with_both, without, chosen,
        confirmed="1", rhythm=str(Rhythm.QUARTERLY), pauses_in_summer="on", language="nl",
    )  # fmt: skip
    assert "2 fiches" in response.content.decode()
    found = {row.service_id: row for row in Upkeep.objects.select_related("contact")}
    assert str(found[with_both.pk].contact) == "equipe@example.org"
    contacts = (found[with_both.pk].contact, found[chosen.pk].contact)
    assert [contact and contact.language for contact in contacts] == ["nl", "fr"]
    assert found[without.pk].contact is None
    assert str(found[chosen.pk].contact) == "choisi@example.org"
    assert {(row.rhythm, row.pauses_in_summer) for row in found.values()} == {(91, True)}


def test_asking_now_sends_one_letter_a_contact_due_or_not(coordinator: Client) -> None:
    contact = UpdateContactFactory.create()
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    both = [UpkeepFactory.create(contact=contact, asked_on=yesterday).service for _n in range(2)]
    stopped = UpkeepFactory.create(contact__stopped_on=today).service
    response = act(coordinator, "ask", *both, stopped, ServiceFactory.create(), confirmed="1")
    assert "Demander par e-mail : 2 fiches." in response.content.decode().replace("\u00a0", " ")
    assert [letter.to for letter in mail.outbox] == [[contact.address]]
    act(coordinator, "ask", *both, confirmed="1")
    assert len(mail.outbox) == 1, "once a day is enough"


def test_letters_that_cannot_leave_are_said_and_not_written_down(
    coordinator: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    upkeep = UpkeepFactory.create()
    response = act(coordinator, "ask", upkeep.service, confirmed="1")
    assert "Le courrier ne part pas" in response.content.decode()
    url = reverse("admin:directory_upkeep_changelist")
    sent = {"action": "ask", "_selected_action": [str(upkeep.pk)]}
    assert "Le courrier ne part pas" in coordinator.post(url, sent, follow=True).content.decode()
    upkeep.refresh_from_db()
    assert upkeep.asked_on is None


def test_links_can_be_revoked(coordinator: Client, client: Client) -> None:
    upkeep, other = UpkeepFactory.create(), UpkeepFactory.create()
    link, kept = link_to(upkeep.service), link_to(other.service)
    url = reverse("admin:directory_upkeep_changelist")
    coordinator.post(url, {"action": "revoke", "_selected_action": [str(upkeep.pk)]})
    assert client.get(link).status_code == 403
    assert client.get(kept).status_code == 200


def test_who_one_can_ask_and_whom_not(coordinator: Client) -> None:
    today = timezone.localdate()
    rows = {
        "due": UpkeepFactory.create(service__name="À demander"),
        "sans": UpkeepFactory.create(service__name="Muet", asked_on=today),
        "injoignable": UpkeepFactory.create(service__name="Perdu", contact=None, rhythm=0),
    }
    for value, expected in rows.items():
        url = f"{reverse('admin:directory_upkeep_changelist')}?reponse={value}"
        page = coordinator.get(url).content.decode()
        assert [row for row in rows.values() if str(row.service) in page] == [expected]


def test_the_form_of_a_service_leads_to_its_upkeep(coordinator: Client) -> None:
    service = ServiceFactory.create()
    add = f"{reverse('admin:directory_upkeep_add')}?service={service.pk}"
    assert add in coordinator.get(change_url(service)).content.decode()
    contact = UpdateContactFactory.create()
    sent = {"service": service.pk, "contact": contact.pk, "rhythm": "30"}
    assert coordinator.post(add, sent).status_code == 302
    assert change_url(service.upkeep) in coordinator.get(change_url(service)).content.decode()


def test_the_same_address_in_capitals_is_known(coordinator: Client) -> None:
    UpdateContactFactory.create(address="equipe@example.org")
    url = reverse("admin:directory_updatecontact_add")
    response = coordinator.post(url, {"address": "Equipe@Example.org", "language": "fr"})
    assert "déjà connue" in response.content.decode()
    assert UpdateContact.objects.count() == 1


def test_the_second_of_two_editors_is_told(coordinator: Client) -> None:
    upkeep = UpkeepFactory.create()
    url = change_url(upkeep)
    seen = coordinator.get(url).context["adminform"].form["seen"].value()
    sent = {"contact": upkeep.contact_id, "rhythm": "91", "seen": seen}
    assert coordinator.post(url, sent).status_code == 302
    response = coordinator.post(url, {**sent, "rhythm": "182"})
    assert "quelqu’un a modifié" in response.content.decode()
    upkeep.refresh_from_db()
    assert upkeep.rhythm == Rhythm.QUARTERLY


def test_lines_are_for_coordinators() -> None:
    service = ServiceFactory.create()
    nobody = client_of(someone(None))
    assert nobody.get(lines_url(service)).status_code == 403
    assert nobody.post(lines_url(service), lines((service, {"state": "open"}))).status_code == 403
    reader = client_of(UserFactory.create())
    assert reader.get(lines_url(service)).status_code == 302
    assert not WaitingTime.objects.exists()
