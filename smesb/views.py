"""The pages about the site itself."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.models import Service


def about(request: HttpRequest) -> HttpResponse:
    """What the site is, its sources, licences and attributions."""
    return render(request, "smesb/about.html", {"sources": Service.objects.listed().sources()})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about readers (nothing) and about the people who log in."""
    return render(request, "smesb/privacy.html")


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
