"""`manage.py generate_services N --seed S`: fictional services, for load tests."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directory.importers.problems import Refused
from directory.importers.synthetic import generate


class Command(BaseCommand):
    """Adds fictional services; never on a site that is neither DEMO nor DEBUG."""

    help = "Ajoute des services fictifs, pour éprouver le site ; seulement avec DEMO ou DEBUG."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of services, and the number of the world."""
        parser.add_argument("count", type=int, metavar="N", help="combien de services")
        parser.add_argument("--seed", type=int, default=0, metavar="S", help="le numéro du monde")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate; the same N and S make the same services."""
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                _("Des services fictifs ne vont que sur un site en DEMO ou en DEBUG.")
            )
        if options["count"] < 1 or options["seed"] < 0:
            raise CommandError(_("N est au moins 1, et le numéro du monde au moins 0."))
        try:
            generate(options["count"], options["seed"], self._progress)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            self.style.SUCCESS(
                _("%(count)d services fictifs ajoutés.") % {"count": options["count"]}
            )
        )

    def _progress(self, done: int, total: int) -> None:
        if total > done:
            self.stderr.write(_("%(done)d sur %(total)d") % {"done": done, "total": total})
