"""One row of a file of services: what it says, as facts, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from directory.ages import MAX_AGE
from directory.importers.columns import Column
from directory.importers.known import Known
from directory.importers.problems import Problem, Unreadable
from directory.importers.tabular import Row
from directory.importers.zones import read_zone
from directory.text import fold, sort_key

# Columns that are one field of the service, and that field.
FIELDS = {
    "name": "name",
    "alternate_name": "alternate_name",
    "type": "type",
    "status": "status",
    "website": "website",
    "languages": "languages",
    "needs": "needs",
    "public": "audience_note",
    "age_min": "age_min",
    "age_max": "age_max",
    "zone": "coverage_note",
    "access": "access_note",
    "cost": "cost_fr",
    "description": "description_fr",
    "description_nl": "description_nl",
    "description_en": "description_en",
    "confidential": "confidential",
}
PROVENANCE = ("source", "source_url", "source_date")
# What a list writes where a source is still to be found, folded: it names none.
_NO_SOURCE = ("a confirmer", "a completer", "a preciser", "a verifier")


@dataclass(frozen=True)
class Incoming:
    """What one row says. A fact it does not speak of is absent: an empty cell never erases."""

    line: int
    organization: str
    identifier: tuple[str, str] | None
    facts: dict[str, Any]
    provenance: dict[str, str]
    phones: list[str]
    emails: list[str]
    hours: dict[str, str]
    titles: Mapping[str, str] = field(repr=False)  # column name → its title in this file
    remarks: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The service's name, as the file writes it."""
        return str(self.facts["name"])

    @property
    def key(self) -> tuple[str, str]:
        """What makes two services the same: folded organisation, folded name."""
        return sort_key(self.organization), sort_key(self.name)

    @property
    def subject(self) -> str:
        """« ligne 12, « SSM Le Grès » », for a report."""
        return _("ligne %(line)d, « %(name)s »") % {"line": self.line, "name": self.name}

    def problem(self, column: str, value: str, expected: str) -> Problem:
        """A problem with one column of this row."""
        return Problem(self.line, self.titles.get(column, column), value, expected)


def read_row(row: Row, columns: Mapping[str, Column], known: Known) -> Incoming | list[Problem]:
    """Read a row's cells, each by its column, then together (address, ages, zone)."""
    values: dict[str, Any] = {}
    problems = []
    titles = {column.name: title for title, column in columns.items()}
    for title, column in columns.items():
        text = row.cells.get(title, "")
        if not text:
            continue
        try:
            values[column.name] = column.read(text, known)
        except Unreadable as error:
            problems.append(Problem(row.line, title, text, str(error)))

    def wrong(column: str, expected: str) -> None:
        title = titles.get(column, column)
        problems.append(Problem(row.line, title, row.cells.get(title, ""), expected))

    if not sort_key(row.cells.get(titles["name"], "")):
        wrong("name", _("attendu : un nom, avec au moins une lettre ou un chiffre"))
    if values.get("age_min", 0) > values.get("age_max", MAX_AGE):
        wrong(
            "age_max",
            _("attendu : un âge d’au moins %(min)d ans, l’âge minimum")
            % {"min": values["age_min"]},
        )
    if "organisation" in values and not sort_key(values["organisation"]):
        wrong("organisation", _("attendu : un nom, avec au moins une lettre ou un chiffre"))
    place: dict[str, Any] = {}
    try:
        place = known.territory.place(values.get("postal_code", ""), values.get("commune", ""))
    except Unreadable as error:
        wrong("commune" if values.get("commune") else "postal_code", str(error))
    else:
        if not place and not problems and ("street" in values or "number" in values):
            wrong("street", _("attendu : avec une rue, un code postal ou une commune"))
    if problems:
        return problems

    facts = {FIELDS[name]: value for name, value in values.items() if name in FIELDS}
    remarks = []
    if place:
        facts["location"] = {
            "street_fr": values.get("street", ""),
            "number": values.get("number", ""),
            "area": place.get("area", ""),
            "municipality": place.get("municipality", ""),
            "outside": place.get("outside", ""),
        }
    if "zone" in values:
        zone = read_zone(values["zone"], known.territory)
        if zone is None:
            remarks.append(
                _("zone gardée en mots, sans filtre : « %(zone)s »") % {"zone": values["zone"]}
            )
        else:
            facts["zone"] = zone
    if fold(values.get("source", "")) in _NO_SOURCE:
        remarks.append(
            _("« %(text)s » n’est pas une source : aucune n’est retenue")
            % {"text": values.pop("source")}
        )
    hours = values.get("opening_hours")
    identifier = values.get("external_id")
    return Incoming(
        line=row.line,
        organization=values.get("organisation", ""),
        identifier=(values.get("external_system", "import"), identifier) if identifier else None,
        facts=facts,
        provenance={name: values[name] for name in PROVENANCE if name in values},
        phones=values.get("phone", []),
        emails=values.get("email", []),
        hours={"osm": hours.osm, "note": hours.note} if hours else {},
        titles=titles,
        remarks=remarks,
    )
