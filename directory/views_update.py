"""The link by which a service keeps its own entry true: one entry, and nothing to log in to.

Opening a link never changes anything: programs that read mail open links too. What a link allows, its
signature allows; so there is no CSRF token, which stands for a login that is not there.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory import anonymous, sheet, signed_links, summary, updates
from directory.forms_update import UpdateForm
from directory.models import Service, Upkeep, WaitingTime
from directory.models.service import GONE
from directory.signed_links import FORM_HOURS, Opened, Problem, Refused
from directory.updates import Answer
from directory.views_new_link import gone, no_link
from directory.waits_in_words import figure

PER_SERVICE, PER_SENDER = 20, 200  # answers an hour: one office may keep many entries


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the entry says, and two short forms: nothing has changed, or something has."""
    service = get_object_or_404(Service.objects.with_a_page().for_page(), uuid=uuid)
    answered = _sent if request.method == "POST" else _asked
    return answered(request, service, timezone.now())


def _asked(request: HttpRequest, service: Service, now: datetime) -> HttpResponse:
    """What a link leads to."""
    token = request.GET.get("lien", "")
    if service.status in GONE:
        return gone(request, service)
    if not token:
        return no_link(request, service)
    try:
        issued = signed_links.read_update_link(token, service.pk, now)
        return _shown(request, service, _opened(service, issued, now))
    except Refused as refusal:
        return no_link(request, service, refusal.problem)


def _sent(request: HttpRequest, service: Service, now: datetime) -> HttpResponse:
    """What becomes of a form; what was typed in one that cannot be taken is given back."""
    typed = ""
    try:
        data = anonymous.posted(request)
        typed = data.get("autre", "")
        if service.status in GONE:
            return gone(request, service, typed)
        form = signed_links.read_stamp(data.get("formulaire", ""), service.pk)
        asked = (
            None
            if "rien" in data
            else UpdateForm(data, service=service, known=_rows(service, form))
        )
        return _received(request, service, form, asked, now)
    except Refused as refusal:
        return no_link(request, service, refusal.problem, typed=typed)
    except anonymous.TooLong:
        return no_link(request, service, Problem.TOO_LONG)
    except anonymous.Unreadable:
        return no_link(request, service, Problem.BROKEN)


def _received(
    request: HttpRequest, service: Service, form: Opened, asked: UpdateForm | None, now: datetime
) -> HttpResponse:
    """Store what a form says and give thanks, or give it back with what is wrong. Raises Refused."""

    def again(problem: str = "", status: int = 409) -> HttpResponse:
        """What is known now, and still the form that was opened then."""
        opened = _opened(service, form.issued, now)._replace(at=form.at, nonce=form.nonce)
        return _shown(request, service, opened, asked, problem, status)

    if asked and not asked.is_valid():
        return again(status=400)
    if now - form.shown > timedelta(hours=FORM_HOURS):
        signed_links.check_age(form.issued, now)
        return again(_("La page est restée ouverte longtemps. Relisez, puis envoyez de nouveau."))
    if not anonymous.allowed(request, "update", service.pk, PER_SERVICE, PER_SENDER):
        return again(
            _("Trop de réponses sont arrivées d’ici depuis une heure. Réessayez dans une heure."),
            429,
        )
    try:
        answer = asked.answer() if asked else Answer(is_unchanged=True, confirms=True)
        updates.keep(_upkeep(service), form, answer)
    except updates.Changed:
        return again(_("La fiche a changé entre-temps. Relisez-la, puis envoyez de nouveau."))
    return redirect("directory:update_thanks", service.uuid)


@require_safe
def thanks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happens next with what was told."""
    service = get_object_or_404(Service.objects.listed(), uuid=uuid)
    return render(request, "directory/update_thanks.html", {"service": service})


def _upkeep(service: Service) -> Upkeep:
    """The upkeep of an entry. Raises Refused: without one, there are no links."""
    if found := Upkeep.objects.filter(service=service).first():
        return found
    raise Refused(Problem.REPLACED)


def _opened(service: Service, issued: datetime, now: datetime) -> Opened:
    """A form on what the entry says now."""
    today = timezone.localdate(now)
    return Opened(
        issued=issued,
        at=now,
        shown=now,
        nonce=secrets.token_hex(16),
        facts=summary.digest(service, today),
        observations=updates.keys(updates.counting(service, today)),
    )


def _rows(service: Service, form: Opened) -> list[WaitingTime]:
    """The observations that a form showed, whatever was said since."""
    return [row for row in service.waiting_times.all() if row.pk in form.observations]


def _shown(
    request: HttpRequest,
    service: Service,
    opened: Opened,
    form: UpdateForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a link that is worth something. Raises Refused."""
    updates.check_link(_upkeep(service), opened.issued, opened.at)
    today = timezone.localdate()
    rows = _rows(service, opened)
    form = form or UpdateForm(service=service, known=rows)
    context = {
        "service": service,
        "form": form,
        "problems": [("", problem)] if problem else form.problems,
        "stamp": signed_links.stamp(service.pk, opened),
        "sections": summary.sections(service, today),
        "waits": sheet.waits(service, today),
        "said_again": [figure(row.observation) for row in updates.said_again(rows, today)],
        "page_languages": _languages(service, opened.issued),
    }
    return render(request, "directory/update.html", context, status=status)


def _languages(service: Service, issued: datetime) -> list[tuple[str, str, str]]:
    """This page in each language, by its link: what a form is sent to has none in its address."""
    found = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            path = reverse("directory:update", args=[service.uuid])
        found.append((code, name, f"{path}?lien={signed_links.update_link(service.pk, issued)}"))
    return found
