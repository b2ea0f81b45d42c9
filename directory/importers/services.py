"""From a file of services to what each row would create, change, keep or leave, then to the database."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from directory.importers.columns import Column, match_columns
from directory.importers.confidential import merge_and_protect
from directory.importers.existing import Existing
from directory.importers.facts import label, stored, told
from directory.importers.known import Known
from directory.importers.lock import one_at_a_time
from directory.importers.merge import Merge
from directory.importers.plan import Change
from directory.importers.problems import Problem, Refused
from directory.importers.report import BadRows, Difference, Fate, Outcome, Report
from directory.importers.rows import Incoming, read_row
from directory.importers.tabular import Row, read_table
from directory.importers.write import write
from directory.models import Service
from directory.models.service import GONE

PROGRESS_EVERY = 1_000
Progress = Callable[[int, int], None]


def import_services(
    content: bytes, *, dry_run: bool = False, progress: Progress = lambda done, total: None
) -> Report:
    """Bring the services of a CSV or XLSX file in, in one transaction, and say what was done.

    A field is written only if it still holds what the last import wrote; what a person changed is kept
    and reported. The same file a second time writes nothing. With `dry_run` nothing is written at all.
    Raises Refused, or BadRows that names every bad row; then nothing is written either.
    """
    table = read_table(content)
    columns, unknown = match_columns(table.columns)
    report = Report(remarks=list(table.remarks))
    report.remarks += [
        _("colonne inconnue, non importée : « %(name)s »") % {"name": n} for n in unknown
    ]
    known = Known.load()
    problems = list(table.problems)
    rows = _read(table.rows, columns, known, problems, progress)
    problems += _repeated(rows)
    with one_at_a_time():  # reading the rows takes most of the time, and holds up nobody
        changes = _plan(rows, problems, report)
        if problems:
            raise BadRows(problems)
        if not dry_run:
            try:
                write(changes, known)
            except IntegrityError as error:
                raise Refused(_("La base a changé pendant l’import : recommencez.")) from error
    return report


def _read(
    rows: list[Row],
    columns: Mapping[str, Column],
    known: Known,
    problems: list[Problem],
    progress: Progress,
) -> list[Incoming]:
    """The rows that can be read; the problems of the others are added to `problems`."""
    read = []
    for done, row in enumerate(rows, start=1):
        result = read_row(row, columns, known)
        if isinstance(result, Incoming):
            read.append(result)
        else:
            problems += result
        if done % PROGRESS_EVERY == 0:
            progress(done, len(rows))
    return read


def _repeated(rows: list[Incoming]) -> list[Problem]:
    """Rows that name a service that an earlier row names."""
    problems = []
    first: dict[Any, int] = {}
    for row in rows:
        for column, key in (("external_id", row.identifier), ("name", row.key)):
            if key and first.setdefault((column, key), row.line) != row.line:
                expected = _(
                    "attendu : un service par ligne ; celui-ci est déjà à la ligne %(line)d"
                ) % {"line": first[column, key]}
                problems.append(
                    row.problem(column, key[1] if row.identifier else row.name, expected)
                )
                break
    return problems


def _plan(rows: list[Incoming], problems: list[Problem], report: Report) -> list[Change]:
    """Confront the rows with the database: the changes to write; their outcomes go to the report."""
    changes = []
    existing = Existing.of(rows)
    for row, match in existing.matches():
        if match.problem:
            problems.append(match.problem)
            continue
        remarks = (*row.remarks, *match.remarks)
        service = match.service
        if service and service.status in GONE:
            report.outcomes.append(Outcome.left_alone(row.subject, service, remarks))
            continue
        last = service.last_import if service else {}
        current = stored(service) if service else {}
        merged, protected = merge_and_protect(current, last, told(row, last))
        if problem := _impossible(row, service, current, merged):
            problems.append(problem)
            continue
        changes.append(Change(row, service, current, merged, match.new_identifier))
        report.outcomes.append(_outcome(changes[-1], (*remarks, *protected)))
    return changes


def _impossible(
    row: Incoming, service: Service | None, current: Mapping[str, Any], merged: Merge
) -> Problem | None:
    """What only shows once the row meets the entry."""
    result = {**current, **merged.updates}
    if service is None and "type" not in row.facts:
        return row.problem("type", "", _("attendu : un type, car la fiche est nouvelle"))
    youngest, oldest = result.get("age_min") or 0, result.get("age_max")
    if oldest is not None and youngest > oldest:
        return row.problem(
            "age_min" if "age_min" in merged.updates else "age_max",
            f"{youngest}–{oldest}",
            _("attendu : un minimum qui ne dépasse pas le maximum ; la fiche en a changé un"),
        )
    if result.get("confidential") and not result.get("location"):
        return row.problem(
            "confidential",
            _("oui"),
            _("attendu : une commune, car il n’y a pas de lieu à protéger"),
        )
    return None


def _outcome(change: Change, remarks: tuple[str, ...]) -> Outcome:
    """What the report says of a row."""
    row, merged = change.row, change.merged
    fate = Fate.UPDATED if merged.updates or change.new_identifier else Fate.UNCHANGED

    def differences(values: Mapping[str, Any]) -> tuple[Difference, ...]:
        return tuple(
            Difference(label(name), change.before.get(name), value)
            for name, value in values.items()
        )

    return Outcome(
        row.subject,
        Fate.CREATED if change.is_new else fate,
        differences(merged.updates),
        differences(merged.kept),
        remarks,
    )
