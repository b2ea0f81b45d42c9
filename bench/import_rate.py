"""How fast new rows are imported, beside a bare bulk_create of the same rows; both in this process.

    python bench/import_rate.py [ROWS]

Rows are those of the starter file, again and again under other names, on a temporary SQLite database.
The promise: at least 0.2 of the bare rate.
"""

import csv
import io
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROMISED = 0.2


def starter_rows(count: int) -> bytes:
    """A CSV file of `count` services, each with a name of its own."""
    with (ROOT / "fixtures" / "services_starter.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    for number in range(count):
        row = rows[number % len(rows)]
        edition = f" {number // len(rows)}"
        organisation = row["organisation"] and row["organisation"] + edition
        writer.writerow({**row, "name": row["name"] + edition, "organisation": organisation})
    return text.getvalue().encode()


def everything() -> dict[Any, list[Any]]:
    """Every row that the import wrote, by model, in an order that foreign keys allow."""
    from directory import models

    through: list[Any] = [models.Service.languages.through, models.Service.needs.through]
    written = (
        models.Organization,
        models.Service,
        models.Location,
        models.ServiceAtLocation,
        models.ServiceArea,
        models.Phone,
        models.Email,
        models.Schedule,
        *through,
    )
    return {model: list(model._default_manager.order_by("pk")) for model in written}


def copies(rows: dict[Any, list[Any]]) -> dict[Any, list[Any]]:
    """The same rows, made anew and not yet in the database."""
    return {
        model: [
            model(
                **{
                    field.attname: getattr(row, field.attname)
                    for field in model._meta.concrete_fields
                }
            )
            for row in originals
        ]
        for model, originals in rows.items()
    }


def main(count: int) -> int:
    """Measure, print, and fail if the promise is not kept."""
    from django.core.management import call_command
    from django.db import transaction

    from directory.importers.services import import_services

    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    content = starter_rows(count)

    started = time.perf_counter()
    import_services(content)
    imported = time.perf_counter() - started

    started = time.perf_counter()
    import_services(content)
    again = time.perf_counter() - started

    rows = everything()
    for model in reversed(rows):
        model._default_manager.all().delete()
    started = time.perf_counter()
    with transaction.atomic():
        for model, made in copies(rows).items():
            model._default_manager.bulk_create(made, batch_size=500)
    bare = time.perf_counter() - started

    ratio = bare / imported
    sys.stdout.write(
        f"import            {count / imported:8.0f} rows/s ({imported:.1f} s for {count} rows)\n"
        f"the same again    {count / again:8.0f} rows/s\n"
        f"bare bulk_create  {count / bare:8.0f} rows/s\n"
        f"ratio             {ratio:8.2f} (promised: {PROMISED})\n"
    )
    return 0 if ratio >= PROMISED else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3",
            SECRET_KEY="only-for-this-measure-" + "0" * 32,
            DEBUG="off",
            DJANGO_SETTINGS_MODULE="smesb.settings",
        )
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
