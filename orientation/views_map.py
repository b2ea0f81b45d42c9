"""The map of an answer."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from orientation import tiles
from orientation.catalogue import Catalogue
from orientation.filters import OrientationFilter
from orientation.kept import kept
from orientation.map_data import data as map_data
from orientation.map_page import MapPage
from orientation.matching import match
from orientation.selection import Selection
from orientation.views_api import in_json, revalidated


# As for the list: an address tells a situation.
@require_safe
@cache_control(private=True, no_cache=True)
@tiles.may_show_tiles
@kept
def show(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """Where the services stand that fit a situation or are to check; the list says the same and more."""
    context = {
        "map": _page(request, catalogue),
        "tiles_url": settings.MAP_TILES_URL,
        "tiles_host": tiles.host(),
        "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return render(request, "orientation/map.html", context)


@require_safe
@revalidated("private, no-cache")
def data(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """What the larger map is made of; asked for by its script, once a reader has asked for it."""
    response = in_json(map_data(_page(request, catalogue)))
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, catalogue: Catalogue) -> MapPage:
    query = request.GET.copy()
    selection = Selection.taken_from(query)
    filterset = OrientationFilter(query, catalogue)
    results = match(filterset.situation.plain, catalogue)
    return MapPage(filterset, catalogue, results, selection)
