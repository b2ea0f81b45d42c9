"""The types of service: what each is, and how to tell it from those it is taken for."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory import look_alikes
from directory.models import ServiceType
from directory.models.taxonomy import Sector
from directory.types_apart import Described, described, with_ways


@require_safe
def types(request: HttpRequest) -> HttpResponse:
    """Every type by its function; first the groups that are often confused."""
    kinds = described(ServiceType.objects.prefetch_related("look_alikes"))
    sectors = [(sector, [one for one in kinds if one.type.sector == sector]) for sector in Sector]
    context = {
        "groups": _groups(kinds),
        "sectors": [(sector, found) for sector, found in sectors if found],
    }
    return render(request, "directory/types.html", context)


@require_safe
def confused(request: HttpRequest) -> HttpResponse:
    """The types of each group that is often confused, side by side."""
    kinds = described(ServiceType.objects.prefetch_related("look_alikes"))
    return render(request, "directory/types_confused.html", {"groups": _groups(kinds)})


def _groups(kinds: list[Described]) -> list[list[Described]]:
    by_slug = {one.type.slug: one for one in kinds}
    alike = {one.type.slug: [other.slug for other in one.type.look_alikes.all()] for one in kinds}
    return [[by_slug[slug] for slug in group] for group in look_alikes.groups(alike)]


@require_safe
def service_type(request: HttpRequest, slug: str) -> HttpResponse:
    """A type beside those it is taken for, and the services of that type."""
    kinds = described(ServiceType.objects.filter(Q(slug=slug) | Q(look_alikes__slug=slug)))
    this = next((one for one in kinds if one.type.slug == slug), None)
    if not this:
        raise Http404
    others = [one for one in kinds if one is not this]
    context = {
        "type": this.type,
        "side_by_side": with_ways([this, *others]),
        "services": this.type.services.listed().with_card_data(),
    }
    return render(request, "directory/type.html", context)
