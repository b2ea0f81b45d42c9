"""The map of an answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from orientation.catalogue import Catalogue
from orientation.filters import OrientationFilter
from orientation.kept import kept
from orientation.map_page import MapPage
from orientation.matching import match
from orientation.selection import Selection


# As for the list: an address tells a situation.
@require_safe
@cache_control(private=True, no_cache=True)
@kept
def show(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """Where the services stand that fit a situation or are to check; the list says the same and more."""
    query = request.GET.copy()
    selection = Selection.taken_from(query)
    filterset = OrientationFilter(query, catalogue)
    results = match(filterset.situation.plain, catalogue)
    page = MapPage(filterset, catalogue, results, selection)
    return render(request, "orientation/map.html", {"map": page})
