"""The pages that search engines may keep, each in the three languages."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from directory.models import Bassin, Organization, Service, ServiceType

ALONE = (
    "orientation:home",
    "directory:types",
    "directory:waits",
    "directory:emergency",
    "about",
    "privacy",
)


class Page(NamedTuple):
    """A page by the name of its address, and the day it last changed if that is known."""

    name: str
    slug: str = ""
    changed: date | None = None


class Pages(Sitemap):  # type: ignore[type-arg]
    """Every page meant to be found. One of an archived, merged or draft service is not."""

    i18n = alternates = x_default = True

    def items(self) -> list[Page]:
        """In a fixed number of queries."""
        return list(_pages())

    def location(self, page: Any) -> str:
        """Its path in the language in use."""
        return reverse(page.name, args=[page.slug] if page.slug else None)

    def lastmod(self, page: Page) -> date | None:
        """The day its entry was last changed."""
        return page.changed

    def get_protocol(self, protocol: str | None = None) -> str:
        """That of the site's own address, whatever the request says."""
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        """That of the site's own address, whatever the request says."""
        return urlsplit(settings.SITE_URL).netloc


def _pages() -> Iterator[Page]:
    for name in ALONE:
        yield Page(name)
    listed = Service.objects.listed()
    for slug, changed in listed.values_list("slug", "updated_at"):
        yield Page("directory:service", slug, timezone.localdate(changed))
    running = Organization.objects.filter(services__in=listed).distinct()
    for name, slugs in (
        ("directory:type", ServiceType.objects.values_list("slug", flat=True)),
        ("directory:bassin", Bassin.objects.values_list("slug", flat=True)),
        ("directory:organization", running.values_list("slug", flat=True)),
    ):
        for slug in slugs:
            yield Page(name, slug)
