"""How many anonymous forms came in within an hour: what bounds a flood."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import F


class SendingCountManager(models.Manager["SendingCount"]):
    """Counts, the same for every process."""

    def take(self, limits: Iterable[tuple[str, int]], now: datetime) -> bool:
        """Count one sending under each key; False, with nothing counted, if one is at its limit.

        Each count is one conditional UPDATE, so two processes never both take the last place. Give the
        keys in the same order everywhere: then nobody waits in a circle.
        """
        hour = now.replace(minute=0, second=0, microsecond=0)
        self.filter(hour__lt=hour).delete()
        with transaction.atomic():
            for key, limit in limits:
                self.bulk_create([self.model(key=key, hour=hour)], ignore_conflicts=True)
                row = self.filter(key=key, hour=hour, count__lt=limit)
                if not row.update(count=F("count") + 1):
                    transaction.set_rollback(True)
                    return False
        return True


class SendingCount(models.Model):
    """The sendings of one hour under one key; gone at the first sending of a later hour."""

    key = models.CharField(max_length=80)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    objects = SendingCountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "hour"], name="sending_count_once_per_hour")
        ]

    def __str__(self) -> str:
        return f"{self.key} : {self.count}"
