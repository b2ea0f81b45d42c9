"""The link by which a service keeps its own entry true: one entry, and nothing to log in to.

Opening a link never changes anything: programs that read mail open links too. What a link allows, its
signature allows; so there is no CSRF token, which stands for a login that is not there.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory import anonymous, sheet, signed_links, summary, updates
from directory.forms_update import UpdateForm
from directory.models import Criterion, Service, Upkeep, WaitingTime
from directory.signed_links import FORM_HOURS, Opened, Problem, Refused
from directory.updates import Answer
from directory.views_new_link import no_link


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the entry says, and two short forms: nothing has changed, or something has."""
    service = get_object_or_404(Service.objects.listed().for_page(), uuid=uuid)
    upkeep = Upkeep.objects.filter(service=service).first()
    now = timezone.now()
    try:
        if request.method == "POST":
            return _received(request, service, upkeep, now)
        token = request.GET.get("lien", "")
        if not token:
            return no_link(request, service)
        issued = signed_links.read_update_link(token, service.pk, now)
        return _shown(request, service, upkeep, _opened(service, issued, now))
    except Refused as refusal:
        return no_link(request, service, refusal.problem)


def _received(
    request: HttpRequest, service: Service, upkeep: Upkeep | None, now: datetime
) -> HttpResponse:
    """Store what one of the forms says and give thanks, or give it back with what is wrong."""
    try:
        data = anonymous.posted(request)
    except anonymous.Unreadable as error:
        raise Refused(Problem.BROKEN) from error
    form = signed_links.read_stamp(data.get("formulaire", ""), service.pk)
    known = _counting(service, form.observations)
    asked = UpdateForm(data, service=service, known=known) if "rien" not in data else None
    answer = Answer(updates.said_again(known, timezone.localdate(now)), confirms=True)
    if asked:
        if not asked.is_valid():
            return _shown(request, service, upkeep, form, asked, status=400)
        answer = asked.answer()
    problem = ""
    if now - form.at > timedelta(hours=FORM_HOURS):
        signed_links.check_age(form.issued, now)
        problem = _("La page est restée ouverte longtemps. Relisez, puis envoyez de nouveau.")
    elif answer.confirms and form.facts != _digest(service):
        problem = _("La fiche a changé entre-temps. Relisez-la, puis envoyez de nouveau.")
    if problem:
        again = _opened(service, form.issued, now)
        return _shown(request, service, upkeep, again, asked, problem, status=409)
    if upkeep is None:
        raise Refused(Problem.REPLACED)
    updates.keep(upkeep, form, answer)
    return redirect("directory:update_thanks", service.uuid)


@require_safe
def thanks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happens next with what was told."""
    service = get_object_or_404(Service.objects.listed(), uuid=uuid)
    return render(request, "directory/update_thanks.html", {"service": service})


def _opened(service: Service, issued: datetime, now: datetime) -> Opened:
    """A form on what the entry says now."""
    rows = updates.counting(service, timezone.localdate(now))
    return Opened(
        issued=issued,
        at=now,
        nonce=secrets.token_hex(16),
        facts=_digest(service),
        observations=tuple(row.pk for row in rows),
    )


def _counting(service: Service, observations: tuple[int, ...]) -> list[WaitingTime]:
    """The observations that a form showed, whatever was said since."""
    return [row for row in service.waiting_times.all() if row.pk in observations]


def _digest(service: Service) -> str:
    return summary.digest(service, Criterion.objects.all(), timezone.localdate())


def _shown(
    request: HttpRequest,
    service: Service,
    upkeep: Upkeep | None,
    opened: Opened,
    form: UpdateForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a link that is worth something. Raises Refused."""
    if upkeep is None:
        raise Refused(Problem.REPLACED)
    updates.check_link(upkeep, opened.issued, opened.at)
    known = _counting(service, opened.observations)
    form = form or UpdateForm(service=service, known=known)
    problems = [("", problem)] if problem else form.problems
    context = {
        "service": service,
        "form": form,
        "problems": problems,
        "stamp": signed_links.stamp(service.pk, opened),
        "sections": summary.sections(service, Criterion.objects.all(), timezone.localdate()),
        "waits": sheet.waits(service, timezone.localdate()),
    }
    return render(request, "directory/update.html", context, status=status)
