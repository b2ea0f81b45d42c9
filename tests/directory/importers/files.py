"""Files as people send them, and what an import made of them."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings

from directory.importers.existing import _load
from directory.importers.facts import stored
from directory.models import Service

STARTER: Path = settings.FIXTURES / "services_starter.csv"
READINGS: Path = settings.FIXTURES / "starter_readings.toml"

Cells = Mapping[str, Any]
BASIC = {"name": "SSM du Parc", "organisation": "Le Parc asbl", "type": "ssm"}


def starter_rows() -> list[dict[str, str]]:
    """The rows of the starter file, with nothing that Windows-1252 cannot write."""
    text = STARTER.read_text(encoding="utf-8").replace("→", "–")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def csv_text(rows: Iterable[Cells], delimiter: str = ",") -> str:
    """Rows as CSV; the columns are those of the first row."""
    rows = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def csv_bytes(*rows: Cells, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as the bytes of a CSV file."""
    return csv_text(rows, delimiter).encode(encoding)


def xlsx_bytes(rows: Iterable[Cells], *other_sheets: str) -> bytes:
    """Rows as the first sheet of a workbook."""
    rows = list(rows)
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    for name in other_sheets:
        workbook.create_sheet(name)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def service(**cells: Any) -> dict[str, Any]:
    """The cells of one row, of a service that needs no more than a name and a type."""
    return BASIC | cells


def repertoire() -> dict[str, dict[str, Any]]:
    """Every service by its slug, as plain facts."""
    services = _load(list(Service.objects.values_list("pk", flat=True)))
    return {entry.slug: stored(entry) for entry in services.values()}


def every_row() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the répertoire, keys, versions and dates included."""
    from django.apps import apps

    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for model in apps.get_app_config("directory").get_models(include_auto_created=True)
    }
