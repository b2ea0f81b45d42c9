"""Writes what hangs on the services of an import: their place, zone, telephones, hours, languages, needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from directory.importers.batches import SIZE, batches
from directory.importers.facts import coverage_of
from directory.importers.known import Known
from directory.importers.links import Links
from directory.importers.plan import Change
from directory.importers.streets import name_in_dutch
from directory.models import (
    Email,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from directory.models.contact import Level

Columns = dict[str, Any]


@dataclass(frozen=True)
class _Rows:
    """The rows of a service that one fact lists.

    `of` gives those in the database that the fact is about, `wanted` the columns of each that should be
    there; two are the same row if they agree on `key`.
    """

    fact: str
    model: type[models.Model]
    key: tuple[str, ...]
    of: Callable[[Service], list[Any]]
    wanted: Callable[[Change, Known], list[Columns]]


def _public(rows: Any) -> list[Any]:
    return [row for row in rows.all() if row.level == Level.PUBLIC]


def _as_said(fact: str) -> Callable[[Change, Known], list[Columns]]:
    return lambda change, known: change.updates[fact]


def _hours(change: Change, known: Known) -> list[Columns]:
    """The hours in OSM syntax are written only if the file changes them: `load_readings` writes some too."""
    before = change.before.get("hours") or [{}]
    return [
        {
            name: value
            for name, value in row.items()
            if name != "osm" or value != before[0].get(name)
        }
        for row in change.updates["hours"]
    ]


def _areas(change: Change, known: Known) -> list[Columns]:
    return [
        {"area_id": known.area_ids[code], "outside_postal_code": ""}
        if code in known.area_ids
        else {"area_id": None, "outside_postal_code": code}
        for code in coverage_of(change.updates["zone"])[1]
    ]


_ROWS = (
    _Rows("phones", Phone, ("number",), lambda s: _public(s.phones), _as_said("phones")),
    _Rows("emails", Email, ("address",), lambda s: _public(s.emails), _as_said("emails")),
    _Rows("hours", Schedule, (), lambda s: list(s.schedules.all()), _hours),
    _Rows(
        "zone",
        ServiceArea,
        ("area_id", "outside_postal_code"),
        lambda s: list(s.areas.all()),
        _areas,
    ),
)


def write_related(changes: list[Change], known: Known) -> None:
    """Write it for services that are all in the database by now."""
    _write_locations(changes, known)
    for rows in _ROWS:
        _write_rows(changes, rows, known)
    _write_links(changes, "languages", known.languages.ids)
    _write_links(changes, "needs", known.needs.ids)


def _write_rows(changes: list[Change], rows: _Rows, known: Known) -> None:
    """Add what is missing, correct what differs, delete what the file no longer says."""
    new, altered, gone = [], [], []
    names: set[str] = set()
    for change in changes:
        if rows.fact not in change.updates:
            continue
        present = {
            tuple(getattr(row, name) for name in rows.key): row
            for row in ([] if change.is_new else rows.of(change.entry))
        }
        for columns in rows.wanted(change, known):
            row = present.pop(tuple(columns[name] for name in rows.key), None)
            if row is None:
                new.append(rows.model(service=change.entry, **columns))
            elif differing := _assign(row, columns):
                altered.append(row)
                names |= differing
        gone += [row.pk for row in present.values()]
    manager = rows.model._default_manager
    for some in batches(gone):
        manager.filter(pk__in=some).delete()
    manager.bulk_create(new, batch_size=SIZE)
    if altered:
        manager.bulk_update(altered, sorted(names), batch_size=SIZE)


def _assign(row: models.Model, columns: Columns) -> set[str]:
    """Put the values in the columns; the names of those that held another."""
    differing = {name for name, value in columns.items() if getattr(row, name) != value}
    for name in differing:
        setattr(row, name, columns[name])
    return differing


def _write_links(changes: list[Change], name: str, ids: Mapping[str, int]) -> None:
    """Write a many-to-many list. Only what an import once wrote is taken out of it."""
    links = Links.of(Service, name)
    touched = {change.entry.pk: change for change in changes if name in change.updates}
    old = [pk for pk, change in touched.items() if not change.is_new]
    present: dict[tuple[int, int], int] = {}
    for some in batches(old):
        rows = links.rows.filter(**{f"{links.source}__in": some})
        present |= {(s, t): pk for pk, s, t in rows.values_list("pk", links.source, links.target)}
    wanted = {(pk, ids[slug]) for pk, change in touched.items() for slug in change.updates[name]}
    written = {
        (pk, ids[slug])
        for pk, change in touched.items()
        for slug in change.before.get(name, [])
        if slug in ids
    }
    gone = [row for pair, row in present.items() if pair in written - wanted]
    for some in batches(gone):
        links.rows.filter(pk__in=some).delete()
    missing = [links.row(*pair) for pair in sorted(wanted - present.keys())]
    links.rows.bulk_create(missing, batch_size=SIZE)


def _write_locations(changes: list[Change], known: Known) -> None:
    """Write the place that a row gives; one that moves loses the coordinates of where it was.

    An entry that comes here has one place of its own, or none yet (see `merge_and_protect`).
    """
    new: list[tuple[Service, Location]] = []
    moved: list[Location] = []
    hidden: list[Location] = []
    for change in changes:
        if not change.updates.keys() & {"location", "confidential"}:
            continue
        links = [] if change.is_new else change.entry.at_locations.all()
        location = next((link.location for link in links), None)
        if location is None:
            location = Location()
            new.append((change.entry, location))
        elif "location" in change.updates:
            moved.append(location)
        if "location" in change.updates:
            _move(location, change.entry, change.updates["location"], known)
        if change.updates.get("confidential"):
            hidden.append(location)
    Location.objects.bulk_create([location for _, location in new], batch_size=SIZE)
    ServiceAtLocation.objects.bulk_create(
        [ServiceAtLocation(service=service, location=location) for service, location in new],
        batch_size=SIZE,
    )
    for some in batches(hidden):
        Location.objects.filter(pk__in=[place.pk for place in some]).update(is_confidential=True)
    Location.objects.bulk_update(moved, _LOCATION, batch_size=SIZE)
    name_in_dutch()


# Not `is_confidential`: a place that a person hides during an import stays hidden.
_LOCATION = (
    *("organization", "street_fr", "street_nl", "number"),
    *("postal_area", "municipality", "outside"),
    *("latitude", "longitude", "precision"),
)


def _move(location: Location, service: Service, place: Mapping[str, str], known: Known) -> None:
    area = known.area_ids.get(place["area"])
    if (location.street_fr, location.postal_area_id) != (place["street_fr"], area):
        location.street_nl = ""
    location.organization_id = service.organization_id
    location.street_fr, location.number = place["street_fr"], place["number"]
    location.postal_area_id = area
    location.municipality_id = known.municipality_ids.get(place["municipality"])
    location.outside = place["outside"]
    location.latitude = location.longitude = None
    location.precision = ""
