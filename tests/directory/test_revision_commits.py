"""One step a transaction, whole or not at all, in the order in which readers see the changes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from directory.importers.reference import load_reference
from directory.importers.services import import_services
from directory.importers.synthetic import generate
from directory.models import Need, Phone, Revision, Service
from directory.roles import COORDINATION
from tests.directory.admin_forms import change_url, client_of, open_form, someone
from tests.factories import (
    NeedFactory,
    PhoneFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)


@pytest.fixture
def service(db: None) -> Service:
    return ServiceFactory.create(name="Ancien nom")


def _stands() -> Revision:
    return Revision.objects.get()


def _named_since(before: Revision) -> list[list[int] | None]:
    steps = _stands().since(before.number, before.token)
    assert steps is not None
    return [step.services for step in steps]


def test_several_writes_are_one_step_counted_last(service: Service) -> None:
    before = _stands()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        service.save()
        PhoneFactory.create(service=service)
        with transaction.atomic():
            service.save()
    written = [query["sql"] for query in queries]
    assert _named_since(before) == [[service.pk]]
    assert written[-1] == "COMMIT"
    assert written[-2].startswith('UPDATE "directory_revision"')
    assert sum("directory_revision" in sql for sql in written) == 2


def test_a_transaction_that_only_reads_counts_nothing_and_asks_nothing_more(
    service: Service,
) -> None:
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        service.refresh_from_db()
    assert not [query for query in queries if "directory_revision" in query["sql"]]


@pytest.mark.parametrize(
    "act",
    [
        lambda service: service.save(),
        lambda service: service.delete(),
        lambda service: PhoneFactory.create(service=service),
        lambda service: service.needs.add(*Need.objects.all()),
    ],
    ids=["save", "delete", "a row added", "many to many"],
)
def test_outside_a_transaction_each_write_is_one_step_with_its_services(
    act: Callable[[Service], object], service: Service
) -> None:
    NeedFactory.create()
    key, before = service.pk, _stands()
    act(service)
    assert _named_since(before) == [[key]]


@pytest.mark.parametrize(
    "act",
    [
        lambda service: Service.objects.filter(pk=service.pk).update(name="Autre"),
        lambda service: Service.objects.create(name="Neuf", slug="neuf", type=service.type),
        lambda service: Phone.objects.bulk_create([Phone(service=service, number="107")]),
    ],
    ids=["update", "a new service, which has no key yet", "bulk_create"],
)
def test_outside_a_transaction_any_other_write_says_everything(
    act: Callable[[Service], object], service: Service
) -> None:
    before = _stands()
    act(service)
    assert _named_since(before) == [None]


def test_outside_a_transaction_a_row_and_its_step_are_committed_together(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies between two commits would leave a change that nobody is told of."""

    def die(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Revision, "add", die)
    with pytest.raises(KeyboardInterrupt):
        PhoneFactory.create(service=service)
    assert not Phone.objects.exists()
    assert connection.get_autocommit()


def test_rows_that_a_statement_returns_outlive_its_commit(service: Service) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_service SET name = %s WHERE id = %s RETURNING id, name",
            ["Autre", service.pk],
        )
        assert cursor.fetchall() == [(service.pk, "Autre")]


def test_a_save_that_fails_does_not_hide_the_write_that_follows(service: Service) -> None:
    for bad in ({"slug": service.slug}, {"slug": "x", "age_min": "abc"}):
        with pytest.raises((IntegrityError, ValueError)):
            Service.objects.create(name="Autre", type=service.type, **bad)
        before = _stands()
        Service.objects.update(website="https://a.example.org/")
        assert _named_since(before) == [None]
    phone = PhoneFactory.create(service=service)
    phone.position = "abc"
    with pytest.raises(ValueError, match="abc"):
        phone.save()
    before = _stands()
    Phone.objects.update(label="accueil")
    assert _named_since(before) == [None]


def test_what_is_rolled_back_counts_nothing(service: Service) -> None:
    before = _stands()
    with transaction.atomic():
        service.save()
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError), transaction.atomic():
        service.save()
        Service.objects.create(name="Autre", slug=service.slug, type=service.type)
    assert _named_since(before) == []
    other = ServiceFactory.build(type=service.type)
    with transaction.atomic():
        other.save()
    assert _named_since(before) == [[other.pk]]


def test_the_row_is_made_anew_when_it_is_missing(service: Service) -> None:
    Revision.objects.all().delete()
    service.save()
    assert _stands().number == 1
    assert _stands().token


def test_a_flushed_database_is_another_one(service: Service) -> None:
    before = _stands()
    call_command("flush", interactive=False, verbosity=0)
    assert _stands().since(before.number, before.token) is None
    assert _stands().token not in ("", before.token)


# Commands and forms


def test_each_import_is_one_step(db: None) -> None:
    def counted(act: Callable[[], object]) -> int:
        before = Revision.objects.first() or Revision()
        act()
        return _stands().number - before.number

    fixtures = Path(settings.FIXTURES)
    services = (fixtures / "services_starter.csv").read_bytes()
    readings = fixtures / "starter_readings.toml"
    assert counted(lambda: load_reference(fixtures)) == 1
    assert counted(lambda: import_services(services)) == 1
    assert counted(lambda: call_command("load_readings", readings, verbosity=0)) == 1
    assert counted(lambda: generate(5, seed=1)) == 1
    assert counted(lambda: import_services(services, dry_run=True)) == 0


def test_the_form_of_a_service_is_one_step_that_names_it(service: Service) -> None:
    PhoneFactory.create(service=service)
    browser = client_of(someone(COORDINATION, name="Camille"))
    fields = open_form(browser, service)
    before = _stands()
    sent = {**fields, "name": "Équipe mobile", "phones-0-label": "accueil"}
    assert browser.post(change_url(service), sent).status_code == 302
    assert _named_since(before) == [[service.pk]]
