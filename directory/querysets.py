"""Reads that have a name."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from directory.models import Bassin, Service


@dataclass
class InBassin:
    """The services of a bassin, by what binds them to it. Lists of services, each service once."""

    located: list["Service"] = field(default_factory=list)
    serving: list["Service"] = field(default_factory=list)
    regional: list["Service"] = field(default_factory=list)
    nowhere: list["Service"] = field(default_factory=list)
    unknown: list["Service"] = field(default_factory=list)


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services, spoken of as the domain does."""

    def published(self) -> "ServiceQuerySet":
        """Those that are matched and counted."""
        return self.filter(status="published")

    def listed(self) -> "ServiceQuerySet":
        """Those a reader meets in a list: published, and suspended (marked so)."""
        return self.filter(status__in=["published", "suspended"])

    def with_a_page(self) -> "ServiceQuerySet":
        """Those that have a public page: all but drafts."""
        return self.exclude(status="draft")

    def with_card_data(self) -> "ServiceQuerySet":
        """With what a card says (type, organisation, places, telephones), in a fixed number of queries."""
        return self.select_related("organization", "type").prefetch_related(
            _places(), _joined("phones"), "areas__area__bassin"
        )

    def with_facts(self) -> "ServiceQuerySet":
        """With everything that matching knows, in a fixed number of queries."""
        return self.select_related("organization", "type").prefetch_related(
            "type__needs",
            "needs",
            "languages",
            "professions",
            "themes",
            "areas__area",
            "target_groups__group",
            "conditions__criterion",
            _joined("schedules"),
            "waiting_times__group",
            _places(),
        )

    def for_page(self) -> "ServiceQuerySet":
        """With everything that the service's page says."""
        return (
            self.with_facts()
            .select_related("successor")
            .prefetch_related(_joined("phones"), _joined("emails"))
        )

    def for_picture(self) -> "ServiceQuerySet":
        """With what the picture of its shared address says."""
        return self.select_related("type", "successor").prefetch_related(
            "waiting_times__group", _places()
        )

    def sources(self) -> models.QuerySet["Service", dict[str, Any]]:
        """Each source of these entries with the number of entries it gave, the largest first."""
        return (
            self.exclude(source="")
            .order_by()
            .values("source")
            .annotate(count=models.Count("pk"))
            .order_by("-count", "source")
        )

    def by_relation_to(self, bassin: "Bassin") -> InBassin:
        """Sort services read `with_card_data()` by what binds them to a bassin; others left out.

        Coverage is not known for `nowhere` (no published place: the list of the bassin holds them)
        nor for `unknown` (a place elsewhere: the list only counts them).
        """
        found = InBassin()
        for service in self:
            places = [at.location.published for at in service.at_locations.all()]
            if any(bassin.slug in place.bassins for place in places):
                found.located.append(service)
            elif service.coverage in ("region", "region_min", "belgique"):
                found.regional.append(service)
            elif any(row.area and row.area.bassin_id == bassin.pk for row in service.areas.all()):
                found.serving.append(service)
            elif not service.coverage or not service.areas.all():
                (found.unknown if places else found.nowhere).append(service)
        return found


class Keys(models.Aggregate):
    """Whole numbers of a group as one text, « 3,17,4 »: a row a group instead of a row a number."""

    function = "GROUP_CONCAT"
    name = "Keys"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL says it otherwise."""
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **extra)


def published_place(location: str) -> dict[str, Any]:
    """The columns of a place that readers may see, as `Location.published` says, for `annotate()`.

    `location` is the way to it ("location"). A confidential place has its commune only.
    """

    def unless_confidential(column: str) -> models.Case:
        seen = {f"{location}__is_confidential": False}
        return models.Case(models.When(**seen, then=models.F(f"{location}__{column}")))

    return {
        "commune": models.F(f"{location}__municipality_id"),
        **{
            name: unless_confidential(column)
            for name, column in (
                ("area", "postal_area_id"),
                ("outside", "outside"),
                ("latitude", "latitude"),
                ("longitude", "longitude"),
            )
        },
    }


# Rows are joined to their place, not followed to it by a second query: on SQLite Django asks for those by one
# OR a place, and beyond a thousand the database refuses.


def _joined(rows: str) -> "models.Prefetch[Any]":
    """Telephones, e-mail addresses or schedules, with the place they belong to."""
    model = apps.get_model(
        "directory", {"phones": "Phone", "emails": "Email", "schedules": "Schedule"}[rows]
    )
    places = ("location__postal_area__municipality", "location__municipality")
    return models.Prefetch(rows, model._default_manager.select_related(*places))


def _places() -> "models.Prefetch[Any]":
    """The places of services, with what tells their bassins."""
    rows = apps.get_model("directory", "ServiceAtLocation")._default_manager
    return models.Prefetch(
        "at_locations",
        rows.select_related(
            "location__postal_area__bassin",
            "location__postal_area__municipality",
            "location__municipality",
        ).prefetch_related("location__municipality__areas__bassin"),
    )
