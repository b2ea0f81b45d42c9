"""Reads that have a name."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from directory.models import Service


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services, spoken of as the domain does."""

    def published(self) -> "ServiceQuerySet":
        """Those that are matched and counted."""
        return self.filter(status="published")

    def suspended(self) -> "ServiceQuerySet":
        """Those that exist but take no one for now."""
        return self.filter(status="suspended")

    def with_a_page(self) -> "ServiceQuerySet":
        """Those that have a public page: all but drafts."""
        return self.exclude(status="draft")

    def with_facts(self) -> "ServiceQuerySet":
        """With everything a profile, a card or a page says, in a fixed number of queries."""
        return self.select_related("organization", "type", "successor").prefetch_related(
            "type__needs",
            "needs",
            "languages",
            "professions",
            "themes",
            "areas__area",
            "target_groups__group",
            "conditions__criterion",
            "at_locations__location__postal_area__bassin",
            "at_locations__location__municipality",
            "phones__location",
            "schedules__location",
        )
