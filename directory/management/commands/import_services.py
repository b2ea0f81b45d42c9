"""`manage.py import_services FILE [--dry-run]`: services from a CSV or XLSX file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directory.importers.problems import Refused
from directory.importers.services import import_services
from directory.importers.tabular import MAX_BYTES


class Command(BaseCommand):
    """Imports services, all of them or none; never overwrites what a person changed."""

    help = "Importe des services d’un fichier CSV ou XLSX, sans toucher à ce qu’une personne a modifié."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether to write at all."""
        parser.add_argument("file", type=Path, help="le fichier CSV ou XLSX")
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what was done; a dry run says it row by row."""
        try:
            report = import_services(
                _read(options["file"]), dry_run=options["dry_run"], progress=self._progress
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        if options["dry_run"]:
            for remark in report.remarks:
                self.stdout.write(self.style.WARNING(remark))
            for outcome in report.outcomes:
                for line in outcome.forecast():
                    self.stdout.write(line)
            self.stdout.write(_("Essai : rien n’a été écrit."))
        else:
            for note in report.notes():
                self.stdout.write(self.style.WARNING(note))
        self.stdout.write(self.style.SUCCESS(report.summary()))

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(_("%(done)d lignes lues sur %(total)d") % {"done": done, "total": total})


def _read(file: Path) -> bytes:
    """The bytes of a file, one more than allowed at most: the import then refuses it."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(
            _("Le fichier « %(file)s » ne peut pas être lu : %(reason)s")
            % {"file": file, "reason": error.strerror}
        ) from error
