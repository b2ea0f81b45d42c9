"""The questions a coordinator asks of the list: what is stale, what is incomplete, in my bassin."""

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.admin.known import incomplete
from directory.completeness import Fact
from directory.freshness import OLD_AFTER_DAYS
from directory.models import Bassin, ServiceArea, ServiceAtLocation
from directory.models.service import Coverage

MINE = "les-miens"


class StaleFilter(SimpleListFilter):
    """« À revoir »: never confirmed, or confirmed more than a year ago."""

    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [
            ("a-revoir", _("à revoir (jamais confirmé, ou il y a plus d’un an)")),
            ("jamais", _("jamais confirmé")),
            ("ancienne", _("confirmé il y a plus d’un an")),
            ("recente", _("confirmé depuis moins d’un an")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The services of the choice."""
        limit = timezone.localdate() - timedelta(days=OLD_AFTER_DAYS)
        never, old = Q(verified_on__isnull=True), Q(verified_on__lt=limit)
        match self.value():
            case "a-revoir":
                return queryset.filter(never | old)
            case "jamais":
                return queryset.filter(never)
            case "ancienne":
                return queryset.filter(old)
            case "recente":
                return queryset.filter(verified_on__gte=limit)
        return queryset


class IncompleteFilter(SimpleListFilter):
    """« Il manque »: one fact, or any."""

    title = _("ce qui manque")
    parameter_name = "manque"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices: any fact, then each."""
        return [
            ("une-info", _("au moins une information")),
            *((fact.value, fact.words) for fact in Fact),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The services of which that is not known."""
        value = self.value()
        if value == "une-info":
            return incomplete(queryset)
        return incomplete(queryset, Fact(value)) if value in set(Fact) else queryset


def _places_in(bassins: QuerySet[Bassin]) -> Exists:
    """A place that is published there: the rule of `PublishedPlace.bassins`, as SQL says it.

    Without area, or in one without bassin, it counts in every bassin of its commune; so does a
    confidential one, of which only the commune is said.
    """
    at = ServiceAtLocation.objects.filter(service=OuterRef("pk"))
    by_commune = Q(location__is_confidential=True) | Q(location__postal_area__bassin__isnull=True)
    return Exists(
        at.filter(
            Q(~by_commune, location__postal_area__bassin__in=bassins)
            | Q(by_commune, location__municipality__areas__bassin__in=bassins)
        )
    )


class BassinFilter(SimpleListFilter):
    """« Lieu dans le bassin »: mine first, for whoever coordinates one."""

    title = _("lieu dans le bassin")
    parameter_name = "bassin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        bassins = Bassin.objects.prefetch_related("coordinators")
        every: list[tuple[str, Any]] = [(bassin.slug, bassin.name) for bassin in bassins]
        mine = any(
            person.pk == request.user.pk
            for bassin in bassins
            for person in bassin.coordinators.all()
        )
        return [(MINE, _("mon bassin")), *every] if mine else every

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The services with a place there."""
        if self.value() == MINE:
            mine = Bassin.objects.filter(coordinators=request.user.pk)
            return queryset.filter(_places_in(mine))
        if self.value():
            return queryset.filter(_places_in(Bassin.objects.filter(slug=self.value())))
        return queryset


class ServedFilter(SimpleListFilter):
    """« Bassin desservi »: a coverage that holds one of its areas, the Region and Belgium included."""

    title = _("bassin desservi")
    parameter_name = "sert"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [(bassin.slug, bassin.name) for bassin in Bassin.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The services that serve it."""
        if not self.value():
            return queryset
        areas = ServiceArea.objects.filter(service=OuterRef("pk"), area__bassin__slug=self.value())
        wide = [Coverage.BELGIUM, Coverage.AT_LEAST_REGION, Coverage.REGION]
        return queryset.filter(Q(coverage__in=wide) | Q(Exists(areas)))
