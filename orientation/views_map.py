"""The map of an answer."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from orientation import tiles
from orientation.catalogue import Catalogue
from orientation.kept import kept
from orientation.map_data import drawn
from orientation.map_page import MapPage


# As for the list: an address tells a situation.
@require_safe
@cache_control(private=True, no_cache=True)
@tiles.may_show_tiles
@kept
def show(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """Where the services stand that fit a situation or are to check; the list says the same and more."""
    return render(request, "orientation/map.html", {"map": MapPage(request.GET, catalogue)})


@require_safe
@cache_control(private=True, no_cache=True)
@kept
def larger(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """The same to be zoomed, for the script of that page: it comes once a reader asks for it."""
    page = MapPage(request.GET, catalogue)
    context = {
        "map": page,
        "drawn": drawn(page),
        "tiles_url": settings.MAP_TILES_URL,
        "tiles_host": tiles.host(),
        "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return render(request, "orientation/map_larger.html", context)
