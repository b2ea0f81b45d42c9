"""The form of a service: what is wrong is said at its field, and nothing typed is lost."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from directory.models import AccessCondition, Location, Service
from directory.models.service import Status
from directory.roles import COORDINATION
from tests.directory.admin_forms import change_url, client_of, fields_of, open_form, someone
from tests.factories import (
    AccessConditionFactory,
    CriterionFactory,
    LocationFactory,
    OrganizationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def camille() -> Client:
    return client_of(someone(COORDINATION, name="Camille"))


def _field_errors(response: Any, field: str) -> str:
    return " ".join(response.context["adminform"].form.errors.get(field, []))


def _row_errors(response: Any, prefix: str, index: int = 0) -> dict[str, list[str]]:
    formset = _formset(response, prefix)
    return {field: list(errors) for field, errors in formset.forms[index].errors.items()}


def _formset(response: Any, prefix: str) -> Any:
    return next(
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == prefix
    )


def test_wrong_entries_keep_what_was_typed_each_with_its_message(camille: Client) -> None:
    service = ServiceFactory.create()
    typed = {
        "name": "Équipe mobile",
        "age_min": "40",
        "age_max": "18",
        "phones-0-number": "02 76",
        "source_date": "hier",
        "coverage": "zones",
        "areas-0-outside_postal_code": "99",
        "schedules-0-osm": "quand on veut",
        "internal_note": "À rappeler",
    }
    response = camille.post(change_url(service), {**open_form(camille, service), **typed})
    assert response.status_code == 200
    assert "L’âge maximum (18) est plus petit que le minimum (40)." in _field_errors(
        response, "age_max"
    )
    assert "2026-08" in _field_errors(response, "source_date")
    assert "n’est pas un numéro de téléphone" in _row_errors(response, "phones")["number"][0]
    assert "quatre chiffres" in _row_errors(response, "areas")["outside_postal_code"][0]
    assert "n’a pas pu être lu" in _row_errors(response, "schedules")["osm"][0]
    assert typed.items() <= fields_of(response).items()
    page = response.content.decode()
    for value in ("Équipe mobile", "02 76", "quand on veut", "À rappeler"):
        assert value in page


def test_a_postal_code_of_the_region_is_chosen_not_typed(camille: Client) -> None:
    PostalAreaFactory.create(postal_code="1050")
    service = ServiceFactory.create(coverage="zones")
    sent = {**open_form(camille, service), "areas-0-outside_postal_code": "1050"}
    response = camille.post(change_url(service), sent)
    assert "1050 est dans la Région" in _row_errors(response, "areas")["outside_postal_code"][0]

    place = {"outside": "1050 Ixelles", "seen": "", "name": "Antenne"}
    response = camille.post(reverse("admin:directory_location_add"), place)
    assert "1050 est dans la Région" in _field_errors(response, "outside")
    assert b"1050 Ixelles" in response.content
    camille.post(reverse("admin:directory_location_add"), {**place, "outside": "1560 Hoeilaart"})
    assert Location.objects.get().outside == "1560 Hoeilaart"


@pytest.mark.parametrize("chosen", ["999999", "n’importe quoi"])
def test_a_postal_code_outside_the_list_is_refused_at_its_field(
    camille: Client, chosen: str
) -> None:
    service = ServiceFactory.create()
    sent = {**open_form(camille, service), "coverage": "zones", "areas-0-area": chosen}
    assert "area" in _row_errors(camille.post(change_url(service), sent), "areas")


def test_a_name_already_taken_is_refused_at_its_field(camille: Client) -> None:
    organization = OrganizationFactory.create(name="L’Équipe")
    ServiceFactory.create(name="Centre de jour", organization=organization)
    other = ServiceFactory.create(organization=organization)
    sent = {**open_form(camille, other), "name": "CENTRE  de Jour"}
    assert "déjà un service de ce nom" in _field_errors(
        camille.post(change_url(other), sent), "name"
    )
    response = camille.post(reverse("admin:directory_organization_add"), {"name": "l'équipe"})
    assert "porte déjà ce nom" in _field_errors(response, "name")


def test_the_publics_agree_with_who_is_received(camille: Client) -> None:
    group, service = TargetGroupFactory.create(), ServiceFactory.create()
    sent = open_form(camille, service)
    row = {"target_groups-0-group": group.pk, "target_groups-0-relation": "reserved"}

    response = camille.post(change_url(service), {**sent, **row})
    assert "relation" in _row_errors(response, "target_groups")
    response = camille.post(change_url(service), {**sent, "audience": "reserved"})
    assert "au moins un public" in str(_formset(response, "target_groups").non_form_errors())
    both = {
        "target_groups-TOTAL_FORMS": "2",
        "target_groups-1-group": group.pk,
        "target_groups-1-relation": "refused",
    }
    response = camille.post(change_url(service), {**sent, **row, **both, "audience": "reserved"})
    assert "group" in _row_errors(response, "target_groups")
    assert (
        camille.post(change_url(service), {**sent, **row, "audience": "reserved"}).status_code
        == 302
    )


def test_the_areas_agree_with_the_coverage(camille: Client) -> None:
    area, service = PostalAreaFactory.create(), ServiceFactory.create()
    sent = open_form(camille, service)
    response = camille.post(change_url(service), {**sent, "coverage": "zones"})
    assert "au moins une zone" in str(_formset(response, "areas").non_form_errors())
    response = camille.post(
        change_url(service), {**sent, "coverage": "region", "areas-0-area": area.pk}
    )
    assert "une liste de communes" in str(_formset(response, "areas").non_form_errors())
    good = {**sent, "coverage": "zones", "areas-0-area": area.pk}
    assert camille.post(change_url(service), good).status_code == 302


def test_a_telephone_belongs_to_one_of_the_services_own_places(camille: Client) -> None:
    service = ServiceFactory.create()
    own = ServiceAtLocationFactory.create(service=service).location
    elsewhere = LocationFactory.create()
    sent = {**open_form(camille, service), "phones-0-number": "02 762 97 20"}
    response = camille.post(change_url(service), {**sent, "phones-0-location": elsewhere.pk})
    assert "pas un des lieux du service" in _row_errors(response, "phones")["location"][0]
    leaving = {**sent, "phones-0-location": own.pk, "at_locations-0-DELETE": "on"}
    assert "location" in _row_errors(camille.post(change_url(service), leaving), "phones")
    assert (
        camille.post(change_url(service), {**sent, "phones-0-location": own.pk}).status_code == 302
    )
    assert service.phones.get().location == own


@time_machine.travel("2026-11-22 12:00 +0100", tick=False)
def test_an_answer_that_changes_is_dated_today_from_the_coordination(camille: Client) -> None:
    service = ServiceFactory.create()
    asked, kept, typed = (CriterionFactory.create() for _ in range(3))
    old = {"source": "Guide", "source_url": "https://example.org/", "source_date": "2021"}
    for criterion in (asked, kept, typed):
        AccessConditionFactory.create(service=service, criterion=criterion, **old)
    sent = {
        **open_form(camille, service),
        f"conditions-{asked.slug}-answer": "False",
        f"conditions-{typed.slug}-answer": "",
        f"conditions-{typed.slug}-note": "ça dépend",
        f"conditions-{typed.slug}-source": "leur site",
    }
    assert camille.post(change_url(service), sent).status_code == 302
    found = {condition.criterion: condition for condition in service.conditions.all()}
    one = found[asked]
    assert (one.answer, one.source, one.source_url, one.source_date) == (
        False,
        "coordination",
        "",
        "2026-11-22",
    )
    assert (found[kept].source, found[kept].source_date) == ("Guide", "2021")
    two = found[typed]
    assert (two.answer, two.note, two.source, two.source_date) == (
        None,
        "ça dépend",
        "leur site",
        "2026-11-22",
    )


def test_a_condition_nobody_answered_is_not_stored_and_one_that_is_unsaid_goes(
    camille: Client,
) -> None:
    service = ServiceFactory.create()
    unsaid, _never = CriterionFactory.create(), CriterionFactory.create()
    AccessConditionFactory.create(service=service, criterion=unsaid)
    sent = {**open_form(camille, service), f"conditions-{unsaid.slug}-answer": ""}
    assert camille.post(change_url(service), sent).status_code == 302
    assert not AccessCondition.objects.exists()


def test_saving_never_confirms_an_entry_and_the_button_does(camille: Client) -> None:
    service = ServiceFactory.create()
    camille.post(change_url(service), {**open_form(camille, service), "name": "Autre"})
    service.refresh_from_db()
    assert service.verified_on is None
    with time_machine.travel("2026-11-22 12:00 +0100"):
        sent = {**open_form(camille, service), "description_fr": "Exact", "_verify": "1"}
        assert camille.post(change_url(service), sent).status_code == 302
    service.refresh_from_db()
    assert str(service.verified_on) == "2026-11-22"
    assert service.verified_by == "Camille"
    assert service.description_fr == "Exact"


def test_a_new_service_gets_its_address_from_its_name(camille: Client) -> None:
    ServiceFactory.create(slug="equipe-mobile")
    kind = ServiceTypeFactory.create()
    blank = fields_of(camille.get(reverse("admin:directory_service_add")))
    sent = {**blank, "name": "Équipe mobile", "type": kind.pk}
    response = camille.post(reverse("admin:directory_service_add"), sent)
    assert response.status_code == 302
    assert Service.objects.get(name="Équipe mobile").slug == "equipe-mobile-2"


def test_a_new_entry_is_a_draft_or_published(camille: Client) -> None:
    add = reverse("admin:directory_service_add")
    sent = {
        **fields_of(camille.get(add)),
        "name": "Équipe mobile",
        "type": ServiceTypeFactory.create().pk,
    }
    refused = camille.post(add, {**sent, "status": "archived"})
    assert "archived" in _field_errors(refused, "status")
    assert camille.post(add, {**sent, "status": "published"}).status_code == 302
    assert Service.objects.get().status == Status.PUBLISHED


def test_the_form_does_not_change_the_state_of_an_entry(camille: Client) -> None:
    service, other = ServiceFactory.create(), ServiceFactory.create()
    typed = {
        "status": "merged",
        "status_since": "2026-01-31",
        "status_note": "Fermé.",
        "successor": other.pk,
    }
    sent = open_form(camille, service)
    assert not typed.keys() & sent.keys()
    assert camille.post(change_url(service), {**sent, **typed}).status_code == 302
    service.refresh_from_db()
    assert (service.status, service.status_since, service.status_note, service.successor) == (
        Status.PUBLISHED,
        None,
        "",
        None,
    )


def test_the_page_of_an_entry_leads_to_the_acts_that_change_its_state(camille: Client) -> None:
    service = ServiceFactory.create(name="Équipe mobile")

    def acts() -> dict[str, str]:
        service.refresh_from_db()
        return {str(title): url for title, url in camille.get(change_url(service)).context["acts"]}

    assert list(acts()) == ["Suspendre", "Archiver", "Fusionner"]
    assert acts()["Suspendre"] in camille.get(change_url(service)).content.decode()
    assert "Équipe mobile" in camille.get(acts()["Suspendre"]).content.decode()
    assert service.version == 1
    sent = {"confirmed": "1", "on": "2026-01-31", "note": "Complet."}
    response = camille.post(acts()["Suspendre"], sent)
    assert response["Location"] == change_url(service)
    assert list(acts()) == ["Publier", "Suspendre", "Archiver", "Fusionner"]
    assert (service.status, str(service.status_since)) == (Status.SUSPENDED, "2026-01-31")
    # The explanation is mended where it was given.
    again = camille.get(acts()["Suspendre"]).context["form"]
    assert (again["note"].value(), str(again["on"].value())) == ("Complet.", "2026-01-31")
    assert camille.post(acts()["Publier"], {"confirmed": "1"}).status_code == 302
    assert list(acts()) == ["Suspendre", "Archiver", "Fusionner"]
    unknown = acts()["Suspendre"].replace("suspend", "explode")
    assert camille.get(unknown).status_code == 404


def test_free_keywords_are_in_the_history_and_come_back(camille: Client) -> None:
    service = ServiceFactory.create()
    camille.post(change_url(service), {**open_form(camille, service), "keywords": "trauma, deuil"})
    page = camille.get(reverse("admin:directory_service_history", args=[service.pk]))
    newest, first = page.context["change_sets"]
    assert "Mots-clés : rien → « deuil, trauma »" in [str(change) for change in newest.changes]
    back = reverse("admin:directory_service_revision", args=[service.pk, first.revision])
    camille.post(back, {"seen": camille.get(back).context["seen"]})
    assert not service.keywords.exists()


def test_the_form_stays_within_a_thousand_fields_and_a_fixed_number_of_queries(
    camille: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(45):
        CriterionFactory.create()
    service = ServiceFactory.create()
    assert len(open_form(camille, service)) < 1000
    with django_assert_max_num_queries(45):
        camille.get(change_url(service))
    for _ in range(5):
        PhoneFactory.create(service=service)
    with django_assert_max_num_queries(45):
        camille.get(change_url(service))


def test_the_history_shows_who_when_and_what_and_leads_back(camille: Client) -> None:
    service = ServiceFactory.create(name="Avant", description_fr="Une équipe.")
    sent = {**open_form(camille, service), "name": "Après", "phones-0-number": "02 762 97 20"}
    camille.post(change_url(service), sent)
    page = camille.get(reverse("admin:directory_service_history", args=[service.pk]))
    newest, first = page.context["change_sets"]
    assert newest.who == "Camille"
    assert "Nom : « Avant » → « Après »" in [str(change) for change in newest.changes]
    assert any("Téléphone : rien → « 02 762 97 20" in str(change) for change in newest.changes)

    back = reverse("admin:directory_service_revision", args=[service.pk, first.revision])
    confirm = camille.get(back)
    assert "Nom : « Après » → « Avant »" in [str(change) for change in confirm.context["changes"]]
    old = {"seen": "1"}
    assert camille.post(back, old, follow=True).context["changes"]  # an old page restores nothing
    assert camille.post(back, {"seen": confirm.context["seen"]}).status_code == 302
    service.refresh_from_db()
    assert service.name == "Avant"
    assert not service.phones.exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_only_looks_makes_nobody_wait(camille: Client, method: str) -> None:
    service, kind = ServiceFactory.create(), ServiceTypeFactory.create()
    add = reverse("admin:directory_service_add")
    act = reverse("admin:directory_service_act", args=[service.pk, "archive"])
    for address in (change_url(service), change_url(kind), add, act):
        with CaptureQueriesContext(connection) as queries:
            assert getattr(camille, method)(address).status_code == 200
        assert not [
            query["sql"]
            for query in queries
            if query["sql"].startswith(("BEGIN", "SAVEPOINT")) or "FOR UPDATE" in query["sql"]
        ]


@pytest.mark.parametrize("typed", ["0032 2 762 97 20", "02/762.97.20", "٠٢٧٦٢٩٧٢٠"])
def test_the_same_telephone_twice_is_said_and_nothing_typed_is_lost(
    camille: Client, typed: str
) -> None:
    service = ServiceFactory.create()
    PhoneFactory.create(service=service, number="+3227629720")
    sent = open_form(camille, service)
    assert sent["phones-0-number"] == "02 762 97 20"
    response = camille.post(
        change_url(service), {**sent, "phones-1-number": typed, "phones-1-level": "public"}
    )

    assert response.status_code == 200
    assert typed in response.content.decode()
    assert service.phones.count() == 1
