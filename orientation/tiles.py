"""The ground that the larger map may show, from a server of tiles: none unless the settings name one.

Its host learns who asks and for which part of the map, so nothing is asked of it before the reader agrees.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = Callable[[HttpRequest], HttpResponseBase]


def host() -> str:
    """Whose tiles they are, as readers are told; "" without tiles."""
    return urlsplit(settings.MAP_TILES_URL).netloc


def may_show_tiles(view: View) -> View:
    """A view whose page may take images from the server of tiles; no other page may."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponseBase:
        tiles = urlsplit(settings.MAP_TILES_URL)
        allowed = {"img-src": f"{tiles.scheme}://{tiles.netloc}"} if tiles.netloc else {}
        return csp_update(allowed)(view)(request)

    return answered
