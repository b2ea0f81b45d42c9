"""The entrance, and the list that answers a situation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.models import Bassin, Need, Service
from orientation.filters import OrientationFilter
from orientation.matching import facet_counts, match
from orientation.page import ListPage
from orientation.reading import read_catalogue


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One question first: what does the person need?"""
    context = {
        "needs": Need.objects.all(),
        "bassins": Bassin.objects.all(),
        "service_count": Service.objects.published().count(),
    }
    return render(request, "orientation/home.html", context)


# An address tells a situation: no shared cache keeps it, and a shared computer asks again.
@require_safe
@cache_control(private=True, no_cache=True)
def orientation(request: HttpRequest) -> HttpResponse:
    """Which services fit a situation, which are to check, which do not and why."""
    catalogue = read_catalogue()
    filterset = OrientationFilter(request.GET, catalogue)
    results = match(filterset.situation, catalogue)
    facets = facet_counts(filterset.situation, catalogue)
    listing = ListPage(filterset, catalogue, results, facets)
    page = listing.page
    slugs = [found.profile.slug for found in page] + [p.slug for p in results.suspended]
    services = Service.objects.with_card_data().filter(slug__in=slugs)
    cards = {service.slug: service for service in services}
    context = {
        "listing": listing,
        "page": page,
        "rows": listing.rows(cards),
        "suspended": [cards[profile.slug] for profile in results.suspended],
    }
    return render(request, "orientation/list.html", context)
