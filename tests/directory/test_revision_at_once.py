"""Several connections: steps follow one another in the order in which readers see the changes."""

import threading
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models.signals import pre_save

from directory.models import Organization, Revision, Service
from tests.directory.at_once import Crowd
from tests.factories import OrganizationFactory, PhoneFactory, ServiceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(db: None) -> Service:
    return ServiceFactory.create(name="Ancien nom")


def _stands() -> Revision:
    return Revision.objects.get()


def _named_since(before: Revision) -> list[list[int] | None]:
    steps = _stands().since(before.number, before.token)
    assert steps is not None
    return [step.services for step in steps]


@pytest.fixture
def crowd(service: Service, tmp_path: Path) -> Crowd:
    return Crowd(tmp_path)


def test_numbers_follow_one_another_whoever_writes(crowd: Crowd, service: Service) -> None:
    before = crowd.see(_stands)

    def edit(person: int) -> None:
        for _time in range(5):
            with transaction.atomic():
                PhoneFactory.create(service=service)

    crowd.each(edit)

    def numbers() -> list[int]:
        steps = _stands().since(before.number, before.token)
        return [step.number for step in steps or []]

    assert crowd.see(numbers) == list(range(before.number + 1, before.number + 21))


def test_the_first_steps_of_all_do_not_collide(crowd: Crowd, service: Service) -> None:
    crowd.see(lambda: Revision.objects.all().delete())
    crowd.each(lambda _person: PhoneFactory.create(service=service))
    assert crowd.see(lambda: _stands().number) == 4


def test_a_long_transaction_holds_up_no_other_writer_where_there_may_be_several(
    crowd: Crowd, service: Service
) -> None:
    """PostgreSQL has several writers at once; SQLite one, who waits for the other's end."""
    others_may_write = connection.vendor == "postgresql"
    imported, edited = threading.Event(), threading.Event()
    before = crowd.see(_stands)

    def act(person: int) -> bool:
        if person == 0:
            with transaction.atomic():
                OrganizationFactory.create(name="Importée")
                Organization.objects.update(alternate_name="Asbl")
                imported.set()
                return edited.wait(5 if others_may_write else 0.2)
        imported.wait(5)
        service.save()
        edited.set()
        return True

    assert crowd.each(act, people=2) == [others_may_write, True]
    expected = [[service.pk], None] if others_may_write else [None, [service.pk]]
    assert crowd.see(lambda: _named_since(before)) == expected


def test_a_transaction_of_one_state_sees_nothing_that_comes_after_its_first_question(
    crowd: Crowd, service: Service
) -> None:
    read, edited = threading.Event(), threading.Event()

    def act(person: int) -> list[Any]:
        if person == 0:
            with connections["default"].one_state():  # type: ignore[attr-defined]
                first = _stands().number
                read.set()
                assert edited.wait(5), "the reader holds the writer up"
                return [first, _stands().number, Service.objects.get().name]
        read.wait(5)
        service.name = "Renommé"
        service.save()
        edited.set()
        return [_stands().number]

    (first, second, name), (after,) = crowd.each(act, people=2)
    assert (second, name) == (first, "Ancien nom")
    assert after == first + 1


def test_a_transaction_of_one_state_leaves_the_next_as_they_were(service: Service) -> None:
    with connections["default"].one_state():  # type: ignore[attr-defined]
        _stands()
    before = _stands()
    with transaction.atomic():
        service.save()
    assert _named_since(before) == [[service.pk]]


def test_a_save_that_opens_the_connection_names_its_service(crowd: Crowd, service: Service) -> None:
    before = crowd.see(_stands)
    crowd.see(service.save)
    assert crowd.see(lambda: _named_since(before)) == [[service.pk]]


def test_a_connection_lost_in_a_transaction_leaves_nothing_behind(
    crowd: Crowd, service: Service
) -> None:
    before = crowd.see(_stands)

    def act() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            pre_save.send(Service, instance=service, using="default")  # and the write never comes
            connection.close()
            raise ZeroDivisionError
        Service.objects.update(website="https://a.example.org/")

    crowd.see(act)
    assert crowd.see(lambda: _named_since(before)) == [None]


def test_a_new_row_of_a_locked_entry_waits_for_it_and_not_in_a_circle(
    crowd: Crowd, service: Service
) -> None:
    """PostgreSQL checks foreign keys at the commit: with the revision held, each would wait for the other."""
    locked, committing = threading.Event(), threading.Event()
    before = crowd.see(_stands)

    def act(person: int) -> None:
        if person == 0:
            with transaction.atomic():
                entry = Service.objects.select_for_update().get()
                locked.set()
                committing.wait(0.5)
                sleep(0.2)  # the other is at its commit by now
                entry.save()
        else:
            locked.wait(5)
            with transaction.atomic():
                PhoneFactory.create(service=service)
                committing.set()

    crowd.each(act, people=2)
    assert crowd.see(lambda: _named_since(before)) == [[service.pk], [service.pk]]
