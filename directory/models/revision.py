"""How often what readers may see has changed, and in which services the last times."""

from typing import Any, NamedTuple

from django.db import models

KEPT = 200  # changes remembered; a process further behind reads everything anew


class Change(NamedTuple):
    """One step of the revision: the services it changed (their keys), or None for everything."""

    number: int
    token: str
    services: list[int] | None


class Revision(models.Model):
    """The one row that every request reads first.

    `number` counts the transactions that changed something published. `token` is drawn anew each time,
    so that a restored backup which comes to the same number is not taken for the same.
    """

    number = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=12, blank=True)
    changes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="revision_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.number}-{self.token}"

    def since(self, number: int, token: str) -> list[Change] | None:
        """The steps after that one; None when it is not known here, or too long ago."""
        steps = [Change(*step) for step in self.changes]
        for place, step in enumerate(steps):
            if (step.number, step.token) == (number, token):
                return steps[place + 1 :]
        return None

    def add(self, token: str, services: list[int] | None) -> None:
        """Count one step more."""
        self.number += 1
        self.token = token
        step: list[Any] = [self.number, token, services]
        self.changes = [*self.changes, step][-KEPT:]
