"""What the list is measured against: a hello, a query, the same page from a ready context."""

import os

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bench import ready as contexts
from directory.last_revision import read_revision
from orientation.kept import compress
from smesb.templatetags import constant


@require_safe
def hello(request: HttpRequest) -> HttpResponse:
    """Baseline B: nothing but Django and its middleware."""
    return HttpResponse("hello")


@require_safe
def one_query(request: HttpRequest) -> HttpResponse:
    """One query, the one that every page of the list makes."""
    number, token = read_revision()
    return HttpResponse(f"{number}-{token}")


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    """Which process holds this connection."""
    return HttpResponse(str(os.getpid()))


@require_safe
@cache_control(private=True, no_cache=True)
def ready(request: HttpRequest) -> HttpResponse:
    """Baseline A: the next of the ready contexts in this language, through the templates of the list.

    What these keep between two pages is rendered each time; the answer is compressed as theirs.
    """
    once, constant.rendered = constant.rendered, constant.rendered.__wrapped__
    try:
        response = render(request, contexts.TEMPLATE, contexts.following(get_language() or "fr"))
    finally:
        constant.rendered = once
    accepted = request.headers.get("Accept-Encoding", "")
    if "gzip" in accepted:
        compress(response, takes_brotli="br" in accepted)
    return response
