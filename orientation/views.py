"""The entrance, and the list that answers a situation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.models import Bassin, Need, Service
from orientation.catalogue import Catalogue
from orientation.kept import kept
from orientation.page import ListPage


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
@kept
def orientation(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """Which services fit a situation, which are to check, which do not and why."""
    listing = ListPage(request.GET, catalogue)
    return render(request, "orientation/list.html", {"listing": listing, "page": listing.page})
