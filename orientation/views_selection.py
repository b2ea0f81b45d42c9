"""The pages of a selection: the sheet, the same as plain text, and its QR code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from directory.models import Service, ServiceType
from orientation import plain_text, qr
from orientation.came_from import list_before
from orientation.links import Links
from orientation.network import Network, ways_to
from orientation.selection import Selection
from orientation.situation import Situation

ONE_DAY = 24 * 60 * 60


def network_of(request: HttpRequest) -> Network:
    """The chosen services, in a fixed number of queries."""
    selection = Selection.from_query(request.GET)
    services = Service.objects.with_a_page().for_page().filter(slug__in=selection.slugs)
    found = {service.slug: service for service in services}
    return Network(selection, found, timezone.localdate())


# The links on to other services hold the situation one comes from: for this reader alone.
@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_headers("Referer")
def selection(request: HttpRequest) -> HttpResponse:
    """The chosen services by function, and the functions still missing in this network."""
    network = network_of(request)
    before = list_before(request)
    situation = before.situation if before else Situation()
    context = {
        "network": network,
        "title": plain_text.title(network),
        "missing": ways_to(
            network.missing, ServiceType.objects.all(), situation, network.selection
        ),
        "list_url": Links(network.selection).to(situation),
        "comes_from_list": before is not None,
        "compare_url": network.comparable.at("directory:compare") if len(network.shown) > 1 else "",
        "has_qr": len(network.selection.full_url) <= qr.LONGEST,
        "qr_url": network.selection.at("orientation:selection_qr"),
        "text_url": network.selection.at("orientation:selection_text"),
        "text": plain_text.text(network),
        "email": plain_text.email(network),
    }
    return render(request, "orientation/selection.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
def selection_text(request: HttpRequest) -> HttpResponse:
    """The sheet as plain text."""
    answer = HttpResponse(
        plain_text.text(network_of(request)), content_type="text/plain; charset=utf-8"
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@cache_control(private=True, max_age=ONE_DAY)
def selection_qr(request: HttpRequest) -> HttpResponse:
    """The selection's address as a QR code; 404 when it is too long for one."""
    return qr.drawn(Selection.from_query(request.GET).full_url)
