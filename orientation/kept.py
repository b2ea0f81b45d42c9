"""Pages that are the same until the répertoire, the release or the time changes: ETag, 304, and a copy ready.

A copy stands in this process's memory only, compressed, under the address that asks for it; the least
used ones go first. PAGE_CACHE=off keeps none.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from threading import Lock
from typing import Concatenate, ParamSpec

import brotli
from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from zlib_ng import gzip_ng

from orientation import live
from orientation.catalogue import Catalogue
from orientation.live import Known

MOST_BYTES = 32_000_000
GZIP_LEVEL = 5
# A page of more bytes than this may not come whole in the first round trip of a connection (about 14 kB, the
# style sheet included): it travels in Brotli, a tenth smaller than gzip, in twice its time.
LONG = 70_000
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Catalogue, P], HttpResponse]

# By ETag, address, and whether Brotli is understood: the address too, which counts in the size, the page, and
# its encoding.
_pages: LRUCache[tuple[str, str, bool], tuple[str, bytes, str]] = LRUCache(
    MOST_BYTES, getsizeof=lambda kept: len(kept[0]) + len(kept[1])
)
_lock = Lock()


def kept(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view of the catalogue, whose answer depends on nothing else than the address and the time.

    An answer from what a process still knows after a failure carries no ETag and is not kept.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        known = live.up_to_date()
        catalogue = live.catalogue_of(known)
        if known.failure:
            return view(request, catalogue, *args, **kwargs)
        etag = etag_of(known, catalogue)
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return unchanged
        accepted = request.headers.get("Accept-Encoding", "")
        if "gzip" not in accepted:
            return _tagged(view(request, catalogue, *args, **kwargs), etag)
        takes_brotli = "br" in accepted
        key = (etag, request.get_full_path(), takes_brotli)
        with _lock:
            found = _pages.get(key)
        if found:
            response = HttpResponse(found[1], headers={"Content-Encoding": found[2]})
        else:
            response = view(request, catalogue, *args, **kwargs)
            if response.status_code != 200:
                return response
            compress(response, takes_brotli=takes_brotli)
            if settings.PAGE_CACHE:
                with _lock:
                    _pages[key] = (key[1], response.content, response["Content-Encoding"])
        patch_vary_headers(response, ["Accept-Encoding"])
        return _tagged(response, etag)

    return answer


def compress(response: HttpResponse, takes_brotli: bool = False) -> None:
    """Have an answer travel compressed: no larger than Django's middleware makes it, in less time.

    For pages without a secret: nothing is done against one who measures their length.
    """
    if takes_brotli and len(response.content) > LONG:
        response.content = brotli.compress(response.content, quality=6, lgwin=17)
        response["Content-Encoding"] = "br"
    else:
        response.content = gzip_ng.compress(response.content, GZIP_LEVEL, mtime=0)  # type: ignore[no-untyped-call]
        response["Content-Encoding"] = "gzip"


def etag_of(known: Known, catalogue: Catalogue, *more: str) -> str:
    """What an answer depends on: revision, release, language, quarter of an hour, and what else is named.

    The hour counts for every question: behind « ouvert maintenant » stands a number.
    """
    parts = (
        *(known.number, known.token, settings.RELEASE, settings.DEMO, get_language()),
        *(catalogue.at.isoformat(), *more),
    )
    return f'W/"{sha256(repr(parts).encode()).hexdigest()[:20]}"'


def _tagged(response: HttpResponse, etag: str) -> HttpResponse:
    if response.status_code == 200:
        response["ETag"] = etag
    return response
