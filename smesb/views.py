"""The pages about the site itself."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.models import Service


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, its sources, licences and attributions."""
    return render(request, "smesb/about.html", {"sources": Service.objects.listed().sources()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about readers (nothing) and about the people who log in."""
    return render(request, "smesb/privacy.html")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; raises, and so answers 500, when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


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
