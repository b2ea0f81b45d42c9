"""Services side by side."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from directory import comparison
from directory.comparable import comparable_with
from directory.models import Criterion, Service, ServiceType
from directory.models.service import GONE
from directory.types_apart import described

MOST = 4  # columns that one can still read
LOOKED_AT = 20  # of the services asked; the rest is only counted


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four services side by side (`s`, repeated); with fewer, or `ajouter`, how to choose some."""
    asked = list(dict.fromkeys(filter(None, map(str.strip, request.GET.getlist("s")))))
    looked_at = asked[:LOOKED_AT]
    slugs = [slug for slug in looked_at if slug_re.match(slug)]
    known = {s.slug: s for s in Service.objects.with_a_page().for_page().filter(slug__in=slugs)}
    found = [known[slug] for slug in slugs if slug in known]
    gone = [service for service in found if service.status in GONE]
    services = [service for service in found if service not in gone]
    shown = services[:MOST]
    context: dict[str, Any] = {
        "services": shown,
        "too_many": services[MOST:],
        "gone": gone,
        "unknown": [_readable(slug) for slug in looked_at if slug not in known],
        "not_looked_at": len(asked) - len(looked_at),
        "address": address_of(shown),
        "add_url": f"{address_of(shown)}&ajouter=1" if 1 < len(shown) < MOST else "",
    }
    if len(shown) < 2 or ("ajouter" in request.GET and len(shown) < MOST):
        context["proposals"] = comparable_with(shown) if shown else None
        return render(request, "directory/compare_choose.html", context)
    order = list(dict.fromkeys(service.type_id for service in shown))
    types = described(ServiceType.objects.filter(pk__in=order))
    types.sort(key=lambda one: order.index(one.type.pk))
    context |= {
        "comparison": comparison.compare(
            shown, list(Criterion.objects.all()), timezone.localdate()
        ),
        "columns": [
            (service, address_of(other for other in shown if other is not service))
            for service in shown
        ],
        "types": types if len(types) > 1 else [],
    }
    return render(request, "directory/compare.html", context)


def address_of(services: Iterable[Service]) -> str:
    """The address that compares these services."""
    query = urlencode([("s", service.slug) for service in services])
    return f"{reverse('directory:compare')}?{query}"


def _readable(text: str) -> str:
    """What was asked, short enough and without what a page cannot show."""
    return Truncator("".join(c if c.isprintable() else "\ufffd" for c in text)).chars(60)
