"""One process shows an edit at the request that follows it, by reading what changed."""

from collections.abc import Callable
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from directory.last_revision import read_revision
from directory.models import Need, Revision, Service
from directory.models.service import Status
from orientation import live
from orientation.profile import Profile
from tests.factories import (
    LocationFactory,
    OrganizationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)
from tests.orientation.one_process import World, known, names, renamed

pytestmark = pytest.mark.django_db
READ_EVERYTHING = live.read_everything
TODAY = date(2026, 11, 22)
PATCH, EVERYTHING = (
    19,
    45,
)  # queries: the revision and the rows of the services; the reference lists too


# By patching


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda w: renamed(w["Alizé"], "Zéphyr"), ["Brise", "Cierzo", "Zéphyr"]),
        (lambda w: renamed(w["Cierzo"], "Aura"), ["Alizé", "Aura", "Brise"]),
        (lambda w: w["Brise"].delete(), ["Alizé", "Cierzo"]),
        (
            lambda w: ServiceFactory.create(name="Bise", type=w["Brise"].type),
            ["Alizé", "Bise", "Brise", "Cierzo"],
        ),
    ],
    ids=["renamed to the end", "renamed to the middle", "deleted", "created"],
)
def test_an_edit_shows_at_the_next_request_without_reading_everything(
    edit: Callable[[World], object],
    expected: list[str],
    world: World,
    patched_only: None,
) -> None:
    edit(world)
    assert names() == expected
    assert live.health() == ""


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED, Status.MERGED, Status.SUSPENDED])
def test_a_service_out_of_use_leaves_at_once_and_comes_back_at_once(
    status: Status, world: World, patched_only: None
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


def test_an_organisation_a_need_and_a_telephone_show_too(world: World, patched_only: None) -> None:
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
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = PostalAreaFactory.create()
    place = LocationFactory.create(postal_area=area, latitude=50.85, longitude=4.35)
    ServiceAtLocationFactory.create(service=world["Alizé"], location=place)
    PhoneFactory.create(service=world["Brise"], location=place)
    assert _shown(known("Alizé")) == _shown(known("Brise")) == [(area.code, 50.85)]
    monkeypatch.setattr(live, "read_everything", None)
    place.is_confidential = True
    place.save()
    assert _shown(known("Alizé")) == _shown(known("Brise")) == [(None, None)]


def _shown(profile: Profile) -> list[tuple[str | None, float | None]]:
    """Area and latitude of the places of a service and of its telephone."""
    return [(at.area, at.latitude) for at in (*profile.places, profile.card.phone_place) if at]


def test_the_edits_between_two_requests_show_together(world: World, patched_only: None) -> None:
    renamed(world["Alizé"], "Zéphyr")
    read_revision()  # counts, as a commit does
    renamed(world["Alizé"], "Aura")
    world["Brise"].delete()
    read_revision()
    renamed(world["Cierzo"], "Ora")
    assert names() == ["Aura", "Ora"]


def test_a_change_that_touches_no_service_moves_the_revision_alone(
    world: World, patched_only: None
) -> None:
    before = live.up_to_date()
    OrganizationFactory.create()
    assert live.current().revision != before.revision
    assert live.current().snapshot is before.snapshot


def test_who_holds_a_catalogue_sees_nothing_change(world: World) -> None:
    held = live.current()
    renamed(world["Alizé"], "Zéphyr")
    world["Brise"].delete()
    assert names() == ["Cierzo", "Zéphyr"]
    slots = held.snapshot.by_name(held.snapshot.published, 0, 10)
    assert [held.snapshot.profile(slot).name for slot in slots] == ["Alizé", "Brise", "Cierzo"]


# By reading everything


def test_a_term_renamed_shows_in_the_form_and_in_every_word(
    world: World, patched_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as allowed:
        allowed.setattr(live, "read_everything", READ_EVERYTHING)
        Need.objects.filter(slug="crise").update(name_fr="Tempête")
        catalogue = live.current()
    assert "Tempête" in [str(option.label) for option in catalogue.vocabulary.options["besoin"]]
    assert catalogue.snapshot.find("tempete").any_rank.bit_count() == 3
    assert not catalogue.snapshot.find("crise").ranks[0]


def test_many_changes_are_put_in_order_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slots that edits leave count as well: one service edited for ever fills the memory."""
    monkeypatch.setattr(live, "LONGEST_TAIL", 2)
    for name, slots in (("Brise", 4), ("Brise", 5), ("Brise", 3), ("Alizé", 4)):
        world[name].save()
        assert names() == ["Alizé", "Brise", "Cierzo"]
        assert live.current().snapshot.size == slots


def test_a_process_far_behind_or_of_another_life_reads_everything(
    world: World,
) -> None:
    Service.objects.filter(pk=world["Alizé"].pk).update(name="Aura", sort_key="aura")
    read_revision()
    revision = Revision.objects.get()
    revision.token, revision.changes = "restored", []
    revision.save()
    assert names() == ["Aura", "Brise", "Cierzo"]


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
    read_revision()
    with django_assert_num_queries(PATCH):
        live.current()
    Service.objects.update(website="")
    read_revision()
    with django_assert_num_queries(EVERYTHING):
        live.current()
