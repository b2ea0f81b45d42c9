"""The pages of a selection: the sheet, the same as plain text, its QR code, its picture."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from directory.languages import is_site_language
from directory.models import Service, ServiceType
from directory.querysets import ServiceQuerySet
from directory.views_picture import answer_with
from orientation import plain_text, qr
from orientation.came_from import list_before
from orientation.links import Links
from orientation.network import Network, ways_to
from orientation.picture_words import picture_of
from orientation.selection import Selection
from orientation.situation import Situation

ONE_DAY = 24 * 60 * 60


def network_of(request: HttpRequest, services: ServiceQuerySet) -> Network:
    """The chosen ones of these services, in a fixed number of queries."""
    selection = Selection.from_query(request.GET)
    found = {service.slug: service for service in services.filter(slug__in=selection.slugs)}
    return Network(selection, found, timezone.localdate())


# The links on to other services hold the situation one comes from: for this reader alone.
@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_headers("Referer")
def selection(request: HttpRequest) -> HttpResponse:
    """The chosen services by function, and the functions still missing in this network."""
    network = network_of(request, Service.objects.with_a_page().for_page())
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
        "picture": picture_of(network) if network.shown and is_site_language() else None,
        "picture_address": settings.SITE_URL
        + network.selection.at("orientation:selection_picture"),
        "text": plain_text.text(network),
        "email": plain_text.email(network),
    }
    return render(request, "orientation/selection.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
def selection_text(request: HttpRequest) -> HttpResponse:
    """The sheet as plain text."""
    answer = HttpResponse(
        plain_text.text(network_of(request, Service.objects.with_a_page().for_page())),
        content_type="text/plain; charset=utf-8",
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@cache_control(private=True, max_age=ONE_DAY)
def selection_qr(request: HttpRequest) -> HttpResponse:
    """The selection's address as a QR code; 404 when it is too long for one."""
    return qr.drawn(Selection.from_query(request.GET).full_url)


@require_safe
@cache_control(private=True, no_cache=True)
def selection_picture(request: HttpRequest) -> HttpResponse:
    """What stands beside the selection's address where it is shared; 404 when it holds no service."""
    network = network_of(request, Service.objects.with_a_page().for_picture())
    if not network.shown:
        raise Http404
    answer = answer_with(picture_of(network), request)
    answer["X-Robots-Tag"] = "noindex"
    return answer
