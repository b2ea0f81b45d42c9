"""The pages of the répertoire: services, organisations, bassins, emergency lines."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import glossary as words_of_the_field
from directory import schema_org, sheet
from directory.emergency import LINES, easy, levels
from directory.models import Bassin, Criterion, Organization, Service, ServiceType
from directory.models.contact import Level
from directory.models.service import GONE, Status
from directory.models.waiting_time import Stage
from directory.picture_words import picture_of
from directory.text import sort_key
from directory.waits_in_words import not_known


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service, its facts in a fixed order; an archived or merged one says where to go.

    A draft is shown to those who may see it in the admin.
    """
    entry = get_object_or_404(Service.objects.for_page(), slug=slug)
    # The session is looked at for a draft only: readers' pages know no cookie.
    is_draft = entry.status == Status.DRAFT
    if is_draft and not request.user.has_perm("directory.view_service"):
        raise Http404
    today = timezone.localdate()
    if entry.status in GONE:
        return render(request, "directory/service_gone.html", {"service": entry})
    known = sheet.conditions(entry, Criterion.objects.all(), today)
    context = {
        "service": entry,
        "line": LINES.get(entry.emergency_line),
        "phones": [p for p in entry.phones.all() if p.level == Level.PUBLIC],
        "professional_phones": [p for p in entry.phones.all() if p.level == Level.PROFESSIONAL],
        "emails": [e for e in entry.emails.all() if e.level == Level.PUBLIC],
        "professional_emails": [e for e in entry.emails.all() if e.level == Level.PROFESSIONAL],
        "audience": list(sheet.audience(entry)),
        "answered": [f for f in known if f.state is not sheet.State.UNKNOWN or f.note],
        "unanswered": [f for f in known if f.state is sheet.State.UNKNOWN and not f.note],
        "waits": sheet.waits(entry, today) or [not_known()],
        "follow_up": sheet.waits(entry, today, Stage.FOLLOW_UP),
        "said_of_waits": sheet.said_of_waits(entry, today),
        "chart_of_waits": sheet.chart_of_waits(entry, today),
        "opening": sheet.opening(entry, today),
        "first_step": list(sheet.first_step(entry)),
        "where": sheet.ask(_("Où recevez-vous ? Vous déplacez-vous ?")),
        "places": [at.location.published for at in entry.at_locations.all()],
        "coverage": sheet.coverage(entry),
        "team": list(sheet.team(entry)),
        "for_search_engines": schema_org.script(entry),
        "picture": picture_of(entry, today),
        "picture_address": settings.SITE_URL + reverse("directory:service_picture", args=[slug]),
    }
    response = render(request, "directory/service.html", context)
    if is_draft:
        add_never_cache_headers(response)
    # Who comes from the list finds their question here: this reader alone, this time.
    patch_vary_headers(response, ["Referer"])
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation and its services."""
    found = get_object_or_404(Organization, slug=slug)
    services = found.services.listed().with_card_data()
    return render(
        request, "directory/organization.html", {"organization": found, "services": services}
    )


@require_safe
def bassin(request: HttpRequest, slug: str) -> HttpResponse:
    """The services located in a bassin, those that serve it, and those of the whole Region."""
    found = get_object_or_404(Bassin, slug=slug)
    areas = found.areas.select_related("municipality")
    groups = Service.objects.listed().with_card_data().by_relation_to(found)
    context = {"bassin": found, "areas": areas, "groups": groups}
    return render(request, "directory/bassin.html", context)


@require_safe
def emergency(request: HttpRequest) -> HttpResponse:
    """Whom to call now; from a file, so that it answers when the database does not."""
    return render(request, "directory/emergency.html", {"levels": levels(), "easy": easy()})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field in plain words, and what the acronyms of services stand for."""
    types = ServiceType.objects.exclude(acronym="")
    acronyms = sorted(types, key=lambda kind: sort_key(kind.letters))
    context = {"words": words_of_the_field.in_order(), "acronyms": acronyms}
    return render(request, "directory/glossary.html", context)
