"""Which services a change names, whatever the way it is made; None stands for everything."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_save
from django.test import Client
from reversion import create_revision
from reversion.models import Revision as Recorded

from directory import actions, history
from directory.models import Phone, Revision, Service
from directory.suggestions import Learned, keep
from tests.directory.admin_forms import client_of
from tests.factories import (
    AccessConditionFactory,
    BassinFactory,
    CriterionFactory,
    LocationFactory,
    NeedFactory,
    OrganizationFactory,
    PhoneFactory,
    ScheduleFactory,
    ServiceAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def steps(act: Callable[[], object]) -> list[list[int] | None]:
    """The services that each step names, of those that committing `act` would count."""
    database: Any = connection
    database.count_revision()
    before = Revision.objects.get()
    act()
    database.count_revision()
    made = Revision.objects.get().since(before.number, before.token)
    assert made is not None
    return [step.services for step in made]


@pytest.fixture
def world() -> SimpleNamespace:
    """Services a and b of an organisation; a is at a place, b is answered there by telephone; c is alone."""
    organization = OrganizationFactory.create()
    a, b = ServiceFactory.create_batch(2, organization=organization)
    c = ServiceFactory.create()
    place = LocationFactory.create()
    need, other = NeedFactory.create_batch(2)
    a.needs.add(other)
    return SimpleNamespace(
        a=a,
        b=b,
        c=c,
        organization=organization,
        place=place,
        need=need,
        other=other,
        at=ServiceAtLocationFactory.create(service=a, location=place),
        phone=PhoneFactory.create(service=b, location=place),
        schedule=ScheduleFactory.create(service=a, location=place),
        area=ServiceAreaFactory.create(service=a),
        group=ServiceTargetGroupFactory.create(service=a),
        condition=AccessConditionFactory.create(service=a),
        by=UserFactory.create(name="Camille Dupont"),
    )


def _set(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _sql(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _new_place(w: SimpleNamespace) -> None:
    LocationFactory.create(postal_area=w.place.postal_area)


Way = Callable[[SimpleNamespace], object]

NAMED: dict[str, tuple[Way, str]] = {
    # One row, by its model
    "save": (lambda w: _set(w.a, name="Autre"), "a"),
    "update_fields": (lambda w: w.a.save(update_fields=["status"]), "a"),
    "delete": (lambda w: w.a.delete(), "a"),
    "delete of a queryset": (lambda w: Service.objects.exclude(pk=w.c.pk).delete(), "ab"),
    "a row added": (lambda w: PhoneFactory.create(service=w.c), "c"),
    "a row changed": (lambda w: _set(w.phone, label="accueil"), "b"),
    "a row moved": (lambda w: _set(w.phone, service=w.c), "bc"),
    "a row deleted": (lambda w: w.phone.delete(), "b"),
    "an area": (lambda w: w.area.delete(), "a"),
    "a public": (lambda w: w.group.delete(), "a"),
    "a condition": (lambda w: _set(w.condition, answer=None), "a"),
    "hours": (lambda w: w.schedule.delete(), "a"),
    "get_or_create": (
        lambda w: Phone.objects.get_or_create(service=w.c, number="+3227629720"),
        "c",
    ),
    "update_or_create": (
        lambda w: Phone.objects.update_or_create(pk=w.phone.pk, defaults={"service": w.c}),
        "bc",
    ),
    # What several services show
    "an organisation renamed": (lambda w: _set(w.organization, name="Autre"), "ab"),
    "an organisation changed": (lambda w: _set(w.c, organization=w.organization), "c"),
    "an organisation without services": (lambda w: OrganizationFactory.create(), ""),
    "a confidential place": (lambda w: _set(w.place, is_confidential=True), "ab"),
    "a place in use nowhere": (lambda w: _new_place(w), ""),
    # Many to many, from both sides
    "add": (lambda w: w.a.needs.add(w.need), "a"),
    "add by key": (lambda w: w.a.needs.add(w.need.pk, w.other.pk), "a"),
    "set": (lambda w: w.a.needs.set([w.need]), "a"),
    "remove": (lambda w: w.a.needs.remove(w.other), "a"),
    "clear": (lambda w: w.a.needs.clear(), "a"),
    "add from the other side": (lambda w: w.need.services.add(w.a, w.c), "ac"),
    "set from the other side": (lambda w: w.other.services.set([w.c]), "ac"),
    "remove from the other side": (lambda w: w.other.services.remove(w.a), "a"),
    # Actions
    "verify": (lambda w: actions.verify([w.a, w.c], by=w.by, on=TODAY), "ac"),
    "publish": (lambda w: actions.publish([w.b], by=w.by), "b"),
    "suspend": (lambda w: actions.suspend([w.b], by=w.by, on=TODAY, note="Complet."), "b"),
    "archive": (lambda w: actions.archive([w.c], by=w.by, on=TODAY, note="Fermé."), "c"),
    "merge": (lambda w: actions.merge(w.a, w.b, by=w.by, on=TODAY), "ab"),
}

EVERYTHING: dict[str, Way] = {
    "update": lambda w: Service.objects.filter(pk=w.a.pk).update(name="Autre"),
    "update of rows": lambda w: Phone.objects.update(label="accueil"),
    "bulk_create": lambda w: Phone.objects.bulk_create([Phone(service=w.c, number="107")]),
    "bulk_create that updates": lambda w: Phone.objects.bulk_create(
        [Phone(pk=w.phone.pk, service=w.b, number="107")],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["number"],
    ),
    "bulk_create that ignores": lambda w: Phone.objects.bulk_create(
        [Phone(service=w.c, number="107")], ignore_conflicts=True
    ),
    "bulk_update": lambda w: Phone.objects.bulk_update([w.phone], ["label"]),
    "raw delete": lambda w: Phone.objects.all()._raw_delete("default"),
    "services of an organisation": lambda w: w.organization.services.add(w.c),
    "clear from the other side": lambda w: w.other.services.clear(),
    "a link of many to many, as a row": lambda w: Service.needs.through.objects.create(
        service_id=w.a.pk, need_id=w.need.pk
    ),
    "a term renamed": lambda w: _set(w.need, name_fr="Autre"),
    "a term added": lambda w: NeedFactory.create(),
    "a term deleted": lambda w: w.need.delete(),
    "a type": lambda w: _set(w.a.type, helps_proche=True),
    "the needs of a type": lambda w: w.a.type.needs.add(w.need),
    "the types of a need": lambda w: w.need.types.add(w.a.type),
    "types that look alike": lambda w: w.a.type.look_alikes.add(w.b.type),
    "a bassin": lambda w: BassinFactory.create(),
    "a criterion": lambda w: CriterionFactory.create(),
    "SQL": lambda w: _sql("UPDATE directory_service SET name = %s WHERE id = %s", "Autre", w.a.pk),
    "SQL with a name": lambda w: _sql('DELETE FROM "directory_phone"'),
    "SQL with a comment": lambda w: _sql("/* nuit */ update\n directory_phone set label = ''"),
    "SQL with WITH": lambda w: _sql(
        "WITH x(n) AS (SELECT 1) DELETE FROM directory_phone WHERE id IN (SELECT n FROM x)"
    ),
    "SQL that inserts or updates": lambda w: _sql(
        "INSERT INTO directory_phone (id, service_id, number, label, level, position, source,"
        " source_url, source_date) SELECT id, service_id, number, label, level, position, source,"
        " source_url, source_date FROM directory_phone WHERE true"
        " ON CONFLICT (id) DO UPDATE SET label = 'accueil'"
    ),
}

NOTHING: dict[str, Way] = {
    "reading": lambda w: list(Service.objects.for_page()),
    "reading to lock": lambda w: list(Service.objects.select_for_update().order_by("pk")),
    "nothing added": lambda w: w.a.needs.add(),
    "what is there added": lambda w: w.a.needs.add(w.other),
    "what is there set": lambda w: w.a.needs.set([w.other]),
    "what is not there removed": lambda w: w.a.needs.remove(w.need),
    "nobody": lambda w: Service.objects.none().delete(),
    "someone": lambda w: UserFactory.create(),
    "a login": lambda w: client_of(w.by),
    "a page": lambda w: Client().get("/healthz"),
    "a suggestion": lambda w: keep(w.a, Learned(is_closed=True), "token"),
    "history": lambda w: history.record_state([w.a]),
    "an identifier": lambda w: w.a.external_identifiers.create(system="x", value="1"),
}


@pytest.mark.parametrize("way", NAMED)
def test_a_change_made_through_models_names_its_services(way: str, world: SimpleNamespace) -> None:
    act, names = NAMED[way]
    expected = sorted(getattr(world, name).pk for name in names)  # before: a delete takes the key
    assert steps(lambda: act(world)) == [expected]


@pytest.mark.parametrize("way", EVERYTHING)
def test_any_other_change_says_everything(way: str, world: SimpleNamespace) -> None:
    assert steps(lambda: EVERYTHING[way](world)) == [None]


@pytest.mark.parametrize("way", NOTHING)
def test_what_changes_no_page_counts_nothing(way: str, world: SimpleNamespace) -> None:
    assert steps(lambda: NOTHING[way](world)) == []


def test_a_recorded_state_brought_back_names_the_services_of_its_rows(
    world: SimpleNamespace,
) -> None:
    """The rows come back by their keys, as those of a fixture: one may leave another service."""
    with create_revision():
        world.b.save()
    then = Recorded.objects.latest("pk").pk
    with create_revision():
        _set(world.phone, service=world.c)
        world.b.save()
        world.c.save()

    named = steps(lambda: actions.restore(world.b, then, by=world.by))

    assert Phone.objects.get(pk=world.phone.pk).service == world.b
    assert named == [sorted([world.b.pk, world.c.pk])]


def test_a_fixture_names_the_services_of_its_rows(world: SimpleNamespace, tmp_path: Path) -> None:
    fixture = tmp_path / "rows.json"
    with fixture.open("w") as written:
        call_command("dumpdata", "directory.phone", "directory.service", stdout=written)
    rows = json.loads(fixture.read_text())
    phone = next(row for row in rows if row["model"] == "directory.phone")
    phone["fields"]["service"] = world.c.pk
    services = [row for row in rows if row["pk"] == world.a.pk and row["model"] != phone["model"]]
    fixture.write_text(json.dumps([phone, *services]))

    named = steps(lambda: call_command("loaddata", fixture, verbosity=0))

    assert named == [sorted([world.a.pk, world.b.pk, world.c.pk])]


def test_a_new_service_is_named_by_the_key_it_gets(world: SimpleNamespace) -> None:
    made: list[Service] = []
    named = steps(lambda: made.append(ServiceFactory.create(type=world.a.type)))
    assert named == [[made[0].pk]]


def test_beyond_some_services_a_change_says_everything(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.revision.MAX_NAMED", 1)
    assert steps(lambda: actions.verify([world.a, world.c], by=world.by, on=TODAY)) == [None]


def test_what_a_savepoint_takes_back_may_be_named_but_never_hides_what_stays(
    world: SimpleNamespace,
) -> None:
    def act() -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.create(slug=world.a.slug, name="Autre", type=world.a.type)
        Service.objects.filter(pk=world.b.pk).update(name="Autre")  # announced by no signal

    assert steps(act) == [None]


def test_a_receiver_that_fails_before_the_write_does_not_hide_the_next_write(
    world: SimpleNamespace,
) -> None:
    def refuse(**signal: Any) -> None:
        raise ValueError("refused")

    def act() -> None:
        with pytest.raises(ValueError, match="refused"), transaction.atomic():
            world.a.save()
        Service.objects.filter(pk=world.b.pk).update(name="Autre")

    pre_save.connect(refuse, sender=Service)
    try:
        assert steps(act) == [None]
    finally:
        pre_save.disconnect(refuse, sender=Service)
