"""What machines read beside the pages: robots.txt, the search, the icon on a screen, the worker."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from orientation import qr

PAPER = "#faf8f4"
ONE_DAY = 24 * 60 * 60
ICONS = (192, 512)  # pixels a side
# Pages made for one question or one moment, and addresses for programs. `*` stands for any text.
NOT_CRAWLED = (
    "/orientation/",
    "/carte/",
    "/selection/",
    "/comparer/",
    "/services/*/signaler/",
    "/mise-a-jour/",
    "/hors-ligne/",
    "/api/services/",
    "/api/orientation/",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where search engines need not go, and where the list of pages is; nowhere in a demonstration."""
    lines = ["User-agent: *"]
    if settings.DEMO:
        lines.append("Disallow: /")
    else:
        lines.append("Disallow: /admin/")
        for code, _name in settings.LANGUAGES:
            prefix = "" if code == settings.LANGUAGE_CODE else f"/{code}"
            lines += [f"Disallow: {prefix}{path}" for path in NOT_CRAWLED]
        lines += [f"Disallow: /{code}/selection/" for code, _name in settings.SHEET_LANGUAGES]
        lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches the list from its own address bar."""
    context = {
        "description": _("Répertoire et orientation en santé mentale à Bruxelles."),
        "language": get_language(),
        "site_url": settings.SITE_URL,
    }
    kind = "application/opensearchdescription+xml"
    return render(request, "smesb/opensearch.xml", context, content_type=kind)


# At the root, so that it may answer for every page; asked again each time, so that it is never an old one.
@require_safe
@cache_control(no_cache=True)
def offline_worker(request: HttpRequest) -> HttpResponse:
    """What shows the copies a reader keeps on a device, when there is no network."""
    return render(request, "smesb/offline_worker.js", content_type="text/javascript")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site is called and drawn where somebody puts it on a telephone's screen."""
    content = {
        "name": f"SMES-B – {_('Santé mentale à Bruxelles')}",
        "short_name": "SMES-B",
        "lang": get_language(),
        "start_url": reverse("orientation:home"),
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {
                "src": static(f"icons/{side}.png"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for side in ICONS
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=ONE_DAY)
def page_qr(request: HttpRequest) -> HttpResponse:
    """The address of one of this site's pages (`page`, from its first slash) as a QR code, for paper."""
    page = request.GET.get("page", "")
    if not page.startswith("/"):
        raise Http404
    return qr.drawn(settings.SITE_URL + iri_to_uri(page))
