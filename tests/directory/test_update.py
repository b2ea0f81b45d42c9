"""A service opens its link, and says in ten seconds whether its entry is still true."""

from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from directory import views_update
from directory.models import Phone, Service, Suggestion, UpdateContact, Upkeep, WaitingTime
from directory.models.service import Status
from tests.directory.at_once import Crowd
from tests.directory.upkeeps import (
    UpdateContactFactory,
    UpkeepFactory,
    answer,
    letters,
    link_to,
    links_in,
    stamp_of,
    text_of,
)
from tests.factories import (
    PhoneFactory,
    ServiceFactory,
    TargetGroupFactory,
    WaitingTimeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    """A service with a telephone, whose contact has a link."""
    service = ServiceFactory.create(name="Ici", slug="ici")
    PhoneFactory.create(service=service, number="+3227629720")
    UpkeepFactory.create(service=service, contact__address="equipe@example.org")
    return service


def rows(service: Service) -> list[tuple[Any, ...]]:
    """What was said of the waits of a service, in the order in which it was stored."""
    fields = ("state", "weeks_from", "weeks_to", "said_by")
    return list(service.waiting_times.order_by("pk").values_list(*fields))


def test_opening_a_link_changes_nothing(client: Client, service: Service) -> None:
    before = [list(kind.objects.values()) for kind in (Service, Upkeep, WaitingTime, Suggestion)]
    link = link_to(service)
    for _again in range(3):
        assert client.get(link).status_code == client.head(link).status_code == 200
    after = [list(kind.objects.values()) for kind in (Service, Upkeep, WaitingTime, Suggestion)]
    assert before == after
    assert not client.cookies


def test_nothing_has_changed_confirms_the_entry_and_says_the_wait_again(
    client: Client, service: Service
) -> None:
    month_ago = timezone.localdate() - timedelta(days=40)
    WaitingTimeFactory.create(service=service, state="open", observed_on=month_ago)
    WaitingTimeFactory.create(
        service=service, weeks_from=4, weeks_to=6, observed_on=month_ago, note="sauf urgence"
    )
    WaitingTimeFactory.create(
        service=service, stage="follow_up", weeks_to=9, observed_on=month_ago - timedelta(1)
    )
    group = TargetGroupFactory.create(slug="exil")
    WaitingTimeFactory.create(
        service=service, state="suspended", group=group, observed_on=month_ago
    )
    WaitingTimeFactory.create(
        service=service, weeks_to=20, stage="follow_up", observed_on=month_ago
    )
    response = answer(client, service, stamp_of(client, link_to(service)), rien="1")
    assert response.url == reverse("directory:update_thanks", args=[service.uuid])
    assert client.get(response.url).status_code == 200
    service.refresh_from_db()
    today = timezone.localdate()
    assert (service.verified_on, service.verified_by) == (today, "le service")
    said = service.waiting_times.filter(observed_on=today)
    assert {(r.stage, r.state, r.weeks_from, r.weeks_to, r.group, r.note) for r in said} == {
        ("first_contact", "waiting", 4, 6, None, "sauf urgence"),
        ("first_contact", "suspended", None, None, group, ""),
        ("follow_up", "waiting", None, 20, None, ""),
    }
    assert len(said) == 3
    assert {row.said_by for row in said} == {"service"}
    assert Upkeep.objects.get().answered_on == today


def test_what_a_professional_reported_is_confirmed_as_the_page_showed_it(
    client: Client, service: Service
) -> None:
    WaitingTimeFactory.create(service=service, state="open", said_by="professional")
    answer(client, service, stamp_of(client, link_to(service)), rien="1")
    assert rows(service)[-1] == ("open", None, None, "service")


def test_what_a_professional_reported_long_ago_is_not_put_in_the_mouth_of_the_service(
    client: Client, service: Service
) -> None:
    day = timezone.localdate() - timedelta(days=100)
    WaitingTimeFactory.create(
        service=service, state="open", said_by="professional", observed_on=day, note="peu aimable"
    )
    html = client.get(link_to(service)).content.decode()
    assert "Le temps d’attente se dit plus bas" in html
    answer(client, service, stamp_of(client, link_to(service)), rien="1")
    assert len(rows(service)) == 1
    WaitingTimeFactory.create(
        service=service, state="waiting", said_by="professional", note="peu aimable"
    )
    answer(client, service, stamp_of(client, link_to(service)), rien="1")
    said = service.waiting_times.order_by("pk").last()
    assert said and (said.state, said.said_by, said.note) == ("waiting", "service", "")


def test_a_suspension_that_has_ended_is_not_said_again(client: Client, service: Service) -> None:
    day = timezone.localdate()
    WaitingTimeFactory.create(
        service=service,
        state="suspended",
        observed_on=day - timedelta(days=20),
        until=day - timedelta(days=1),
    )
    answer(client, service, stamp_of(client, link_to(service)), rien="1")
    assert len(rows(service)) == 1
    service.refresh_from_db()
    assert service.verified_on == day


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"etat": "open"}, ("open", None, None, "service")),
        ({"etat": "waiting", "de": "4", "a": " 6 "}, ("waiting", 4, 6, "service")),
        ({"etat": "waiting", "a": "0"}, ("waiting", None, 0, "service")),
        ({"etat": "waiting", "de": "6"}, ("waiting", 6, 6, "service")),
        ({"etat": "open", "de": "0"}, ("open", 0, 0, "service")),
        ({"etat": "crisis"}, ("crisis", None, None, "service")),
        ({"etat": "closed"}, ("closed", None, None, "service")),
        ({"etat": "suspended"}, ("suspended", None, None, "service")),
    ],
)
def test_state_and_weeks_show_at_once(
    client: Client, service: Service, fields: dict[str, str], expected: tuple[Any, ...]
) -> None:
    assert answer(client, service, stamp_of(client, link_to(service)), **fields).status_code == 302
    assert rows(service) == [expected]
    assert "dit par le service" in client.get(service.get_absolute_url()).content.decode()
    service.refresh_from_db()
    assert service.verified_on is None  # a wait says nothing of the rest


def test_a_suspension_until_a_day(client: Client, service: Service) -> None:
    until = timezone.localdate() + timedelta(days=30)
    stamp = stamp_of(client, link_to(service))
    answer(client, service, stamp, etat="suspended", fin=until.isoformat())
    assert service.waiting_times.get().until == until


def test_for_a_public_whose_wait_is_known(client: Client, service: Service) -> None:
    group = TargetGroupFactory.create(slug="exil", name_fr="exil")
    known = WaitingTimeFactory.create(service=service, group=group, age_min=12)
    stamp = stamp_of(client, link_to(service))
    answer(client, service, stamp, etat="open", pour=str(known.pk))
    said = service.waiting_times.order_by("pk").last()
    assert said and (said.group, said.age_min, said.state) == (group, 12, "open")
    stamp = stamp_of(client, link_to(service))
    assert answer(client, service, stamp, etat="open", pour="999").status_code == 400


def test_something_else_becomes_a_suggestion_from_the_service(
    client: Client, service: Service
) -> None:
    stamp = stamp_of(client, link_to(service))
    answer(client, service, stamp, autre="Nous déménageons\r\nau 12.", juste="on")
    suggestion = Suggestion.objects.get()
    assert suggestion.note == "Nous déménageons au 12."
    assert suggestion.is_from_service
    service.refresh_from_db()
    assert service.verified_on == timezone.localdate()
    assert rows(service) == []


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"etat": "waiting", "de": "-1"}, "de", "ne descend pas sous zéro"),
        ({"etat": "waiting", "a": "400"}, "a", "Au plus 260 semaines"),
        ({"etat": "waiting", "a": "bientôt"}, "a", "en chiffres"),
        ({"etat": "waiting", "de": "2.5"}, "de", "en chiffres"),
        ({"etat": "waiting", "de": "9" * 5000}, "de", ""),
        ({"etat": "waiting", "de": "8", "a": "6"}, "a", "Le plus court vient avant"),
        ({"de": "8"}, "de", "Des semaines vont avec"),
        ({"etat": "suspended", "a": "8"}, "a", "Des semaines vont avec"),
        ({"etat": "open", "fin": "2099-01-01"}, "fin", "va avec « plus de demandes »"),
        ({"etat": "suspended", "fin": "2099-01-01"}, "fin", "plus de deux ans"),
        ({"etat": "suspended", "fin": "2020-01-01"}, "fin", "passée"),
        ({"etat": "suspended", "fin": "demain"}, "fin", "Écrivez une date"),
        ({"etat": "peut-être"}, "etat", "Choisissez une des réponses"),
        ({"autre": "x" * 501}, "autre", "500"),
        ({"autre": "a\x07b"}, "autre", "invisible"),
        ({}, "", "Rien n’est encore choisi"),
    ],
)
def test_bad_input_is_said_at_its_place_and_nothing_typed_is_lost(
    client: Client, service: Service, fields: dict[str, str], field: str, message: str
) -> None:
    typed = {"autre": "Nous déménageons", **fields} if fields else {}
    response = answer(client, service, stamp_of(client, link_to(service)), **typed)
    html = response.content.decode()
    assert response.status_code == 400
    assert message in html.replace("\u00a0", " ")
    if field:
        assert list(response.context["form"].errors) == [field]
        assert f'href="#id_{field}' in html
    for name in ("de", "a"):
        if name in typed:
            assert f'value="{typed[name]}"' in html
    assert "autre" not in typed or typed["autre"].replace("\x07", "") in html.replace("\x07", "")
    assert rows(service) == [] and not Suggestion.objects.exists()


def refusal(client: Client, link: str) -> str:
    """The heading of the page that a link leads to when it is worth nothing."""
    response = client.get(link)
    assert response.status_code == 403
    assert "Envoyer un nouveau lien" in response.content.decode()
    return str(response.context["title"])


def test_a_link_that_is_worth_nothing_says_why_and_offers_another(
    client: Client, service: Service
) -> None:
    link = link_to(service)
    other = ServiceFactory.create(slug="ailleurs")
    UpkeepFactory.create(service=other)
    assert refusal(client, link[:-1]) == "Ce lien est arrivé abîmé"
    swapped = link.replace(str(service.uuid), str(other.uuid))
    assert refusal(client, swapped) == "Ce lien est arrivé abîmé"
    with time_machine.travel(timezone.now() + timedelta(days=46)):
        assert refusal(client, link) == "Ce lien est trop ancien"
    upkeep = service.upkeep
    upkeep.contact = UpdateContactFactory.create()
    upkeep.save()
    assert refusal(client, link) == "Ce lien a été remplacé"
    assert client.get(link_to(service)).status_code == 200
    link = link_to(service)
    upkeep.contact.address = "corrigee@example.org"
    upkeep.contact.save()
    assert refusal(client, link) == "Ce lien a été remplacé"


def test_a_link_that_told_a_change_has_served(client: Client, service: Service) -> None:
    link = link_to(service)
    answer(client, service, stamp_of(client, link), rien="1")
    answer(client, service, stamp_of(client, link), etat="open")
    assert refusal(client, link) == "Ce lien a déjà servi"
    assert client.get(link_to(service)).status_code == 200  # a new one


def test_a_form_that_was_open_when_its_link_was_revoked_is_refused(
    client: Client, service: Service
) -> None:
    stamp = stamp_of(client, link_to(service))
    Upkeep.objects.update(links_since=timezone.now())
    assert answer(client, service, stamp, etat="open").status_code == 403
    assert rows(service) == []


def test_without_upkeep_there_is_no_link(client: Client, service: Service) -> None:
    link, stamp = link_to(service), stamp_of(client, link_to(service))
    Upkeep.objects.all().delete()
    assert client.get(link).status_code == 403
    assert answer(client, service, stamp, etat="open").status_code == 403
    assert answer(client, service, stamp, etat="rien").status_code in (400, 403)


def test_without_a_token_the_page_offers_one(client: Client, service: Service) -> None:
    response = client.get(reverse("directory:update", args=[service.uuid]))
    assert response.status_code == 200
    assert "Envoyer un nouveau lien" in response.content.decode()


def test_an_entry_that_is_not_listed_has_no_such_page(client: Client, service: Service) -> None:
    link = link_to(service)
    Service.objects.update(status=Status.DRAFT)
    assert client.get(link).status_code == 404


def test_two_people_who_had_both_opened_it_are_both_kept(client: Client, service: Service) -> None:
    link = link_to(service)
    one, other = stamp_of(client, link), stamp_of(client, link)
    answer(client, service, one, etat="suspended")
    answer(client, service, other, etat="waiting", a="6")
    assert rows(service) == [
        ("suspended", None, None, "service"),
        ("waiting", None, 6, "service"),
    ]


def test_the_same_form_sent_twice_is_kept_once(client: Client, service: Service) -> None:
    link = link_to(service)
    one, other = stamp_of(client, link), stamp_of(client, link)
    for stamp in (one, other, one, other, one):
        response = answer(client, service, stamp, etat="open", autre="Encore")
        assert response.status_code == 302
    assert len(rows(service)) == Suggestion.objects.count() == 2


def test_a_form_comes_back_a_long_time_after_and_is_still_kept_once(
    client: Client, service: Service
) -> None:
    first = stamp_of(client, link_to(service))
    answer(client, service, first, autre="Encore")
    Upkeep.objects.update(last_forms=[])  # twenty others came since
    assert answer(client, service, first, autre="Encore").status_code == 302
    assert Suggestion.objects.count() == 1


def test_pressing_the_button_again_and_again_says_it_once(client: Client, service: Service) -> None:
    WaitingTimeFactory.create(service=service, weeks_to=6, said_by="coordinator")
    for _time in range(3):
        answer(client, service, stamp_of(client, link_to(service)), rien="1")
    service.refresh_from_db()
    assert len(rows(service)) == 2
    assert service.version == 2


def test_who_answers_too_often_is_asked_to_wait_and_keeps_what_was_typed(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_update, "PER_SERVICE", 1)
    answer(client, service, stamp_of(client, link_to(service)), etat="open")
    stamp = stamp_of(client, link_to(service))
    response = answer(client, service, stamp, autre="Je garde")
    assert response.status_code == 429
    assert "Je garde" in response.content.decode()


def test_one_office_answers_for_its_thirty_services(client: Client) -> None:
    contact = UpdateContactFactory.create()
    for _number in range(30):
        kept = UpkeepFactory.create(contact=contact).service
        stamp = stamp_of(client, link_to(kept))
        assert answer(client, kept, stamp, rien="1").status_code == 302


def test_nothing_has_changed_is_not_said_over_what_somebody_told_meanwhile(
    client: Client, service: Service
) -> None:
    WaitingTimeFactory.create(service=service, state="open")
    stamp = stamp_of(client, link_to(service))
    WaitingTimeFactory.create(service=service, state="suspended", said_by="coordinator")
    response = answer(client, service, stamp, rien="1")
    html = response.content.decode()
    assert response.status_code == 409 and "La fiche a changé entre-temps" in html
    assert len(rows(service)) == 2
    again = html.partition('name="formulaire" value="')[2].partition('"')[0]
    assert answer(client, service, again, rien="1").status_code == 302
    assert rows(service)[-1] == ("suspended", None, None, "service")


def test_after_an_error_the_button_says_what_the_page_shows(
    client: Client, service: Service
) -> None:
    WaitingTimeFactory.create(service=service, state="open")
    stamp = stamp_of(client, link_to(service))
    WaitingTimeFactory.create(service=service, state="suspended", said_by="coordinator")
    html = answer(client, service, stamp, etat="waiting", a="bientôt").content.decode()
    assert "Ne prend plus de demandes" in html
    again = html.partition('name="formulaire" value="')[2].partition('"')[0]
    answer(client, service, again, rien="1")
    assert rows(service)[-1] == ("suspended", None, None, "service")


def test_the_second_of_two_may_read_again_and_still_answers(
    client: Client, service: Service
) -> None:
    link = link_to(service)
    one, other = stamp_of(client, link), stamp_of(client, link)
    answer(client, service, one, etat="suspended")
    Phone.objects.update(number="+3225036000")
    html = answer(client, service, other, autre="Voilà", juste="on").content.decode()
    again = html.partition('name="formulaire" value="')[2].partition('"')[0]
    assert "Voilà" in html
    assert answer(client, service, again, autre="Voilà", juste="on").status_code == 302
    assert Suggestion.objects.get().note == "Voilà"


@pytest.mark.parametrize("why", ["revoked", "expired", "archived"])
def test_what_was_typed_is_given_back_where_it_cannot_be_kept(
    client: Client, service: Service, why: str
) -> None:
    stamp = stamp_of(client, link_to(service))
    later = timedelta()
    if why == "revoked":
        Upkeep.objects.update(links_since=timezone.now())
    elif why == "expired":
        later = timedelta(days=50)
    else:
        Service.objects.filter(pk=service.pk).update(
            status=Status.ARCHIVED, status_since=timezone.localdate()
        )
    with time_machine.travel(timezone.now() + later):
        response = answer(client, service, stamp, autre="Nous déménageons")
        assert response.status_code == (410 if why == "archived" else 403)
        assert "Nous déménageons" in response.content.decode()
        if why == "archived":
            assert client.get(link_to(service)).status_code == 410


def test_an_error_leads_to_the_same_page_in_another_language(
    client: Client, service: Service
) -> None:
    html = answer(client, service, stamp_of(client, link_to(service)), etat="x").content.decode()
    dutch = html.partition('href="/nl/')[2].partition('"')[0]
    assert client.get(f"/nl/{unescape(dutch)}").status_code == 200


def test_a_date_as_the_page_asks_for_it(client: Client, service: Service) -> None:
    year = timezone.localdate().year + 1
    french = reverse("directory:update", args=[service.uuid])
    for language in ("", "/nl", "/en"):
        path = f"{language}{french}"
        stamp = stamp_of(client, f"{path}?lien={link_to(service).partition('=')[2]}")
        sent = {"formulaire": stamp, "etat": "suspended", "fin": f"05/12/{year}"}
        assert client.post(path, sent).status_code == 302
    assert set(service.waiting_times.values_list("until", flat=True)) == {date(year, 12, 5)}


@pytest.mark.django_db(transaction=True)
def test_people_who_answer_at_the_same_moment_are_all_kept(tmp_path: Path) -> None:
    service = ServiceFactory.create()
    UpkeepFactory.create(service=service)
    link = link_to(service)
    stamps = [stamp_of(Client(), link) for _person in range(4)]
    crowd = Crowd(tmp_path)

    def send(number: int) -> int:
        sent = answer(Client(), service, stamps[number], etat="waiting", de=str(number))
        return int(sent.status_code)

    assert crowd.each(send) == [302] * 4
    assert sorted(crowd.see(lambda: [row[1] for row in rows(service)])) == [0, 1, 2, 3]


def test_what_changed_while_the_page_was_open_is_read_before_it_is_confirmed(
    client: Client, service: Service
) -> None:
    stamp = stamp_of(client, link_to(service))
    Phone.objects.update(number="+3225036000")
    response = answer(client, service, stamp, autre="Voilà", juste="on")
    html = response.content.decode()
    assert response.status_code == 409
    assert "La fiche a changé entre-temps" in html and "Voilà" in html and "02 503 60 00" in html
    service.refresh_from_db()
    assert service.verified_on is None
    assert answer(client, service, stamp, rien="1").status_code == 409
    assert (
        answer(client, service, stamp, etat="open").status_code == 302
    )  # the wait is another matter


def test_a_page_left_open_for_a_day_is_read_again(client: Client, service: Service) -> None:
    stamp = stamp_of(client, link_to(service))
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        response = answer(client, service, stamp, etat="waiting", a="6")
        assert response.status_code == 409
        assert 'value="6"' in response.content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=50)):
        assert answer(client, service, stamp, etat="open").status_code == 403
    assert rows(service) == []


def test_a_form_that_arrives_damaged(client: Client, service: Service) -> None:
    path = reverse("directory:update", args=[service.uuid])
    assert client.post(path, {"rien": "1"}).status_code == 403
    assert client.post(path, {"formulaire": "x", "etat": "open"}).status_code == 403
    assert client.post(path, b"x" * 40_000, content_type="text/plain").status_code == 403


@pytest.mark.parametrize(
    ("language", "words"), [("/nl", "Er is niets veranderd"), ("/en", "Nothing has changed")]
)
def test_in_three_languages(client: Client, service: Service, language: str, words: str) -> None:
    link = language + link_to(service)
    assert words in client.get(link).content.decode()
    response = answer(client, service, stamp_of(client, link), rien="1")
    service.refresh_from_db()
    assert response.status_code == 302 and service.verified_by == "le service"


def ask_for_a_link(client: Client, service: Service, **headers: str) -> Any:
    """Press « Envoyer un nouveau lien »."""
    page = client.get(reverse("directory:update", args=[service.uuid])).content.decode()
    stamp = page.partition('name="stamp" value="')[2].partition('"')[0]
    sent_from = {"Sec-Fetch-Site": "same-origin", **headers}
    path = reverse("directory:new_link", args=[service.uuid])
    return client.post(path, {"stamp": stamp}, headers=sent_from)


def test_a_new_link_goes_to_the_address_on_record_and_to_no_other(
    client: Client, service: Service
) -> None:
    response = ask_for_a_link(client, service)
    assert client.get(response.url).status_code == 200
    (letter,) = letters()
    assert letter["To"] == "equipe@example.org" and letter["Cc"] is letter["Bcc"] is None
    link = links_in(text_of(letter))[0]
    answer(client, service, stamp_of(client, f"/{link}"), etat="open")
    assert rows(service) == [("open", None, None, "service")]
    assert Upkeep.objects.get().asked_on is None  # nobody was asked: somebody asked


@pytest.mark.parametrize("missing", ["upkeep", "contact", "stopped", "bounced"])
def test_where_no_letter_may_go_the_page_says_the_same(
    client: Client, service: Service, missing: str
) -> None:
    expected = ask_for_a_link(client, service)
    words = client.get(expected.url).content
    mail.outbox.clear()
    if missing == "upkeep":
        Upkeep.objects.all().delete()
    elif missing == "contact":
        Upkeep.objects.update(contact=None)
    else:
        UpdateContact.objects.update(**{f"{missing}_on": timezone.localdate()})
    response = ask_for_a_link(client, service)
    assert (response.status_code, response.url) == (expected.status_code, expected.url)
    assert client.get(response.url).content == words
    assert mail.outbox == []


def test_a_contact_receives_so_many_links_a_day_whoever_asks(client: Client) -> None:
    contact = UpdateContactFactory.create()
    for _number in range(3):
        UpkeepFactory.create(contact=contact)
    for upkeep in Upkeep.objects.all():
        for _time in range(3):
            assert ask_for_a_link(client, upkeep.service).status_code == 302
    assert len(mail.outbox) == 5
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        ask_for_a_link(client, Upkeep.objects.all()[0].service)
    assert len(mail.outbox) == 6


def test_the_page_remembers_why_the_link_was_refused(client: Client, service: Service) -> None:
    page = client.get(link_to(service)[:-1]).content.decode()
    assert 'name="probleme" value="broken"' in page
    path = reverse("directory:new_link", args=[service.uuid])
    sent = {"stamp": "x", "probleme": "broken"}
    response = client.post(path, sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.context["title"] == "Ce lien est arrivé abîmé"


def test_letters_cannot_be_asked_for_in_number_nor_from_elsewhere(
    client: Client, service: Service
) -> None:
    assert [ask_for_a_link(client, service).status_code for _i in range(4)] == [302, 302, 302, 429]
    elsewhere = ask_for_a_link(client, service, **{"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert len(mail.outbox) == 3


def test_a_letter_that_cannot_leave_is_said(
    client: Client, service: Service, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    response = ask_for_a_link(client, service)
    assert response.status_code == 503
    assert "n’a pas pu partir" in response.content.decode()
