"""The reference lists and the territory, from `fixtures/` into the database."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from directory.importers.lock import one_at_a_time
from directory.importers.problems import Refused
from directory.importers.territory import load_territory
from directory.importers.upsert import Record, Tally, upsert
from directory.languages import LANGUAGES
from directory.models import (
    Criterion,
    Language,
    Need,
    Profession,
    ServiceType,
    TargetGroup,
    Theme,
)
from directory.models.base import Term
from directory.models.taxonomy import Helped


def _in_languages(*texts: str) -> frozenset[str]:
    return frozenset(f"{text}_{language}" for text in texts for language in LANGUAGES)


# Each list: its file and table, its model, and the columns that its rows may have beside slug and names.
_LISTS: tuple[tuple[str, type[Term], frozenset[str]], ...] = (
    ("need", Need, _in_languages("description")),
    (
        "service_type",
        ServiceType,
        frozenset({"acronym", "sector", "level", "needs", "helps", "look_alikes"})
        | _in_languages("summary", "distinction", "easy"),
    ),
    ("criterion", Criterion, frozenset({"category"}) | _in_languages("yes", "no", "question")),
    ("target_group", TargetGroup, frozenset()),
    ("theme", Theme, frozenset()),
    ("profession", Profession, frozenset()),
    ("language", Language, frozenset()),
)
_FILES = {"criterion": "criteria.toml"}


def load_reference(folder: Path) -> list[Tally]:
    """Write the territory and the reference lists; what a coordinator changed since stays as it is.

    All or nothing. Raises Refused with file, row and field when a fixture is wrong.
    """
    with one_at_a_time():
        tallies = load_territory(folder / "geo")
        for table, model, columns in _LISTS:
            file = folder / "reference" / _FILES.get(table, f"{table}s.toml")
            rows = _read(file, table, columns | {"slug"} | _in_languages("name"))
            is_type = model is ServiceType
            links = {"needs": "slug", "look_alikes": "slug"} if is_type else {}
            records = _records(rows, _SHAPES.get(table, lambda row: ({}, {})))
            if is_type:
                records = _both_ways(records)
            tallies.append(upsert(model, "slug", records, file=file.name, links=links))
    return tallies


def _read(file: Path, table: str, columns: frozenset[str]) -> list[dict[str, Any]]:
    """The rows of a TOML file. Raises Refused on a column that the list does not have."""
    try:
        with file.open("rb") as opened:
            rows: list[dict[str, Any]] = tomllib.load(opened)[table]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{file.name} : {error}") from error
    for row in rows:
        slug = row.get("slug", "?")
        if missing := {"slug", "name_fr"} - row.keys():
            raise Refused(
                _("%(file)s : « %(slug)s » : il manque %(field)s")
                % {"file": file.name, "slug": slug, "field": ", ".join(sorted(missing))}
            )
        if unknown := row.keys() - columns:
            raise Refused(
                _("%(file)s : « %(slug)s », %(field)s : champ inconnu")
                % {"file": file.name, "slug": slug, "field": ", ".join(sorted(unknown))}
            )
    return rows


Shape = Callable[[dict[str, Any]], tuple[dict[str, Any], dict[str, list[str]]]]


def _type_shape(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    helps = row.pop("helps", [])
    values = {f"helps_{who}": who in helps for who in Helped.values}
    return values, {name: row.pop(name, []) for name in ("needs", "look_alikes")}


# What a list has beside plain columns: booleans made of a list, links to other rows.
_SHAPES: Mapping[str, Shape] = {"service_type": _type_shape}


def _records(rows: list[dict[str, Any]], shape: Shape) -> list[Record]:
    records = []
    for position, row in enumerate(rows, start=1):
        values, links = shape(row)
        slug = row.pop("slug")
        records.append(Record(slug, {**row, **values, "position": position}, links))
    return records


def _both_ways(records: list[Record]) -> list[Record]:
    """Look-alikes are mutual, whichever of the two says so."""
    mutual: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for other in record.links["look_alikes"]:
            mutual[record.key].add(other)
            mutual[other].add(record.key)
    return [
        Record(
            record.key, record.values, {**record.links, "look_alikes": sorted(mutual[record.key])}
        )
        for record in records
    ]
