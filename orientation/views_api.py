"""The API: what every answer of it carries, its two addresses, and the page that explains it."""

import json
import logging
from collections.abc import Callable
from functools import wraps
from time import perf_counter

from django import forms
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from orientation import api, live
from orientation.api_page import ApiPage
from orientation.api_services import PER_PAGE, page_of_services
from orientation.catalogue import Catalogue
from orientation.filters import MAX_PAGE, MAX_PER_PAGE, Clamped, OrientationFilter
from orientation.kept import etag_of
from orientation.matching import match

METHODS = "GET, HEAD, OPTIONS"
EVERY_ANSWER = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Server-Timing",
    "Timing-Allow-Origin": "*",
    "X-Robots-Tag": "noindex",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
View = Callable[[HttpRequest], HttpResponse]
Answering = Callable[[HttpRequest, Catalogue], HttpResponse]

logger = logging.getLogger(__name__)


def open_to_all(view: View) -> View:
    """A view that only reads, from any site; what goes wrong is said in JSON."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        response = _answered(view, request)
        for name, value in EVERY_ANSWER.items():
            response.headers[name] = value
        return response

    return csrf_exempt(answered)  # nothing is written: another method is refused in JSON too


def _answered(view: View, request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS, **PREFLIGHT})
    if request.method not in ("GET", "HEAD"):
        response = error(405, _("L’API se lit : GET, HEAD ou OPTIONS."))
        response.headers["Allow"] = METHODS
        return response
    try:
        return view(request)
    except SuspiciousOperation:
        return error(400, _("Cette adresse a trop de paramètres."))
    except Error:
        logger.exception("The API cannot read the database")
        return error(
            503, _("Le répertoire ne répond pas pour l’instant. Réessayez dans une minute.")
        )


def revalidated(cache_control: str) -> Callable[[Answering], View]:
    """A view whose answer is sent again only when something of it can have changed.

    An answer from what a process still knows after a failure carries no ETag.
    """

    def decorate(view: Answering) -> View:
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            known = live.up_to_date()
            catalogue = live.catalogue_of(known)
            if known.failure:
                response = view(request, catalogue)
            else:
                etag = etag_of(known, catalogue, settings.SITE_URL, request.get_full_path())
                unchanged = get_conditional_response(request, etag=etag)
                response = unchanged or view(request, catalogue)
                response.headers["ETag"] = etag
            response.headers["Cache-Control"] = cache_control
            return response

        return answered

    return decorate


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """How to ask and what is answered, with answers made on the spot."""
    return render(request, "orientation/api.html", {"page": ApiPage(live.current())})


class Paging(forms.Form):
    """Which page of the facts; what cannot be read is as if absent."""

    page = Clamped(1, MAX_PAGE, required=False)
    per_page = Clamped(1, MAX_PER_PAGE, required=False)


@open_to_all
@revalidated("no-cache")
def services(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """The facts of every published service, page by page."""
    paging = Paging(request.GET)
    paging.is_valid()
    page = paging.cleaned_data.get("page") or 1
    per_page = paging.cleaned_data.get("per_page") or PER_PAGE
    return in_json(page_of_services(page, per_page, catalogue))


# An address tells a situation: no shared cache keeps it.
@open_to_all
@revalidated("private, no-cache")
def orientation(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """Which services fit a situation, which are to check, which do not and why."""
    filterset = OrientationFilter(request.GET, catalogue)
    situation = filterset.situation
    started = perf_counter()
    results = match(situation, catalogue)
    # Each of these is worked out when it is first looked at.
    matches, *_others = api.page_of(results), results.counts, results.excluded_by, results.facets
    spent = (perf_counter() - started) * 1000
    response = in_json(api.answer(results, matches, filterset.ignored))
    response.headers["Server-Timing"] = f"match;dur={spent:.3f}"
    return response


@open_to_all
def elsewhere(request: HttpRequest) -> HttpResponse:
    """No answer has this address; one that only lacks its last slash is sent on."""
    for name in ("services", "orientation"):
        address = reverse(f"orientation:api_{name}")
        if f"{request.path}/" == address:
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return error(404, _("L’API n’a rien à cette adresse."))


def error(status: int, message: str) -> HttpResponse:
    """What went wrong, and where to read how to ask."""
    documentation = api.absolute(reverse("orientation:api"))
    return in_json({"error": message, "documentation": documentation}, status)


def in_json(content: api.Json, status: int = 200) -> HttpResponse:
    """Compact, and in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json", status=status)
