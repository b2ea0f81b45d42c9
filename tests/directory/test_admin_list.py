"""The list of services answers: what is stale, what is incomplete, what is in my bassin."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import Bassin, PostalArea, Service, ServiceType
from directory.models.service import Status
from directory.roles import COORDINATION
from smesb.models import User
from tests.directory.admin_forms import client_of, someone
from tests.factories import (
    AccessConditionFactory,
    BassinFactory,
    LocationFactory,
    MunicipalityFactory,
    NeedFactory,
    OrganizationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ScheduleFactory,
    ServiceAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTypeFactory,
)

pytestmark = pytest.mark.django_db
LIST = "admin:directory_service_changelist"


@pytest.fixture
def user() -> User:
    return someone(COORDINATION, name="Camille")


@pytest.fixture
def camille(user: User) -> Client:
    return client_of(user)


def _found(client: Client, **query: Any) -> set[str]:
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return {service.name for service in response.context["cl"].result_list}


@pytest.mark.parametrize(
    "words",
    [
        "equipe",
        "ÉQUIPE mob",
        "lete",
        "l'été",
        "sante mentale",
        "SSM",
        "02 762 97 20",
        "+32 2 762",
        "76297",
    ],
)
def test_search_needs_no_accents_and_reads_numbers_as_they_are_written(
    camille: Client, words: str
) -> None:
    service = ServiceFactory.create(
        name="Équipe mobile",
        organization=OrganizationFactory.create(name="Lété – L’Été"),
        type=ServiceTypeFactory.create(name_fr="Service de santé mentale", acronym="SSM"),
    )
    PhoneFactory.create(service=service, number="+3227629720")
    PhoneFactory.create(service=ServiceFactory.create(name="Autre"), number="+3225550000")
    assert _found(camille, q=words) == {"Équipe mobile"}


def test_search_reads_other_names_without_accents(camille: Client) -> None:
    service = ServiceFactory.create(name="Un", alternate_name="Équipe Été")
    ServiceFactory.create(name="Autre")
    other = OrganizationFactory.create(name="Deux", alternate_name="Équipe Été")
    hers = ServiceFactory.create(name="Trois", organization=other)
    assert _found(camille, q="equipe ete") == {service.name, hers.name}
    listed = camille.get(reverse("admin:directory_organization_changelist"), {"q": "equipe ete"})
    assert list(listed.context["cl"].result_list) == [other]


def test_digits_may_be_a_name_and_noughts_are_no_number(camille: Client) -> None:
    named = ServiceFactory.create(name="1030")
    called = ServiceFactory.create(name="Autre")
    PhoneFactory.create(service=called, number="+3225551030")
    assert _found(camille, q="1030") == {named.name, called.name}
    assert _found(camille, q="000") == set()


def test_what_is_stale(camille: Client) -> None:
    today = timezone.localdate()
    ServiceFactory.create(name="jamais")
    for name, days in (("ancienne", 366), ("récente", 30)):
        ServiceFactory.create(name=name, verified_on=today - timedelta(days), verified_by="Camille")
    assert _found(camille, confirmation="a-revoir") == {"jamais", "ancienne"}
    assert _found(camille, confirmation="jamais") == {"jamais"}
    assert _found(camille, confirmation="ancienne") == {"ancienne"}
    assert _found(camille, confirmation="recente") == {"récente"}
    page = camille.get(reverse(LIST)).content.decode()
    assert "jamais confirmé" in page


def test_what_is_incomplete(camille: Client) -> None:
    ServiceFactory.create(name="muet", description_fr="Une équipe.")
    known = ServiceFactory.create(name="connu", coverage="region", age_min=18)
    PhoneFactory.create(service=known)
    ScheduleFactory.create(service=known)
    AccessConditionFactory.create(service=known)
    assert _found(camille, manque="telephone") == {"muet"}
    assert _found(camille, manque="horaire") == {"muet"}
    assert _found(camille, manque="zone") == {"muet"}
    assert _found(camille, manque="conditions") == {"muet"}
    assert _found(camille, manque="description") == {"connu"}
    assert _found(camille, manque="une-info") == {"muet", "connu"}
    PhoneFactory.create(service=Service.objects.get(name="muet"), level="internal")
    assert _found(camille, manque="telephone") == {"muet"}
    assert "50\u202f%" in camille.get(reverse(LIST)).content.decode()


def test_what_is_in_my_bassin(camille: Client, user: User) -> None:
    mine, other = BassinFactory.create(slug="sud-est"), BassinFactory.create(slug="nord")
    area = PostalAreaFactory.create(bassin=mine)
    commune = area.municipality
    PostalAreaFactory.create(bassin=other, municipality=commune, postal_code="1999")
    here = ServiceAtLocationFactory.create(
        location=LocationFactory.create(postal_area=area)
    ).service
    vague = LocationFactory.create(postal_area=None, municipality=commune)
    somewhere = ServiceAtLocationFactory.create(location=vague).service
    there = PostalAreaFactory.create(bassin=other)
    away = ServiceAtLocationFactory.create(
        location=LocationFactory.create(postal_area=there)
    ).service
    ServiceAreaFactory.create(service=away, area=area)
    wide = ServiceFactory.create(coverage="region")

    assert "les-miens" not in camille.get(reverse(LIST)).content.decode()
    mine.coordinators.add(user)
    assert "les-miens" in camille.get(reverse(LIST)).content.decode()
    assert _found(camille, bassin="les-miens") == {here.name, somewhere.name}
    assert _found(camille, bassin="nord") == {away.name, somewhere.name}
    assert _found(camille, sert="sud-est") == {away.name, wide.name}
    assert _found(camille, bassin="atlantide") == set()


@pytest.mark.usefixtures("reference")
def test_a_place_whose_bassin_is_not_said_counts_in_every_bassin_of_its_commune(
    camille: Client,
) -> None:
    area = PostalArea.objects.get(code="21004-1030")
    assert area.bassin is None
    split = LocationFactory.create(postal_area=area)
    ours = PostalArea.objects.filter(municipality=area.municipality, bassin__isnull=False)
    secret = LocationFactory.create(postal_area=ours[0], is_confidential=True)
    names = {
        ServiceAtLocationFactory.create(location=each).service.name for each in (split, secret)
    }
    wanted = set(split.published.bassins)
    assert len(wanted) > 1
    assert wanted == set(secret.published.bassins)
    for bassin in Bassin.objects.all():
        assert _found(camille, bassin=bassin.slug) == (names if bassin.slug in wanted else set())


@pytest.mark.usefixtures("reference")
def test_no_filter_is_endless(camille: Client) -> None:
    for kind in ServiceType.objects.all():
        ServiceFactory.create(type=kind)
    changes = camille.get(reverse(LIST)).context["cl"]
    for spec in changes.filter_specs:
        assert len(list(spec.choices(changes))) <= 12, spec.title


def _crowd(count: int) -> None:
    kind, organization = ServiceTypeFactory.create(), OrganizationFactory.create()
    for _ in range(count):
        service = ServiceFactory.create(type=kind, organization=organization, source_date="2021-03")
        ServiceAtLocationFactory.create(service=service)
        PhoneFactory.create(service=service)


def test_the_list_asks_as_much_of_the_database_for_one_three_or_thirty_services(
    camille: Client,
) -> None:
    counts = set()
    for more in (1, 2, 27):
        _crowd(more)
        camille.get(reverse(LIST))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert camille.get(reverse(LIST)).status_code == 200
        counts.add(len(queries))
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("location", LocationFactory),
        ("organization", ServiceFactory),
        ("servicetype", ServiceTypeFactory),
    ],
)
def test_the_other_lists_ask_as_much_for_one_row_as_for_three(
    camille: Client, name: str, factory: Any
) -> None:
    counts = set()
    for more in (1, 2):
        for _ in range(more):
            factory.create(
                **{} if name == "servicetype" else {"organization": OrganizationFactory.create()}
            )
        address = reverse(f"admin:directory_{name}_changelist")
        camille.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert camille.get(address).context["cl"].result_count >= more
        counts.add(len(queries))
    assert len(counts) == 1


def _act(client: Client, action: str, services: list[Service], **fields: Any) -> Any:
    chosen = {"action": action, "_selected_action": [service.pk for service in services]}
    return client.post(reverse(LIST), {**chosen, **fields})


def test_each_action_asks_before_it_acts(camille: Client) -> None:
    service = ServiceFactory.create(name="Équipe mobile")
    for action in ("verify", "publish", "suspend", "archive", "merge"):
        response = _act(camille, action, [service])
        assert response.status_code == 200
        assert "Équipe mobile" in response.content.decode()
    service.refresh_from_db()
    assert service.version == 1


def test_verifying_chosen_entries(camille: Client) -> None:
    services = [ServiceFactory.create(), ServiceFactory.create()]
    today = timezone.localdate()
    assert _act(camille, "verify", services, confirmed="1", on=today.isoformat()).status_code == 302
    for service in Service.objects.all():
        assert (service.verified_on, service.verified_by) == (today, "Camille")


def test_archiving_asks_since_when_and_why(camille: Client) -> None:
    service = ServiceFactory.create()
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    response = _act(camille, "archive", [service], confirmed="1", on=later, note="")
    assert set(response.context["form"].errors) == {"on", "note"}
    done = _act(camille, "archive", [service], confirmed="1", on="2026-01-31", note="Fermé.")
    assert done.status_code == 302
    service.refresh_from_db()
    assert (service.status, service.status_note) == (Status.ARCHIVED, "Fermé.")


def test_merging_refuses_an_entry_with_itself(camille: Client) -> None:
    service, into = ServiceFactory.create(), ServiceFactory.create()
    sent = {"confirmed": "1", "on": "2026-01-31", "into": into.pk}
    response = _act(camille, "merge", [into], **sent)
    assert "elle-même" in response.content.decode()
    assert _act(camille, "merge", [service], **sent).status_code == 302
    service.refresh_from_db()
    assert service.successor == into


def test_readers_are_sent_only_to_an_entry_that_is_shown(camille: Client) -> None:
    service = ServiceFactory.create()
    shown, hidden = (Status.PUBLISHED, Status.SUSPENDED), (Status.ARCHIVED, Status.DRAFT)
    for status in (*shown, *hidden):
        ServiceFactory.create(
            name=f"Fiche {status.value}", status=status, status_since=date(2026, 1, 31)
        )
    sent = {"confirmed": "1", "on": "2026-01-31", "note": "Fermé."}
    for status in hidden:
        into = Service.objects.get(status=status).pk
        for action, field in (("merge", "into"), ("archive", "successor")):
            response = _act(camille, action, [service], **sent, **{field: into})
            assert "publiée ou suspendue" in str(response.context["form"].errors[field])
    asked = {"app_label": "directory", "model_name": "service", "field_name": "successor"}
    answer = camille.get(reverse("admin:autocomplete"), {**asked, "term": "fiche"}).json()
    assert [choice["text"] for choice in answer["results"]] == [
        "Fiche published",
        "Fiche suspended",
    ]


@pytest.mark.parametrize(
    ("model", "words"),
    [("location", "rue de l'ete ixelles"), ("need", "ecoute"), ("postalarea", "1050")],
)
def test_autocompletes_need_no_accents_either(camille: Client, model: str, words: str) -> None:
    area = PostalAreaFactory.create(
        municipality=MunicipalityFactory.create(name_fr="Ixelles"), postal_code="1050"
    )
    LocationFactory.create(street_fr="Rue de l’Été", postal_area=area)
    NeedFactory.create(name_fr="Être à l’Écoute")
    NeedFactory.create(name_fr="Autre")
    response = camille.get(reverse(f"admin:directory_{model}_changelist"), {"q": words})
    assert response.context["cl"].result_count == 1
