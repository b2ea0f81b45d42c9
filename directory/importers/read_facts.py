"""The facts of `load_readings` in the database: found, read and written in a few queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.importers.batches import SIZE, batches
from directory.importers.existing import renamed_since_import
from directory.importers.facts import READINGS
from directory.importers.links import Links
from directory.importers.merge import Merge, merge
from directory.importers.rows import PROVENANCE
from directory.models import AccessCondition, Schedule, Service, ServiceTargetGroup
from directory.models.service_rows import GroupRelation
from directory.models.taxonomy import Helped, Requester

_LINKS = {
    "language": "languages",
    "need": "needs",
    "profession": "professions",
    "theme": "themes",
}
_BOXES = {f"helps:{who}": f"helps_{who}" for who in Helped.values} | {
    f"requester:{who}": f"asks_{who}" for who in Requester.values
}
_COLUMNS = ("audience", "age_min", "age_max", "emergency_line")
Ids = Mapping[str, Mapping[str, int]]  # kind of fact → slug → key in the database


@dataclass(frozen=True)
class Reading:
    """A service, what it says now, and what is to be written of what was read about it."""

    service: Service
    now: Mapping[str, Any]
    merged: Merge

    @classmethod
    def of(cls, service: Service, said: Mapping[str, Any]) -> "Reading":
        """Confront what was read with what the service says and with what was read before."""
        now = current_readings(service)
        return cls(service, now, merge(now, service.last_import.get(READINGS, {}), said))

    @property
    def errors(self) -> list[str]:
        """What only shows once the facts meet the entry."""
        result = {**self.now, **self.merged.updates}
        youngest, oldest = result["age_min"] or 0, result["age_max"]
        if oldest is not None and youngest > oldest:
            text = _("l’âge minimum (%(min)d) dépasse le maximum (%(max)d)")
            return [text % {"min": youngest, "max": oldest}]
        return []


def find_services(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Service]:
    """The services of those (folded organisation, folded name), with all that can be read of them."""
    wanted = sorted(set(keys))
    renamed = renamed_since_import()
    found = {}
    for some in batches(wanted):
        services = (
            Service.objects.filter(
                Q(sort_key__in=[name for _organization, name in some])
                | Q(pk__in=[renamed[key] for key in some if key in renamed])
            )
            .select_related("organization")
            .prefetch_related(
                *_LINKS.values(), "target_groups__group", "conditions__criterion", "schedules"
            )
            .select_for_update(of=("self",))
        )
        for service in services:
            organization = service.organization.sort_key if service.organization else ""
            found[organization, service.sort_key] = service
        by_pk = {service.pk: service for service in services}
        for key in some:
            if key not in found and key in renamed:
                found[key] = by_pk[renamed[key]]
    return {key: found[key] for key in wanted if key in found}


def current_readings(service: Service) -> dict[str, Any]:
    """What the database says of the facts that can be read; what it does not say is absent or empty."""
    return {
        **{name: getattr(service, name) for name in _COLUMNS},
        **{fact: getattr(service, column) for fact, column in _BOXES.items()},
        **{
            f"{kind}:{term.slug}": True
            for kind, name in _LINKS.items()
            for term in getattr(service, name).all()
        },
        **{f"{row.relation}:{row.group.slug}": True for row in service.target_groups.all()},
        **{
            f"condition:{row.criterion.slug}": _said(row.answer, row.note)
            for row in service.conditions.all()
        },
        "hours": " + ".join(sorted(row.osm for row in service.schedules.all() if row.osm)),
    }


def _said(answer: bool | None, note: str) -> dict[str, Any]:
    return {} if answer is None and not note else {"answer": answer, "note": note}


def write_readings(readings: list[Reading], ids: Ids) -> None:
    """Write what changes, and remember it. To be called inside a transaction."""
    now = timezone.now()
    written = [reading for reading in readings if reading.merged.writes]
    for reading in written:
        service, updates = reading.service, reading.merged.updates
        service.last_import = {**service.last_import, READINGS: reading.merged.remembered}
        for fact, value in updates.items():
            if (column := _BOXES.get(fact, fact)) in (*_BOXES.values(), *_COLUMNS):
                setattr(service, column, value)
        if updates:
            service.version += 1
            service.updated_at = now
    columns = (*_COLUMNS, *_BOXES.values(), "last_import", "version", "updated_at")
    Service.objects.bulk_update([reading.service for reading in written], columns, batch_size=SIZE)
    for kind, name in _LINKS.items():
        _add_links(written, kind, name, ids[kind])
    _add_groups(written, ids)
    _answer_conditions(written, ids["condition"])
    _write_hours(written)


def _updates(readings: list[Reading], kind: str) -> Iterable[tuple[Service, str, Any]]:
    for reading in readings:
        for fact, value in reading.merged.updates.items():
            prefix, _colon, slug = fact.partition(":")
            if prefix == kind:
                yield reading.service, slug, value


def _add_links(readings: list[Reading], kind: str, name: str, ids: Mapping[str, int]) -> None:
    links = Links.of(Service, name)
    rows = [links.row(service.pk, ids[slug]) for service, slug, _value in _updates(readings, kind)]
    links.rows.bulk_create(rows, batch_size=SIZE)


def _add_groups(readings: list[Reading], ids: Ids) -> None:
    ServiceTargetGroup.objects.bulk_create(
        [
            ServiceTargetGroup(service=service, group_id=ids[relation][slug], relation=relation)
            for relation in GroupRelation.values
            for service, slug, _value in _updates(readings, relation)
        ],
        batch_size=SIZE,
    )


def _source(service: Service) -> dict[str, str]:
    return {name: getattr(service, name) for name in PROVENANCE}


def _answer_conditions(readings: list[Reading], ids: Mapping[str, int]) -> None:
    new: list[AccessCondition] = []
    altered: list[AccessCondition] = []
    for service, slug, said in _updates(readings, "condition"):
        rows = [row for row in service.conditions.all() if row.criterion.slug == slug]
        row = rows[0] if rows else AccessCondition(service=service, criterion_id=ids[slug])
        for name, value in (said | _source(service)).items():
            setattr(row, name, value)
        (altered if rows else new).append(row)
    AccessCondition.objects.bulk_create(new, batch_size=SIZE)
    AccessCondition.objects.bulk_update(altered, ("answer", "note", *PROVENANCE), batch_size=SIZE)


def _write_hours(readings: list[Reading]) -> None:
    new: list[Schedule] = []
    altered: list[Schedule] = []
    for service, _slug, osm in _updates(readings, "hours"):
        rows = list(service.schedules.all())
        row = rows[0] if rows else Schedule(service=service, **_source(service))
        row.osm = osm
        (altered if rows else new).append(row)
    Schedule.objects.bulk_create(new, batch_size=SIZE)
    Schedule.objects.bulk_update(altered, ["osm"], batch_size=SIZE)
