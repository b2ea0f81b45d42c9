"""When a link is worth nothing: a new one goes to the address on record, and to no other."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory import anonymous, signed_links, update_requests
from directory.anonymous import AnonymousForm
from directory.models import Service, UpdateContact
from directory.signed_links import LINK_DAYS, Problem, Refused

PER_SERVICE = 3  # letters an hour, whoever asks for them
TITLES: dict[Problem | None, Any] = {
    None: gettext_lazy("Mettre à jour la fiche"),
    Problem.BROKEN: gettext_lazy("Ce lien est arrivé abîmé"),
    Problem.EXPIRED: gettext_lazy("Ce lien est trop ancien"),
    Problem.REPLACED: gettext_lazy("Ce lien a été remplacé"),
    Problem.USED: gettext_lazy("Ce lien a déjà servi"),
    Problem.TOO_LONG: gettext_lazy("Ce texte est trop long"),
}
REASONS: dict[Problem | None, Any] = {
    None: gettext_lazy(
        "Cela se fait par un lien personnel, que nous envoyons par e-mail au service."
    ),
    Problem.BROKEN: gettext_lazy(
        "Il en manque peut-être la fin : certains programmes coupent les liens longs."
    ),
    Problem.EXPIRED: gettext_lazy("Un lien vaut %(days)s jours."),
    Problem.TOO_LONG: gettext_lazy(
        "Cinq cents signes suffisent. Ouvrez de nouveau le lien, et écrivez l’essentiel."
    ),
    Problem.REPLACED: gettext_lazy("Un autre contact tient peut-être la fiche à jour maintenant."),
    Problem.USED: gettext_lazy(
        "Ce qui a été dit est bien arrivé. Pour dire autre chose, il faut un nouveau lien."
    ),
}


def no_link(
    request: HttpRequest,
    service: Service,
    problem: Problem | None = None,
    form: AnonymousForm | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Say why, give back what was typed, and offer a new link."""
    form = form or AnonymousForm(purpose=_purpose(service))
    context = {
        "service": service,
        "form": form,
        "problems": [("", str(error)) for error in form.non_field_errors()],
        "problem": problem or "",
        "title": TITLES[problem],
        "reason": str(REASONS[problem]) % {"days": LINK_DAYS},
        "typed": typed,
    }
    status = 403 if problem and status == 200 else status
    return render(request, "directory/update_no_link.html", context, status=status)


def gone(request: HttpRequest, service: Service, typed: str = "") -> HttpResponse:
    """An entry that is kept true no more: its page says since when, and where to go."""
    title = _("Cette fiche n’est plus tenue à jour")
    context = {"service": service, "title": title, "advice": "", "gone": True, "typed": typed}
    return render(request, "directory/report_refused.html", context, status=410)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a new link to the address on record; the page that says so is the same for every service."""
    service = get_object_or_404(Service.objects.listed(), uuid=uuid)
    if request.method != "POST":
        return render(request, "directory/update_link_sent.html", {"service": service})
    sent_page = redirect("directory:new_link", service.uuid)
    try:
        data = anonymous.posted(request)
    except anonymous.Unreadable:
        return no_link(request, service, Problem.BROKEN)
    # One button, and nothing to read: it may be pressed at once.
    form = AnonymousForm(data, purpose=_purpose(service), min_age=0)
    problem = next((one for one in Problem if one == data.get("probleme")), None)
    if form.is_trapped:
        return sent_page
    status = 0
    if not anonymous.same_origin(request):
        form.ask_again(_("Ouvrez cette page dans votre navigateur, puis demandez le lien."))
        status = 403
    elif not form.is_valid():
        status = 400
    elif not anonymous.allowed(request, "link", service.pk, PER_SERVICE):
        form.ask_again(_("Plusieurs liens viennent de partir. Réessayez dans une heure."))
        status = 429
    else:
        try:
            update_requests.send_one(service, timezone.now())
        except update_requests.NotSent:
            form.ask_again(_("Le message n’a pas pu partir. Réessayez dans quelques minutes."))
            status = 503
    return no_link(request, service, problem, form, status=status) if status else sent_page


def _purpose(service: Service) -> str:
    return f"link:{service.pk}"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """« Do not write »: a page with one button. Mail programs may press it for their reader (RFC 8058)."""
    try:
        key, digest = signed_links.read_stop_link(request.GET.get("lien", ""))
        contact = UpdateContact.objects.filter(pk=key).first()
        if contact is None or not signed_links.is_of(contact.address, digest):
            raise Refused(Problem.REPLACED)
    except Refused:
        return render(request, "directory/update_stop.html", {"state": "broken"}, status=403)
    if request.method != "POST":
        return render(request, "directory/update_stop.html", {"state": "asked"})
    UpdateContact.objects.filter(pk=contact.pk, stopped_on=None).update(
        stopped_on=timezone.localdate()
    )
    return render(request, "directory/update_stop.html", {"state": "done"})
