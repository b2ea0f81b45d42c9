"""One process: an edit shows at the next request, and a failure never shows what must be hidden."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from directory.models import Location, Need, Organization, Phone, Revision, Service
from directory.models.contact import Level
from directory.models.service import Coverage, Status
from orientation import bits, live
from orientation.reading import Reader
from tests.factories import (
    LocationFactory,
    NeedFactory,
    OrganizationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTypeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_new_process() -> Iterator[None]:
    live.forget()
    yield
    live.forget()


def names() -> list[str]:
    """The names of the published services, as the next request lists them."""
    snapshot = live.current().snapshot
    slots = snapshot.by_name(snapshot.published, 0, snapshot.size)
    return [snapshot.profile(slot).name for slot in slots]


def known(name: str) -> Any:
    """What the next request knows of a service."""
    snapshot = live.current().snapshot
    (slot,) = (
        slot
        for slot in bits.members(snapshot.published | snapshot.suspended)
        if snapshot.profile(slot).name == name
    )
    return snapshot.profile(slot)


@pytest.fixture
def world(db: None) -> dict[str, Service]:
    """Alizé, Brise and Cierzo, in memory; each with an organisation, one need for all."""
    kind, need = ServiceTypeFactory.create(), NeedFactory.create(slug="crise", name_fr="Crise")
    made = {
        name: ServiceFactory.create(
            name=name, slug=name.lower(), type=kind, organization=OrganizationFactory.create()
        )
        for name in ("Alizé", "Brise", "Cierzo")
    }
    for service in made.values():
        service.needs.add(need)
    assert names() == ["Alizé", "Brise", "Cierzo"]
    return made


@pytest.fixture
def patched_only(world: dict[str, Service], monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading everything again is an error, which the test sees in `health`."""

    def refuse() -> None:
        raise AssertionError("everything was read again")

    monkeypatch.setattr(live, "read_everything", refuse)


def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no service can be read."""

    def fail(*_arguments: Any) -> Any:
        raise RuntimeError("unreadable")

    monkeypatch.setattr(Reader, "read", fail)
    monkeypatch.setattr(Reader, "read_all", fail)


# By patching


def _renamed(service: Service, name: str) -> None:
    service.name = name
    service.save()


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda w: _renamed(w["Alizé"], "Zéphyr"), ["Brise", "Cierzo", "Zéphyr"]),
        (lambda w: _renamed(w["Cierzo"], "Aura"), ["Alizé", "Aura", "Brise"]),
        (lambda w: w["Brise"].delete(), ["Alizé", "Cierzo"]),
        (
            lambda w: ServiceFactory.create(name="Bise", type=w["Brise"].type),
            ["Alizé", "Bise", "Brise", "Cierzo"],
        ),
    ],
    ids=["renamed to the end", "renamed to the middle", "deleted", "created"],
)
def test_an_edit_shows_at_the_next_request_without_reading_everything(
    edit: Callable[[dict[str, Service]], object],
    expected: list[str],
    world: dict[str, Service],
    patched_only: None,
) -> None:
    edit(world)
    assert names() == expected
    assert live.health() == ""


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED, Status.MERGED, Status.SUSPENDED])
def test_a_service_out_of_use_leaves_at_once_and_comes_back_at_once(
    status: Status, world: dict[str, Service], patched_only: None
) -> None:
    brise = world["Brise"]
    brise.status, brise.successor = status, world["Alizé"] if status == Status.MERGED else None
    brise.save()
    assert names() == ["Alizé", "Cierzo"]
    assert bool(live.current().snapshot.suspended) is (status == Status.SUSPENDED)
    brise.status, brise.successor = Status.PUBLISHED, None
    brise.save()
    assert names() == ["Alizé", "Brise", "Cierzo"]
    assert not live.current().snapshot.suspended
    assert live.health() == ""


def test_an_organisation_a_need_and_a_telephone_show_too(
    world: dict[str, Service], patched_only: None
) -> None:
    organization = world["Alizé"].organization
    assert organization
    organization.name = "L’Asbl"
    organization.save()
    phone = PhoneFactory.create(service=world["Alizé"], number="+3227629720")
    world["Alizé"].needs.clear()
    assert known("Alizé").card.organization == "L’Asbl"
    assert known("Alizé").card.phone == "+3227629720"
    assert known("Alizé").needs == known("Brise").needs - {"crise"}
    phone.service = world["Brise"]
    phone.save()
    assert (known("Alizé").card.phone, known("Brise").card.phone) == ("", "+3227629720")
    assert live.health() == ""


def test_a_place_that_becomes_confidential_is_hidden_wherever_it_was_shown(
    world: dict[str, Service], patched_only: None
) -> None:
    area = PostalAreaFactory.create()
    live.forget()
    place = LocationFactory.create(postal_area=area, latitude=50.85, longitude=4.35)
    ServiceAtLocationFactory.create(service=world["Alizé"], location=place)
    PhoneFactory.create(service=world["Brise"], location=place)


def test_many_edits_between_two_requests_show_together(
    world: dict[str, Service], patched_only: None
) -> None:
    _renamed(world["Alizé"], "Zéphyr")
    live.read_revision()  # a commit
    _renamed(world["Zéphyr" if "Zéphyr" in world else "Alizé"], "Aura")
    world["Brise"].delete()
    live.read_revision()
    _renamed(world["Cierzo"], "Ora")
    assert names() == ["Aura", "Ora"]


def test_an_organisation_without_services_moves_the_revision_and_nothing_else(
    world: dict[str, Service], patched_only: None
) -> None:
    before, snapshot = live.current().revision, live.current().snapshot
    OrganizationFactory.create()
    assert live.current().revision != before
    assert live.current().snapshot is snapshot
