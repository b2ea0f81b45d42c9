"""Loads fictional waiting times, on a demonstration site only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import demo
from directory.models import Service, WaitingTime


class Command(BaseCommand):
    """`manage.py load_demo`: eighteen months of observations, each marked fictional; may run again."""

    help = "Charge des temps d’attente fictifs, sur un site de démonstration seulement."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace what is fictional; refuse where the site is not a demonstration."""
        if not settings.DEMO:
            raise CommandError(_("Des chiffres fictifs ne se chargent que sur un site DEMO=on."))
        today = timezone.localdate()
        with transaction.atomic():
            WaitingTime.objects.filter(is_fictional=True).delete()
            rows = [
                WaitingTime(service=service, is_fictional=True, **fields)
                for service in Service.objects.published()
                .filter(emergency_line="")
                .exclude(type__slug__in=demo.WITHOUT_WAITS)
                for fields in demo.observations(service.slug, today)
            ]
            for row in rows:
                row.clean()
            WaitingTime.objects.bulk_create(rows)
        told = _("Temps d’attente fictifs : %(count)s.") % {"count": len(rows)}
        self.stdout.write(told)
