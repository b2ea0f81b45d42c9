"""Bassins, communes, postal areas and quartiers, from `fixtures/geo/` into the database.

These rows follow the rule of all that loads: a correction of the files is written over what the last
load wrote; what a person changed stays, and is reported.
"""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from directory.importers.problems import Refused
from directory.importers.upsert import Record, Tally, upsert
from directory.models import Bassin, Municipality, Neighbourhood, PostalArea


def load_territory(folder: Path) -> list[Tally]:
    """Write the four lists of territory. Raises Refused when a file is missing or wrong."""
    try:
        bassins = _rows(folder / "bassins.csv")
        areas = _rows(folder / "postal_codes.csv")
        communes = _properties(folder / "communes.geojson")
        quartiers = _properties(folder / "quartiers.geojson")
        return [
            _load_bassins(bassins),
            _load_municipalities(communes),
            _load_areas(areas, bassins),
            _load_neighbourhoods(quartiers),
        ]
    except (OSError, KeyError, ValueError) as error:
        raise Refused(f"{folder.name} : {error!r}") from error


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, strict=True))


def _properties(file: Path) -> list[dict[str, Any]]:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return [feature["properties"] for feature in features]


def _names(row: dict[str, Any]) -> dict[str, str]:
    return {"name_fr": row["name_fr"], "name_nl": row["name_nl"]}


def _load_bassins(rows: Iterable[dict[str, str]]) -> Tally:
    first = {row["bassin_slug"]: row for row in reversed(list(rows))}
    records = [
        Record(slug, {**_names(row), "source_url": row["source_url"]})
        for slug, row in sorted(first.items())
    ]
    return upsert(Bassin, "slug", records, file="bassins.csv")


def _load_municipalities(rows: Iterable[dict[str, Any]]) -> Tally:
    records = [
        Record(
            row["ins"],
            {**_names(row), "slug": row["slug"], "latitude": row["lat"], "longitude": row["lon"]},
        )
        for row in rows
    ]
    return upsert(Municipality, "nis_code", records, file="communes.geojson")


def _load_areas(rows: Iterable[dict[str, str]], bassins: Iterable[dict[str, str]]) -> Tally:
    """A postal area is in the bassin of its own row, else in that of its commune, else in none."""
    said = {(row["commune_ins"], row["postal_code"]): row for row in bassins}
    communes = dict(Municipality.objects.values_list("nis_code", "pk"))
    slugs = dict(Bassin.objects.values_list("slug", "pk"))
    records = []
    for row in rows:
        nis, code = row["commune_ins"], row["postal_code"]
        bassin = said.get((nis, code)) or said.get((nis, ""))
        values = {
            **_names(row),
            "postal_code": code,
            "municipality_id": communes[nis],
            "bassin_id": slugs[bassin["bassin_slug"]] if bassin else None,
            "bassin_confidence": bassin["confidence"] if bassin else "",
            "bassin_note": bassin["note"] if bassin else "",
            "latitude": float(row["lat"]) if row["lat"] else None,
            "longitude": float(row["lon"]) if row["lon"] else None,
        }
        records.append(Record(f"{nis}-{code}", values))
    return upsert(PostalArea, "code", records, file="postal_codes.csv")


def _load_neighbourhoods(rows: Iterable[dict[str, Any]]) -> Tally:
    records = [
        Record(
            row["code"], {**_names(row), "slug": row["slug"]}, {"municipalities": row["communes"]}
        )
        for row in rows
    ]
    links = {"municipalities": "nis_code"}
    return upsert(Neighbourhood, "code", records, file="quartiers.geojson", links=links)
