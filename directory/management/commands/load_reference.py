"""`manage.py load_reference`: the territory and the reference lists."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory.importers.problems import Refused
from directory.importers.reference import load_reference


class Command(BaseCommand):
    """Loads `fixtures/geo` and `fixtures/reference`; keeps what coordinators changed since."""

    help = "Charge le territoire et les listes de référence, sans toucher à ce qui a été modifié depuis."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what became of each list and what was kept."""
        try:
            tallies = load_reference(settings.FIXTURES)
        except Refused as error:
            raise CommandError(str(error)) from error
        for tally in tallies:
            self.stdout.write(str(tally))
        for tally in tallies:
            for line in tally.kept:
                self.stdout.write(self.style.WARNING(line))
