"""The pages about the site itself."""

import logging
from datetime import date

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.models import Service
from orientation import live, tiles

STATED_ON = date(2026, 11, 22)  # the day the accessibility of the site was last stated
logger = logging.getLogger(__name__)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, its sources, licences and attributions."""
    return render(request, "smesb/about.html", {"sources": Service.objects.listed().sources()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about readers (nothing) and about the people who log in."""
    return render(request, "smesb/privacy.html", {"tiles_host": tiles.host()})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a device that keeps copies shows for the pages it has not, without network."""
    return render(request, "smesb/offline.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, in the form of Directive (EU) 2016/2102."""
    context = {"site": settings.SITE_URL, "contact": settings.CONTACT_EMAIL, "day": STATED_ON}
    return render(request, "smesb/accessibility.html", context)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process is to be sent readers: 200, or 503 when the database does not answer.

    A process that cannot read the last edits stays in service: the others fail as it does, and what it
    knows is better than nothing. A second line, for whoever watches over the site, says what is wrong.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        live.up_to_date()
    except Error:
        logger.exception("The database does not answer")
        return HttpResponse("the database does not answer\n", "text/plain", status=503)
    behind = live.health()
    lines = ["ok", *([f"behind: {behind}"] if behind else [])]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that says what to do instead."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """An apology with the emergency numbers, from a template that needs nothing else."""
    return render(request, "500.html", status=500)


def forbidden(
    request: HttpRequest, reason: str = "", exception: Exception | None = None
) -> HttpResponse:
    """What cannot be sent here: a form of another site, or one left open too long."""
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no page understands."""
    return render(request, "400.html", status=400)
