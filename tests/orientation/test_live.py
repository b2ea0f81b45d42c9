"""One process: an edit shows at the next request, and a failure never shows what must be hidden."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils.text import slugify
from pytest_django import DjangoAssertNumQueries

from directory.models import Location, Need, Revision, Service
from directory.models.service import Status
from orientation import bits, live
from orientation.profile import Profile
from orientation.reading import Reader
from tests.directory.at_once import Crowd
from tests.factories import (
    LocationFactory,
    NeedFactory,
    OrganizationFactory,
    PhoneFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTypeFactory,
)

pytestmark = pytest.mark.django_db
READ_EVERYTHING = live.read_everything
TODAY = date(2026, 11, 22)
PATCH, EVERYTHING = 30, 44  # queries: the revision, the reference lists, the rows of the services


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
            name=name, slug=slugify(name), type=kind, organization=OrganizationFactory.create()
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
    brise.status, brise.status_since = status, None if status == Status.DRAFT else TODAY
    brise.successor = world["Alizé"] if status == Status.MERGED else None
    brise.save()
    assert names() == ["Alizé", "Cierzo"]
    assert bool(live.current().snapshot.suspended) is (status == Status.SUSPENDED)
    brise.status, brise.status_since, brise.successor = Status.PUBLISHED, None, None
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
    world: dict[str, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = LocationFactory.create(latitude=50.85, longitude=4.35)
    ServiceAtLocationFactory.create(service=world["Alizé"], location=place)
    PhoneFactory.create(service=world["Brise"], location=place)
    assert _shown(known("Alizé")) == _shown(known("Brise")) == [(place.postal_area.code, 50.85)]
    monkeypatch.setattr(live, "read_everything", None)
    place.is_confidential = True
    place.save()
    assert _shown(known("Alizé")) == _shown(known("Brise")) == [(None, None)]


def _shown(profile: Profile) -> list[tuple[str | None, float | None]]:
    """Area and latitude of the places of a service and of its telephone."""
    return [(at.area, at.latitude) for at in (*profile.places, profile.card.phone_place) if at]


def test_the_edits_between_two_requests_show_together(
    world: dict[str, Service], patched_only: None
) -> None:
    _renamed(world["Alizé"], "Zéphyr")
    live.read_revision()  # counts, as a commit does
    _renamed(world["Alizé"], "Aura")
    world["Brise"].delete()
    live.read_revision()
    _renamed(world["Cierzo"], "Ora")
    assert names() == ["Aura", "Ora"]


def test_a_change_that_touches_no_service_moves_the_revision_alone(
    world: dict[str, Service], patched_only: None
) -> None:
    before = live.up_to_date()
    OrganizationFactory.create()
    assert live.current().revision != before.revision
    assert live.current().snapshot is before.snapshot


def test_who_holds_a_catalogue_sees_nothing_change(world: dict[str, Service]) -> None:
    held = live.current()
    _renamed(world["Alizé"], "Zéphyr")
    world["Brise"].delete()
    assert names() == ["Cierzo", "Zéphyr"]
    slots = held.snapshot.by_name(held.snapshot.published, 0, 10)
    assert [held.snapshot.profile(slot).name for slot in slots] == ["Alizé", "Brise", "Cierzo"]


# By reading everything


def test_a_term_renamed_shows_in_the_form_and_in_every_word(
    world: dict[str, Service], patched_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as allowed:
        allowed.setattr(live, "read_everything", READ_EVERYTHING)
        Need.objects.filter(slug="crise").update(name_fr="Tempête")
        catalogue = live.current()
    assert "Tempête" in [str(option.label) for option in catalogue.vocabulary.options["besoin"]]
    assert catalogue.snapshot.find("tempete").any_rank.bit_count() == 3
    assert not catalogue.snapshot.find("crise").ranks[0]


def test_many_changes_are_put_in_order_again(
    world: dict[str, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slots that edits leave count as well: one service edited for ever fills the memory."""
    monkeypatch.setattr(live, "LONGEST_TAIL", 2)
    for name, slots in (("Brise", 4), ("Brise", 5), ("Brise", 3), ("Alizé", 4)):
        world[name].save()
        assert names() == ["Alizé", "Brise", "Cierzo"]
        assert live.current().snapshot.size == slots


def test_a_process_far_behind_or_of_another_life_reads_everything(
    world: dict[str, Service],
) -> None:
    Service.objects.filter(pk=world["Alizé"].pk).update(name="Aura", sort_key="aura")
    live.read_revision()
    revision = Revision.objects.get()
    revision.token, revision.changes = "restored", []
    revision.save()
    assert names() == ["Aura", "Brise", "Cierzo"]


# When it fails


def test_a_failed_patch_keeps_serving_without_what_changed(
    world: dict[str, Service], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = live.current().revision
    broken(monkeypatch)
    _renamed(world["Alizé"], "Zéphyr")
    assert names() == ["Brise", "Cierzo"]
    assert live.current().revision == before
    assert "cannot be read: RuntimeError" in live.health()
    assert "what was known answers" in caplog.text


def test_a_failed_rebuild_drops_the_withdrawn_and_the_newly_confidential_and_keeps_the_others(
    world: dict[str, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refuge that has been confidential for long is known without its address: it stays."""
    place, refuge = LocationFactory.create(), LocationFactory.create(is_confidential=True)
    dora = ServiceFactory.create(name="Dora", type=world["Alizé"].type)
    ServiceAtLocationFactory.create(service=world["Alizé"], location=place)
    PhoneFactory.create(service=world["Brise"], location=place)
    ServiceAtLocationFactory.create(service=dora, location=refuge)
    assert names() == ["Alizé", "Brise", "Cierzo", "Dora"]
    ServiceFactory.create(name="Élan", type=dora.type)

    broken(monkeypatch)
    Location.objects.filter(pk=place.pk).update(is_confidential=True)
    Service.objects.filter(name="Cierzo").update(status=Status.ARCHIVED, status_since=TODAY)
    NeedFactory.create()

    assert names() == ["Dora"]
    assert live.health()


def test_it_tries_again_after_a_while_or_at_the_next_edit(
    world: dict[str, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        broken(failing)
        _renamed(world["Alizé"], "Zéphyr")
        assert names() == ["Brise", "Cierzo"]
    assert names() == ["Brise", "Cierzo"], "not at each request"
    monkeypatch.setattr(live, "RETRY_AFTER", 0)
    assert names() == ["Brise", "Cierzo", "Zéphyr"]
    assert live.health() == ""

    monkeypatch.setattr(live, "RETRY_AFTER", 30)
    with monkeypatch.context() as failing:
        broken(failing)
        world["Brise"].save()
        assert names() == ["Cierzo", "Zéphyr"]
    world["Cierzo"].save()
    assert names() == ["Brise", "Cierzo", "Zéphyr"]
    assert live.health() == ""


def test_what_a_failed_rebuild_left_out_comes_back_with_a_patch(
    world: dict[str, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = LocationFactory.create(is_confidential=True)
    ServiceAtLocationFactory.create(service=world["Alizé"], location=place)
    ServiceAtLocationFactory.create(service=world["Alizé"])  # an open one: the service is dropped
    assert names() == ["Alizé", "Brise", "Cierzo"]
    with monkeypatch.context() as failing:
        failing.setattr(Revision, "since", lambda *_step: 1 / 0)
        world["Brise"].save()
        assert names() == ["Brise", "Cierzo"]
    monkeypatch.setattr(live, "RETRY_AFTER", 0)
    monkeypatch.setattr(live, "read_everything", None)
    assert names() == ["Alizé", "Brise", "Cierzo"]


def test_when_the_database_is_down_what_was_known_answers(
    world: dict[str, Service], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_arguments: Any) -> Any:
        raise OperationalError("the server closed the connection")

    address = "/orientation/"
    before = client.get(address).content
    with monkeypatch.context() as failing:
        failing.setattr(type(connection.cursor().db), "cursor", down)
        answer = client.get(address)
        assert answer.status_code == 200
        assert re.sub(rb"\s+", b"", answer.content) == re.sub(rb"\s+", b"", before)
        assert client.get("/healthz").status_code == 503
        live.forget()
        with pytest.raises(OperationalError):
            live.current()
    _renamed(world["Alizé"], "Zéphyr")
    assert names() == ["Brise", "Cierzo", "Zéphyr"]
    assert client.get("/healthz").content == b"ok\n"


def test_healthz_says_that_a_process_is_behind_and_keeps_it_in_service(
    world: dict[str, Service], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    _renamed(world["Alizé"], "Zéphyr")
    answer = client.get("/healthz")  # the first to ask since the edit
    assert answer.status_code == 200
    assert re.fullmatch(
        r"ok\nbehind: revision \d+ cannot be read: RuntimeError\n", answer.content.decode()
    )


# What it costs


@pytest.mark.parametrize("services", [1, 3])
def test_a_request_asks_once_and_an_edit_costs_the_same_whatever_the_number_of_services(
    services: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = [PhoneFactory.create().service for _number in range(services)]
    live.current()
    with django_assert_num_queries(1):
        live.current()
    made[0].save()
    live.read_revision()
    with django_assert_num_queries(PATCH):
        live.current()
    Service.objects.update(website="")
    live.read_revision()
    with django_assert_num_queries(EVERYTHING):
        live.current()


# Several threads


@pytest.mark.django_db(transaction=True)
def test_threads_see_the_old_or_the_new_never_a_mixture(tmp_path: Path) -> None:
    """Both names of a service change in one transaction, again and again, while others read."""
    kind = ServiceTypeFactory.create()
    one = ServiceFactory.create(name="Alizé 0", type=kind)
    two = ServiceFactory.create(name="Brise 0", type=kind)
    done = threading.Event()
    turns = 12

    def act(person: int) -> list[int]:
        if person:
            seen = []
            while not done.is_set() or not seen:
                seen.append(_turn())
            return [*seen, _turn()]
        try:
            for turn in range(1, turns + 1):
                with transaction.atomic():
                    _renamed(one, f"Alizé {turn}")
                    _renamed(two, f"Brise {turn}")
                assert _turn() == turn, "an edit shows at the request that follows it"
        finally:
            done.set()
        return []

    for seen in Crowd(tmp_path).each(act)[1:]:
        assert seen[-1] == turns
        assert seen == sorted(seen), "nobody goes back in time"


def _turn() -> int:
    first, second = (name.rpartition(" ") for name in names())
    assert first[2] == second[2], "a mixture of two states"
    return int(first[2])
