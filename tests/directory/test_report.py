"""« J’ai appelé »: what a professional learned on the phone, and everything else that is sent there."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from directory.models import Criterion, Service, SuggestedAnswer, Suggestion
from directory.models.contact import Level
from directory.models.service import Status
from tests.directory.reports import (
    SAME_ORIGIN,
    SuggestionFactory,
    a_service,
    report_url,
    send,
    stamp,
    stamp_in,
    thanks_url,
)
from tests.factories import (
    AccessConditionFactory,
    CriterionFactory,
    PhoneFactory,
    ServiceFactory,
)
from tests.smesb.reader import SECRETS, Page, a_repertoire, html_of, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    """A service with a telephone, and two conditions of which one is known."""
    return a_service()


# The form


def test_the_service_page_leads_to_the_form(service: Service, client: Client) -> None:
    page = html_of(client, service.get_absolute_url())

    assert page.count(f'href="{report_url(service)}"') == 1
    assert page.count(f'href="{report_url(service)}#questions"') == 1
    assert 'method="post"' not in page


def test_the_form_asks_what_is_not_known_and_nothing_else(service: Service, client: Client) -> None:
    note = AccessConditionFactory.create(service=service, answer=None, note="ça dépend")
    html = html_of(client, report_url(service))

    assert "Peut-on entrer en chaise ?" in html
    assert "Gratuit ?" not in html
    assert note.criterion.question not in html
    assert "02 499 00 03 (accueil)" in html
    assert "N’écrivez rien sur une personne" in html
    assert '<meta name="robots" content="noindex">' in html


def test_an_address_may_choose_an_answer_beforehand(service: Service, client: Client) -> None:
    chosen = 'value="oui" id="id_reponse_pmr_0" checked'
    address = report_url(service)

    assert chosen in html_of(client, f"{address}?reponse_pmr=oui")
    for wrong in ("?reponse_pmr=peut-%C3%AAtre", "?reponse_pmr=%00", "?reponse_x=oui", "?%FF=%FF"):
        assert chosen not in html_of(client, address + wrong)


def test_what_holds_an_answer_stands_open_else_the_first(service: Service, client: Client) -> None:
    CriterionFactory.create(slug="tiers", category="argent")
    opened = re.compile(r'<details class="more" open>\s*<summary>([^<]+?) <span')

    assert opened.findall(html_of(client, report_url(service))) == ["Le premier contact"]
    address = f"{report_url(service)}?reponse_tiers=non"
    assert opened.findall(html_of(client, address)) == ["L’argent"]


def test_internal_and_professional_numbers_are_not_on_the_form(
    service: Service, client: Client
) -> None:
    PhoneFactory.create(service=service, number="+3224990001", level=Level.INTERNAL, label="garde")
    PhoneFactory.create(service=service, number="+3224990002", level=Level.PROFESSIONAL)
    html = html_of(client, report_url(service))

    assert "02 499 00 01" not in html and "garde" not in html
    assert "02 499 00 02" not in html
    assert "pour professionnel·les" in html


def test_the_form_is_well_formed_in_every_language_and_sets_no_cookie(client: Client) -> None:
    a_repertoire()
    addresses = [
        prefix + address
        for one in Service.objects.listed()
        for address in (report_url(one), thanks_url(one))
        for prefix in ("", "/nl", "/en")
    ]
    for address in addresses:
        answer = client.get(address)
        page = Page(answer.content.decode())
        assert answer.status_code == 200, address
        assert not page.misnested and not page.inline, address
        assert len(page.ids) == len(set(page.ids)), address
        assert "Set-Cookie" not in answer and not answer.cookies, address
        for secret in SECRETS:
            assert secret not in answer.content.decode(), address


def test_the_form_is_kept_by_no_cache(service: Service, client: Client) -> None:
    assert "no-store" in client.get(report_url(service))["Cache-Control"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_the_database_as_often_for_three_conditions_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    one = ServiceFactory.create()
    for _number in range(count):
        CriterionFactory.create()
        AccessConditionFactory.create(service=one)
        PhoneFactory.create(service=one)
    with django_assert_num_queries(4):
        client.get(report_url(one))


# What is sent


def test_what_was_learned_is_stored_for_the_coordinators(service: Service, client: Client) -> None:
    phone = service.phones.get()
    answer = send(client, service, reponse_pmr="oui", numero=phone.pk, note=" Sonner\r\ndeux fois ")

    assert answer.status_code == 302
    assert answer["Location"] == thanks_url(service)
    assert "Set-Cookie" not in answer
    kept = Suggestion.objects.get()
    assert kept.service == service
    assert kept.state == "new"
    assert [(row.criterion.slug, row.answer) for row in kept.answers.all()] == [("pmr", "oui")]
    assert kept.dead_numbers == ["+3224990003"]
    assert kept.note == "Sonner deux fois"
    assert not kept.is_closed


def test_thanks_say_what_happens_next(service: Service, client: Client) -> None:
    html = html_of(client, thanks_url(service))

    assert "La coordination lit ce que vous avez envoyé." in html
    assert f'href="{service.get_absolute_url()}"' in html


def test_a_service_may_have_closed_and_answered(service: Service, client: Client) -> None:
    send(client, service, ferme="on", reponse_pmr="depend")

    kept = Suggestion.objects.get()
    assert kept.is_closed
    assert kept.answers.get().answer == "depend"


def test_the_form_itself_can_be_sent_in_dutch(service: Service, client: Client) -> None:
    there, thanks = f"/nl{report_url(service)}", f"/nl{thanks_url(service)}"
    sent = {"stamp": stamp(service), "ferme": "on"}

    assert client.post(there, sent, headers=SAME_ORIGIN)["Location"] == thanks


def test_a_suspended_service_is_learned_of_too(client: Client) -> None:
    one = ServiceFactory.create(status=Status.SUSPENDED, status_since=date(2026, 1, 1))

    assert client.get(report_url(one)).status_code == 200
    assert send(client, one, ferme="on").status_code == 302


def test_a_condition_answered_meanwhile_keeps_what_was_learned(
    service: Service, client: Client
) -> None:
    opened = stamp_in(html_of(client, report_url(service)))
    criterion = Criterion.objects.get(slug="pmr")
    AccessConditionFactory.create(service=service, criterion=criterion, answer=False)

    assert send(client, service, reponse_pmr="oui").status_code == 302
    assert SuggestedAnswer.objects.get().answer == "oui"
    assert opened


def test_a_number_that_is_gone_meanwhile_is_said_at_its_field(
    service: Service, client: Client
) -> None:
    answer = send(client, service, numero="999999", note="Essayé deux fois")

    html = plain(answer.content.decode())
    assert answer.status_code == 400
    assert "La fiche n’a plus ce numéro" in html
    assert "Essayé deux fois" in html
    assert 'href="#id_numero_0"' in html


def test_nothing_chosen_is_said_and_nothing_is_stored(service: Service, client: Client) -> None:
    for fields in ({}, {"reponse_pmr": ""}, {"reponse_inconnue": "oui"}, {"note": " \r\n "}):
        answer = send(client, service, **fields)
        assert answer.status_code == 400
        assert "Rien n’est encore choisi" in plain(answer.content.decode())
    assert not Suggestion.objects.exists()


def test_a_wrong_answer_is_said_at_its_question_and_the_rest_is_kept(
    service: Service, client: Client
) -> None:
    answer = send(client, service, reponse_pmr="peut-être", ferme="on", note="<b>Sonner</b>")

    html = plain(answer.content.decode())
    assert answer.status_code == 400
    assert 'href="#id_reponse_pmr_0"' in html
    assert "Choisissez une des réponses." in html
    assert "&lt;b&gt;Sonner&lt;/b&gt;" in html
    assert 'name="ferme" id="id_ferme" checked' in html
    assert "<title>Erreur : " in html
    page = Page(html)
    assert not page.misnested and not page.inline
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("note", ["a\x00b", "a\x07b", "a\x9fb"])
def test_invisible_characters_are_refused_at_the_note(
    service: Service, client: Client, note: str
) -> None:
    answer = send(client, service, note=note)

    assert answer.status_code == 400
    assert "caractère invisible" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_a_note_has_140_characters_however_a_browser_breaks_its_lines(
    service: Service, client: Client
) -> None:
    assert send(client, service, note="é" * 141).status_code == 400
    assert send(client, service, note=f"{'é' * 70}\r\n{'é' * 69}").status_code == 302


# Which services


def test_of_a_draft_and_of_nothing_there_is_no_form(client: Client) -> None:
    draft = ServiceFactory.create(status=Status.DRAFT)
    nowhere = Service(slug="nulle-part")
    for one in (draft, nowhere):
        assert client.get(report_url(one)).status_code == 404
        assert client.get(thanks_url(one)).status_code == 404
        assert send(client, one, ferme="on").status_code == 404
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("status", [Status.ARCHIVED, Status.MERGED])
def test_of_a_service_that_is_gone_the_form_says_so_and_leads_to_its_page(
    client: Client, status: Status
) -> None:
    gone = ServiceFactory.create(
        status=status, status_since=date(2026, 1, 1), successor=ServiceFactory.create()
    )
    for answer in (client.get(report_url(gone)), send(client, gone, ferme="on")):
        html = plain(answer.content.decode())
        assert answer.status_code == 410
        assert f'href="{gone.get_absolute_url()}"' in html
        assert "<form" not in html
    assert not Suggestion.objects.exists()


def test_scripts_are_stored_as_text_and_shown_to_no_reader(
    service: Service, client: Client
) -> None:
    send(client, service, note="<script>alert(1)</script>", reponse_pmr="oui")

    assert Suggestion.objects.get().note == "<script>alert(1)</script>"
    for address in (service.get_absolute_url(), report_url(service), thanks_url(service)):
        assert "alert(1)" not in html_of(client, address)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(service: Service, client: Client, method: str) -> None:
    assert getattr(client, method)(report_url(service)).status_code == 405
    assert getattr(client, method)(thanks_url(service)).status_code == 405
    assert client.post(thanks_url(service)).status_code == 405


# What must never be false


@pytest.mark.parametrize(
    "fields", [{"state": "treated"}, {"settled_at": timezone.now()}, {"state": "lost"}]
)
def test_a_suggestion_is_settled_on_a_day_or_new(service: Service, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        Suggestion.objects.bulk_create([Suggestion(service=service, token="a", **fields)])


def test_an_answer_is_one_of_three_and_given_once(service: Service) -> None:
    criterion, kept = Criterion.objects.get(slug="pmr"), SuggestionFactory.create(service=service)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.answers.create(criterion=criterion, answer="jamais")
    kept.answers.create(criterion=criterion, answer="oui")
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.answers.create(criterion=criterion, answer="non")
