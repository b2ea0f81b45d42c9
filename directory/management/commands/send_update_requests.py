"""Asks services by e-mail whether their entries are still true; for a daily timer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import update_requests
from directory.asking import Due
from directory.update_mail import Letter


class Command(BaseCommand):
    """`manage.py send_update_requests [--dry-run]`: what is due today; may run again at any time."""

    help = "Demande par e-mail aux services si leur fiche est toujours juste."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One way to only look."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Dit ce qui partirait, sans rien envoyer."
        )

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        """Send each letter by itself: one that fails keeps no other from leaving.

        What is written here may land in a log: it names services, never an address nor a link.
        """
        if not dry_run and not update_requests.may_write():
            raise CommandError(
                _("Un site DEMO=on n’écrit à personne. EMAIL_URL=console: montre les messages.")
            )
        now, failed = timezone.now(), 0
        sent = {Due.QUESTION: 0, Due.REMINDER: 0}
        for letter in list(update_requests.due_letters(timezone.localdate(now))):
            if dry_run:
                self.stdout.write(_in_words(letter))
            else:
                try:
                    left = update_requests.send(letter, now)
                except update_requests.NotSent:
                    failed += 1
                    continue
                if not left:
                    continue
            sent[letter.kind or Due.QUESTION] += 1
        asked, reminded = sent[Due.QUESTION], sent[Due.REMINDER]
        parts = (
            ngettext("%(count)s demande", "%(count)s demandes", asked) % {"count": asked},
            ngettext("%(count)s rappel", "%(count)s rappels", reminded) % {"count": reminded},
        )
        told = _("Partirait : %(letters)s.") if dry_run else _("Parti : %(letters)s.")
        self.stdout.write(told % {"letters": ", ".join(parts)})
        if failed:
            told = ngettext(
                "%(count)s message n’a pas pu partir : il partira la prochaine fois.",
                "%(count)s messages n’ont pas pu partir : ils partiront la prochaine fois.",
                failed,
            )
            raise CommandError(told % {"count": failed})


def _in_words(letter: Letter) -> str:
    kind = _("rappel") if letter.kind == Due.REMINDER else _("demande")
    return f"{kind} : {', '.join(service.name for service in letter.services)}"
