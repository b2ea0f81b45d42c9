"""Every page that is looked at: `python -m audit.pages` prints them as JSON, from the database of the run.

An address of the site that is neither here nor in NOT_PAGES stops the run: nothing is left out by oversight.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

import django
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

LANGUAGES = ("fr", "nl", "en")
SHEETS = ("directory:emergency", "orientation:selection")  # in languages of their own too
# Their answers are not HTML, are a part that a script takes into a page, or only lead elsewhere.
NOT_PAGES = {
    "page_qr",
    *("orientation:words", "orientation:selection_text", "orientation:selection_qr"),
    *("orientation:map_larger", "orientation:selection_picture", "directory:service_picture"),
    *("orientation:api_services", "orientation:api_orientation", "admin_password_reset"),
    *("healthz", "robots", "sitemap", "opensearch", "manifest", "offline_worker"),
}
QUESTIONS = {
    "list, a question": "besoin=crise&age=35&code_postal=1050&langue=ar&condition=pmr",
    "list, everything": "age=35&code_postal=1081&tri=proximite&ouvert=soir&delai=1mois"
    "&verdict=convient&verdict=verifier&verdict=exclus",
    "list, words": "q=maison+des+femmes",
    "list, excluded": "besoin=crise&verdict=exclus&age=3",
    "list, nearly": "verdict=presque&age=16",
    "list, nothing": "q=rien-du-tout&age=3&langue=ar",
    "list, no address": "besoin=crise&code_postal=sans",
    "list, not understood": "age=abc&code_postal=Atlantide&foo=1&besoin=zz&q=traumma",
    "list, next page": "page=2",
}
Addresses = Iterator["Page"]


@dataclass(frozen=True)
class Page:
    """An address, what kind of page answers there, with which status.

    With `press`, the page is the one that comes after this button was pressed, with `status`.
    """

    kind: str
    address: str
    status: int = 200
    press: str = ""
    language: str = "fr"


def every_page() -> list[Page]:
    """The pages of readers, in each language."""
    found: list[Page] = []
    for language in LANGUAGES:
        with translation.override(language):
            for pages in BY_NAME.values():
                found += [replace(page, language=language) for page in pages()]
    for language, _name in settings.SHEET_LANGUAGES:
        with translation.override(language):
            for name in SHEETS:
                found += [replace(page, language=language) for page in BY_NAME[name]()]
    return found


def every_admin_page() -> list[Page]:
    """The pages of the admin: of each model the list, a new entry, an entry and its history."""
    from django.contrib import admin
    from django.test import RequestFactory

    from directory.models import Service
    from smesb.models import User

    request = RequestFactory().get("/")
    request.user = User.objects.get(is_superuser=True)
    found = [Page("admin", reverse("admin:index"))]
    for model, model_admin in admin.site._registry.items():
        options = model._meta
        name = f"admin:{options.app_label}_{options.model_name}"
        called = f"admin, {options.model_name}"
        found.append(Page(f"{called}, list", reverse(f"{name}_changelist")))
        if model_admin.has_add_permission(request):
            found.append(Page(f"{called}, new", reverse(f"{name}_add")))
        if one := model._default_manager.order_by("-pk").first():
            found.append(Page(called, reverse(f"{name}_change", args=[one.pk])))
            found.append(Page(f"{called}, history", reverse(f"{name}_history", args=[one.pk])))
    keys = Service.objects.published().values_list("pk", flat=True)[:3]
    some = "&".join(f"s={key}" for key in keys)
    found += _designs()
    found.append(Page("admin, waits", f"{reverse('admin:directory_service_waits')}?{some}"))
    return found


def _designs() -> Addresses:
    from smesb.views_design import PARTS

    for language in LANGUAGES:
        with translation.override(language):
            for part in PARTS:
                address = reverse("design_part", args=[part])
                yield Page(f"design, {part}", address, language=language)


def check_names() -> None:
    """Raise if the site has an address that nobody decided about."""
    names = set(_names(get_resolver("orientation.urls"), "orientation:"))
    names |= set(_names(get_resolver("directory.urls"), "directory:"))
    names |= set(_names(get_resolver("smesb.urls"), ""))
    of_staff = {name for name in names if name.startswith(("password_reset", "design"))}
    if forgotten := names - set(BY_NAME) - NOT_PAGES - of_staff:
        raise RuntimeError(f"Add these to audit/pages.py: {sorted(forgotten)}")


def _names(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name
        elif isinstance(pattern, URLResolver) and not pattern.namespace:
            yield from _names(pattern, prefix)


# What stands at each name


def _lists() -> Addresses:
    address = reverse("orientation:list")
    yield Page("list", address)
    for kind, query in QUESTIONS.items():
        yield Page(kind, f"{address}?{query}")


def _guide() -> Addresses:
    from orientation.guide import CALL, NAMES, SUMMARY

    address = reverse("orientation:guide")
    yield Page("guide", address)
    for step in (*NAMES, SUMMARY):
        yield Page(f"guide, {step}", f"{address}?pour=proche&age=35&etape={step}")
    yield Page(f"guide, {CALL}", f"{address}?besoin=crise&etape={CALL}")
    yield Page("guide, urgent summary", f"{address}?besoin=crise&etape={SUMMARY}")
    yield Page("guide, not understood", f"{address}?age=abc&code_postal=Atlantide&etape=age")


def _selection() -> Addresses:
    address = reverse("orientation:selection")
    yield Page("selection, empty", address)
    yield Page("selection", f"{address}?{_chosen(8)}&s=inconnu")


def _compare() -> Addresses:
    address = reverse("directory:compare")
    yield Page("compare, none", address)
    yield Page("compare, one", f"{address}?{_chosen(1)}")
    yield Page("compare", f"{address}?{_chosen(4)}")


def _chosen(count: int) -> str:
    from directory.models import Service

    slugs = Service.objects.listed().order_by("pk").values_list("slug", flat=True)[:count]
    return "&".join(f"s={slug}" for slug in slugs)


def _services() -> Addresses:
    from directory.models import Service

    kinds = {
        "published": ("service", 200),
        "suspended": ("service, suspended", 200),
        "archived": ("service, archived", 200),
        "merged": ("service, merged", 200),
    }
    for service in Service.objects.with_a_page().order_by("slug"):
        kind, status = kinds[service.status]
        yield Page(kind, reverse("directory:service", args=[service.slug]), status)


def _reports() -> Addresses:
    from directory.models import Service

    for service in Service.objects.listed().order_by("slug"):
        yield Page("report", reverse("directory:report", args=[service.slug]))
    address = reverse("directory:report", args=[service.slug])
    yield Page("report, problems", address, 400, press=".report .send button")
    for service in Service.objects.filter(status="archived"):
        yield Page("report, refused", reverse("directory:report", args=[service.slug]), 410)


def _thanks() -> Addresses:
    from directory.models import Service

    for service in Service.objects.listed().order_by("slug"):
        yield Page("report, thanks", reverse("directory:report_thanks", args=[service.slug]))


def _updates() -> Addresses:
    from directory import signed_links
    from directory.models import Upkeep

    upkeep = Upkeep.objects.get()
    address = reverse("directory:update", args=[upkeep.service.uuid])
    token = signed_links.update_link(upkeep.service_id, timezone.now())
    yield Page("update", f"{address}?lien={token}")
    yield Page(
        "update, problems",
        f"{address}?lien={token}",
        400,
        press=".report:not(.unchanged) .send button",
    )
    yield Page("update, no link", address)
    yield Page("update, broken link", f"{address}?lien=abc", 403)


def _stop() -> Addresses:
    from directory import signed_links
    from directory.models import UpdateContact

    contact = UpdateContact.objects.get()
    address = reverse("directory:stop")
    token = signed_links.stop_link(contact.pk, contact.address)
    yield Page("update, stop", f"{address}?lien={token}")
    yield Page("update, stop broken", address, 403)


def _of_the_update(kind: str, name: str) -> Callable[[], Addresses]:
    def pages() -> Addresses:
        from directory.models import Upkeep

        yield Page(kind, reverse(name, args=[Upkeep.objects.get().service.uuid]))

    return pages


def _of_each(kind: str, name: str, model: str) -> Callable[[], Addresses]:
    def pages() -> Addresses:
        from django.apps import apps

        for one in apps.get_model("directory", model)._default_manager.order_by("slug"):
            yield Page(kind, reverse(name, args=[one.slug]))

    return pages


def _one(kind: str, name: str) -> Callable[[], Addresses]:
    return lambda: iter([Page(kind, reverse(name))])


def _map() -> Addresses:
    address = reverse("orientation:map")
    yield Page("map", address)
    yield Page("map, of a question", f"{address}?besoin=ambulatoire&age=30&code_postal=1050")


def _errors() -> Addresses:
    for status in (400, 403, 500):
        yield Page(f"error {status}", reverse("audit_error", args=[status]), status)
    yield Page("error 404", reverse("about") + "nulle-part/", 404)


BY_NAME: dict[str, Callable[[], Addresses]] = {
    "orientation:home": _one("home", "orientation:home"),
    "orientation:list": _lists,
    "orientation:guide": _guide,
    "orientation:selection": _selection,
    "orientation:api": _one("API", "orientation:api"),
    "directory:service": _services,
    "directory:report": _reports,
    "directory:report_thanks": _thanks,
    "directory:organization": _of_each("organisation", "directory:organization", "Organization"),
    "directory:types": _one("types", "directory:types"),
    "directory:types_confused": _one("types, confused", "directory:types_confused"),
    "directory:type": _of_each("type", "directory:type", "ServiceType"),
    "directory:compare": _compare,
    "directory:bassin": _of_each("bassin", "directory:bassin", "Bassin"),
    "directory:stop": _stop,
    "directory:update": _updates,
    "directory:update_thanks": _of_the_update("update, thanks", "directory:update_thanks"),
    "directory:new_link": _of_the_update("update, link sent", "directory:new_link"),
    "directory:waits": _one("waits", "directory:waits"),
    "directory:waits_by_type": _one("waits, by type", "directory:waits_by_type"),
    "directory:emergency": _one("emergency", "directory:emergency"),
    "directory:glossary": _one("glossary", "directory:glossary"),
    "orientation:map": _map,
    "accessibility": _one("accessibility", "accessibility"),
    "about": _one("about", "about"),
    "privacy": _one("privacy", "privacy"),
    "offline": _one("offline", "offline"),
    "audit_error": _errors,
}


if __name__ == "__main__":
    django.setup()
    check_names()
    pages = {"public": every_page(), "admin": every_admin_page()}
    json.dump({group: [asdict(page) for page in them] for group, them in pages.items()}, sys.stdout)
