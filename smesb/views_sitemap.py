"""sitemap.xml: the pages that search engines may keep, each in the three languages."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from directory.models import Bassin, Organization, Service, ServiceType
from smesb.context_processors import from_anywhere

ALONE = (
    "orientation:home",
    "directory:types",
    "directory:types_confused",
    "directory:waits",
    "directory:waits_by_type",
    "directory:emergency",
    "directory:glossary",
    "about",
    "accessibility",
    "privacy",
)
SCHEMAS = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page meant to be found. One of an archived, merged or draft service is not."""
    entries = "".join(_in_every_language(path, changed) for path, changed in _pages())
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {SCHEMAS}>\n{entries}</urlset>\n'
    return HttpResponse(text, content_type="application/xml")


def _in_every_language(path: str, changed: date | None) -> str:
    """A page: an entry a language, each with all of them."""
    versions = [(code, escape(address)) for code, address in from_anywhere(path)]
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in versions
    )
    more = f"<lastmod>{changed}</lastmod>{others}" if changed else others
    addresses = dict.fromkeys(address for _code, address in versions)  # where none is said: French
    return "".join(f"<url><loc>{address}</loc>{more}</url>\n" for address in addresses)


def _pages() -> Iterator[tuple[str, date | None]]:
    """Their paths, and the day a service was last changed; in a fixed number of queries."""
    for name in ALONE:
        yield reverse(name), None
    listed = Service.objects.listed()
    for slug, changed in listed.values_list("slug", "updated_at"):
        yield reverse("directory:service", args=[slug]), timezone.localdate(changed)
    running = Organization.objects.filter(services__in=listed).distinct()
    for name, slugs in (
        ("directory:type", ServiceType.objects.values_list("slug", flat=True)),
        ("directory:bassin", Bassin.objects.values_list("slug", flat=True)),
        ("directory:organization", running.values_list("slug", flat=True)),
    ):
        for slug in slugs:
            yield reverse(name, args=[slug]), None
