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
}
REASONS: dict[Problem | None, Any] = {
    None: gettext_lazy(
        "Cela se fait par un lien personnel, que nous envoyons par e-mail au service."
    ),
    Problem.BROKEN: gettext_lazy(
        "Il en manque peut-être la fin : certains programmes coupent les liens longs."
    ),
    Problem.EXPIRED: gettext_lazy("Un lien vaut %(days)s jours."),
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
    status: int = 200,
) -> HttpResponse:
    """Say why, and offer a new link."""
    form = form or AnonymousForm(purpose=_purpose(service))
    context = {
        "service": service,
        "form": form,
        "problems": [("", str(error)) for error in form.non_field_errors()],
        "title": TITLES[problem],
        "reason": str(REASONS[problem]) % {"days": LINK_DAYS},
    }
    return render(
        request, "directory/update_no_link.html", context, status=status if not problem else 403
    )


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
        form = AnonymousForm(anonymous.posted(request), purpose=_purpose(service))
    except anonymous.Unreadable:
        return no_link(request, service, Problem.BROKEN)
    if form.is_trapped:
        return sent_page
    if not anonymous.same_origin(request):
        form.ask_again(_("Ouvrez cette page dans votre navigateur, puis demandez le lien."))
        return no_link(request, service, form=form, status=403)
    if not form.is_valid():
        return no_link(request, service, form=form, status=400)
    if not anonymous.allowed(request, "link", service.pk, PER_SERVICE):
        form.ask_again(_("Plusieurs liens viennent de partir. Réessayez dans une heure."))
        return no_link(request, service, form=form, status=429)
    try:
        update_requests.send_one(service, timezone.now())
    except update_requests.NotSent:
        form.ask_again(_("Le message n’a pas pu partir. Réessayez dans quelques minutes."))
        return no_link(request, service, form=form, status=503)
    return sent_page


def _purpose(service: Service) -> str:
    return f"link:{service.pk}"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """« Do not write »: a page with one button. Mail programs may press it for their reader (RFC 8058)."""
    try:
        contact = signed_links.read_stop_link(request.GET.get("lien", ""))
    except Refused:
        return render(request, "directory/update_stop.html", {"state": "broken"}, status=403)
    if request.method != "POST":
        return render(request, "directory/update_stop.html", {"state": "asked"})
    UpdateContact.objects.filter(pk=contact, stopped_on=None).update(
        stopped_on=timezone.localdate()
    )
    return render(request, "directory/update_stop.html", {"state": "done"})
