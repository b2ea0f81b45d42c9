"""A service as facts: the plain form in which the database, the last import and a file are compared."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.importers.merge import Facts
from directory.importers.rows import PROVENANCE, Incoming
from directory.models import Location, Service
from directory.models.contact import Level

# Facts that are one column of Service, under the same name.
COLUMNS = (
    "name",
    "alternate_name",
    "status",
    "website",
    "audience_note",
    "age_min",
    "age_max",
    "coverage_note",
    "access_note",
    "cost_fr",
    "description_fr",
    "description_nl",
    "description_en",
    *PROVENANCE,
)
_LABELS = {
    "type": _("type"),
    "organization": _("organisation"),
    "languages": _("langues"),
    "needs": _("besoins"),
    "zone": _("zone d’action"),
    "location": _("lieu"),
    "confidential": _("adresse confidentielle"),
    "phones": _("téléphone"),
    "emails": _("adresse e-mail"),
    "hours": _("horaire"),
}
READINGS = "readings"  # where `last_import` keeps what `load_readings` wrote


def label(fact: str) -> str:
    """The name of a fact, for a person; a fact of a reading keeps the name it has in its file."""
    if fact in COLUMNS:
        return str(getattr(Service._meta.get_field(fact), "verbose_name", fact))
    return str(_LABELS.get(fact, fact))


def stored(service: Service) -> dict[str, Any]:
    """What the database says of a service loaded with `RELATED`.

    What `load_readings` added to it is left out: that is no one's change.
    """
    read = service.last_import.get(READINGS, {})
    return {
        **{name: getattr(service, name) for name in COLUMNS},
        "type": service.type.slug,
        "organization": service.organization.sort_key if service.organization else "",
        "languages": sorted(
            language.slug
            for language in service.languages.all()
            if not read.get(f"language:{language.slug}")
            or language.slug in service.last_import.get("languages", [])
        ),
        "needs": sorted(need.slug for need in service.needs.all()),
        "zone": _zone(service),
        "location": _location(service),
        "confidential": any(link.location.is_confidential for link in service.at_locations.all()),
        "phones": sorted_rows(
            _with_source(phone, number=phone.number)
            for phone in service.phones.all()
            if phone.level == Level.PUBLIC
        ),
        "emails": sorted_rows(
            _with_source(email, address=email.address)
            for email in service.emails.all()
            if email.level == Level.PUBLIC
        ),
        "hours": _hours(service, read.get("hours")),
    }


RELATED = (
    "languages",
    "needs",
    "areas__area",
    "phones",
    "emails",
    "schedules",
    "at_locations__location__postal_area",
    "at_locations__location__municipality",
    "at_locations__location__at_locations",
)


def told(incoming: Incoming, last: Facts) -> dict[str, Any]:
    """What a row says, with what it leaves unsaid of an address or a source taken from the last import."""
    facts = dict(incoming.facts)
    if "location" in facts:
        facts["location"] = _completed(facts["location"], last.get("location") or {})
    said = incoming.provenance
    if said.get("source") in (None, last.get("source")):
        said = {name: last[name] for name in PROVENANCE if last.get(name)} | said
    facts |= said
    source = {name: said.get(name, "") for name in PROVENANCE}
    if incoming.organization:
        facts["organization"] = incoming.key[0]
    if incoming.phones:
        facts["phones"] = sorted_rows({"number": number, **source} for number in incoming.phones)
    if incoming.emails:
        facts["emails"] = sorted_rows({"address": address, **source} for address in incoming.emails)
    if incoming.hours:
        facts["hours"] = [{**incoming.hours, **source}]
    return facts


def sorted_rows(rows: Any) -> list[dict[str, str]]:
    """Rows in the one order that lets two lists be compared."""
    return sorted(rows, key=lambda row: list(row.values()))


def _with_source(fact: Any, **values: str) -> dict[str, str]:
    return values | {name: getattr(fact, name) for name in PROVENANCE}


def _zone(service: Service) -> list[str]:
    areas = sorted(
        row.area.code if row.area else row.outside_postal_code for row in service.areas.all()
    )
    if areas or service.coverage:
        return [service.coverage, *areas]
    return []


def _hours(service: Service, read: str | None) -> list[dict[str, str]]:
    rows = [_with_source(row, osm=row.osm, note=row.note) for row in service.schedules.all()]
    last = service.last_import.get("hours") or [{"osm": ""}]
    for row in rows:
        if read and row["osm"] == read:
            row["osm"] = last[0]["osm"]
    return [row for row in rows if row["osm"] or row["note"]]


def _location(service: Service) -> Any:
    """The place of a service that has one of its own; {} for none; a list, which no import writes, else."""
    links = service.at_locations.all()
    shared = any(len(link.location.at_locations.all()) > 1 for link in links)
    places = [_address(link.location) for link in links]
    if len(places) == 1 and not shared:
        return places[0]
    return places or {}


def _address(location: Location) -> dict[str, str]:
    return {
        "street_fr": location.street_fr,
        "number": location.number,
        "area": location.postal_area.code if location.postal_area else "",
        "municipality": location.municipality.nis_code if location.municipality else "",
        "outside": location.outside,
    }


def _completed(place: dict[str, str], last: dict[str, str]) -> dict[str, str]:
    """The place, with the street and the postal code it leaves unsaid, when it is in the same commune."""
    if not last or any(place[name] != last[name] for name in ("municipality", "outside")):
        return place
    if place["area"] and place["area"] != last["area"]:
        return place
    if place["street_fr"] and place["street_fr"] != last["street_fr"]:
        return {**place, "area": place["area"] or last["area"]}
    return {name: place[name] or last[name] for name in place}


def coverage_of(zone: list[str]) -> tuple[str, list[str]]:
    """A zone as it is stored: the coverage, and the codes of the areas."""
    return (zone[0], zone[1:]) if zone else ("", [])
