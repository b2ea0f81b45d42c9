"""`manage.py load_readings FILE`: what an editor read in the free texts of services."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.importers.problems import Refused
from directory.importers.readings import load_readings


class Command(BaseCommand):
    """Loads readings, all of them or none; never overwrites what a person changed."""

    help = "Charge les faits lus dans les textes libres des fiches, sans toucher à ce qui a été modifié."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="le fichier TOML")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was done and what was kept."""
        try:
            report = load_readings(options["file"].read_bytes())
        except (OSError, Refused) as error:
            raise CommandError(str(error)) from error
        for note in report.notes():
            self.stdout.write(self.style.WARNING(note))
        self.stdout.write(self.style.SUCCESS(report.summary()))
