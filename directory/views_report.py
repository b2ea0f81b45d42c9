"""« J’ai appelé »: what a professional learned on the phone comes back to the coordinators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory import anonymous, suggestions
from directory.forms import ReportForm
from directory.models import Criterion, Service
from directory.models.service import GONE


# There is no cookie that another site could make the browser send, so no CSRF token either: who posts
# is asked for the same origin, a signed stamp and patience (directory/anonymous.py).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of one service; what is sent is stored once, for the coordinators to read."""
    entries = Service.objects.with_a_page().prefetch_related("phones", "conditions")
    service = get_object_or_404(entries, slug=slug)
    if service.status in GONE:
        return _refused(request, service, _("Cette fiche n’est plus tenue à jour"), "", 410)
    criteria = Criterion.objects.all()
    if request.method != "POST":
        form = ReportForm(service=service, criteria=criteria, asked=request.GET)
        return _shown(request, service, form)
    if not anonymous.same_origin(request):
        advice = _(
            "Il doit partir d’une page de ce site, et votre navigateur ne l’a pas confirmé. "
            "Rien n’a été gardé."
        )
        return _refused(request, service, _("Le formulaire n’a pas été accepté"), advice, 403)
    try:
        data = anonymous.posted(request)
    except anonymous.TooLong:
        advice = _("La précision tient en 140 signes. Rien n’a été gardé : écrivez l’essentiel.")
        return _refused(request, service, _("Le formulaire est trop long"), advice, 413)
    except anonymous.Unreadable:
        advice = _("Il est arrivé abîmé. Rien n’a été gardé : recommencez.")
        return _refused(request, service, _("Le formulaire n’a pas pu être lu"), advice, 400)
    return _received(request, service, ReportForm(data, service=service, criteria=criteria))


def _received(request: HttpRequest, service: Service, form: ReportForm) -> HttpResponse:
    """Store what the form says and give thanks, or give it back with what is wrong."""
    thanks_page = redirect("directory:report_thanks", service.slug)
    if form.is_trapped:
        return thanks_page
    if not form.is_valid():
        return _shown(request, service, form, status=400)
    learned, token = form.learned(), form.stamp.nonce
    try:
        if suggestions.was_sent(token, learned):
            return thanks_page
        if not anonymous.allowed(request, "report", service.pk):
            form.ask_again(
                _(
                    "Trop de formulaires sont partis d’ici depuis une heure. Réessayez dans une heure."
                )
            )
            return _shown(request, service, form, status=429)
        suggestions.keep(service, learned, token)
    except suggestions.AlreadySent:
        form.ask_again(
            _(
                "Vous avez déjà envoyé ce formulaire, et changé une réponse depuis. "
                "Pour signaler aussi ce changement, envoyez de nouveau."
            ),
            renew=True,
        )
        return _shown(request, service, form, status=409)
    return thanks_page


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next with what was sent."""
    service = get_object_or_404(Service.objects.with_a_page(), slug=slug)
    return render(request, "directory/report_thanks.html", {"service": service})


def _shown(
    request: HttpRequest, service: Service, form: ReportForm, status: int = 200
) -> HttpResponse:
    context = {"service": service, "form": form}
    response = render(request, "directory/report.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "3600"
    return response


def _refused(
    request: HttpRequest, service: Service, title: str, advice: str, status: int
) -> HttpResponse:
    context = {
        "service": service,
        "title": title,
        "advice": advice,
        "gone": service.status in GONE,
        "typed": "",
    }
    return render(request, "directory/report_refused.html", context, status=status)
