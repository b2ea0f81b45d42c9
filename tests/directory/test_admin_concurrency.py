"""Two people in one entry: the second is told, and loses nothing typed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Service
from directory.roles import COORDINATION
from tests.directory.admin_forms import change_url, client_of, fields_of, open_form, someone
from tests.factories import (
    AccessConditionFactory,
    CriterionFactory,
    LocationFactory,
    OrganizationFactory,
    PhoneFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def camille() -> Client:
    return client_of(someone(COORDINATION, name="Camille"))


@pytest.fixture
def dominique() -> Client:
    return client_of(someone(COORDINATION, name="Dominique"))


def _errors(response: Any) -> str:
    return " ".join(response.context["adminform"].form.non_field_errors())


def test_the_second_is_told_who_changed_what_and_may_save_over_it(
    camille: Client, dominique: Client
) -> None:
    service = ServiceFactory.create(name="Équipe", description_fr="Ancienne")
    first, second = open_form(camille, service), open_form(dominique, service)

    assert (
        camille.post(change_url(service), {**first, "description_fr": "De Camille"}).status_code
        == 302
    )
    told = dominique.post(
        change_url(service),
        {**second, "name": "Équipe mobile", "phones-0-number": "02 762 97 20", "_continue": "1"},
    )

    assert told.status_code == 200
    assert "Pendant que vous écriviez, Camille a modifié cette fiche" in _errors(told)
    assert "Description (français) : « Ancienne » → « De Camille »" in _errors(told)
    service.refresh_from_db()
    assert (service.name, service.description_fr) == ("Équipe", "De Camille")
    # What was typed is still in the page, rows included.
    again = fields_of(told)
    assert again["name"] == "Équipe mobile"
    assert again["phones-0-number"] == "02 762 97 20"

    assert dominique.post(change_url(service), again).status_code == 302
    service.refresh_from_db()
    assert (service.name, service.description_fr) == ("Équipe mobile", "Ancienne")
    assert service.phones.get().number == "+3227629720"
    assert service.version == 3


def test_a_row_that_changed_counts_too(camille: Client, dominique: Client) -> None:
    service = ServiceFactory.create()
    phone = PhoneFactory.create(service=service, number="+3227629720")
    first, second = open_form(camille, service), open_form(dominique, service)

    camille.post(change_url(service), {**first, "phones-0-label": "accueil"})
    told = dominique.post(change_url(service), second)

    assert "02 762 97 20 · Usage : rien → « accueil »" in _errors(told)
    phone.refresh_from_db()
    assert phone.label == "accueil"


def test_a_row_that_the_first_removed_is_kept_by_the_second_who_saves_over(
    camille: Client, dominique: Client
) -> None:
    service = ServiceFactory.create()
    PhoneFactory.create(service=service, number="+3227629720")
    PhoneFactory.create(service=service, number="+3227629721", label="garde")
    first, second = open_form(camille, service), open_form(dominique, service)

    camille.post(change_url(service), {**first, "phones-0-DELETE": "on"})
    assert service.phones.count() == 1
    told = dominique.post(change_url(service), {**second, "phones-0-label": "accueil"})
    assert "Téléphone : « 02 762 97 20" in _errors(told)
    assert dominique.post(change_url(service), fields_of(told)).status_code == 302
    assert {(phone.display, phone.label) for phone in service.phones.all()} == {
        ("02 762 97 20", "accueil"),
        ("02 762 97 21", "garde"),
    }


def test_both_may_answer_the_same_condition(camille: Client, dominique: Client) -> None:
    service, criterion = ServiceFactory.create(), CriterionFactory.create(name_fr="Sans papiers")
    field = f"conditions-{criterion.slug}-answer"
    first, second = open_form(camille, service), open_form(dominique, service)

    camille.post(change_url(service), {**first, field: "True"})
    told = dominique.post(change_url(service), {**second, field: "False"})
    assert "Condition d’accès : rien → « Sans papiers · oui" in _errors(told)
    dominique.post(change_url(service), fields_of(told))
    assert service.conditions.get().answer is False


def test_an_action_of_the_first_is_told_to_the_second(camille: Client, dominique: Client) -> None:
    service = ServiceFactory.create()
    first, second = open_form(camille, service), open_form(dominique, service)
    camille.post(change_url(service), {**first, "_verify": "1"})
    told = dominique.post(change_url(service), second)
    assert "Confirmé par : rien → « Camille »" in _errors(told)


@pytest.mark.parametrize("factory", [OrganizationFactory, LocationFactory])
def test_organisations_and_places_are_guarded_too(
    camille: Client, dominique: Client, factory: Any
) -> None:
    entry = factory.create()
    name = "name"
    first = fields_of(camille.get(change_url(entry)))
    second = fields_of(dominique.get(change_url(entry)))
    assert camille.post(change_url(entry), {**first, name: "De Camille"}).status_code == 302
    told = dominique.post(change_url(entry), {**second, name: "De Dominique"})
    assert "« De Camille »" in _errors(told)
    assert fields_of(told)[name] == "De Dominique"
    assert dominique.post(change_url(entry), fields_of(told)).status_code == 302
    entry.refresh_from_db()
    assert entry.name == "De Dominique"


def test_a_form_without_what_it_saw_is_refused_once(camille: Client) -> None:
    service = ServiceFactory.create()
    sent = {**open_form(camille, service), "name": "Autre"}
    del sent["seen"]
    assert "quelqu’un a modifié cette fiche" in _errors(camille.post(change_url(service), sent))


def test_saving_alone_twice_in_a_row_is_never_refused(camille: Client) -> None:
    service = ServiceFactory.create()
    AccessConditionFactory.create(service=service)
    for name in ("Un", "Deux"):
        sent = {**open_form(camille, service), "name": name}
        assert camille.post(change_url(service), sent).status_code == 302
    assert Service.objects.get().version == 3


# PostgreSQL: two at once. SQLite, whose test database lives in one connection, has one writer at a
# time; there it is enough that the lock is taken before the entry is read.
if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_save_at_the_same_moment_one_is_told() -> None:
        service = ServiceFactory.create(name="Équipe")
        clients = [client_of(someone(COORDINATION, name=name)) for name in ("Camille", "Dominique")]
        sent = [
            {**open_form(client, service), "description_fr": f"Numéro {number}"}
            for number, client in enumerate(clients)
        ]

        def save(number: int) -> int:
            try:
                return clients[number].post(change_url(service), sent[number]).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(save, range(2))) == [200, 302]
        service.refresh_from_db()
        assert service.version == 2

else:

    @pytest.mark.django_db(transaction=True)
    def test_who_saves_takes_the_lock_before_reading_the_entry() -> None:
        camille, service = client_of(someone(COORDINATION)), ServiceFactory.create()
        sent = open_form(camille, service)
        with CaptureQueriesContext(connection) as captured:
            assert camille.post(change_url(service), sent).status_code == 302
        queries = [query["sql"] for query in captured]
        written = next(n for n, sql in enumerate(queries) if 'UPDATE "directory_service"' in sql)
        begun = max(n for n, sql in enumerate(queries[:written]) if sql.startswith("BEGIN"))
        assert queries[begun] == "BEGIN IMMEDIATE"
        assert any('FROM "directory_service"' in sql for sql in queries[begun:written])
