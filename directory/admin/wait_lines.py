"""Waiting times in number: a line a service, for an afternoon on the telephone."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from directory import sheet, upkeeps
from directory.admin.generic import ModelForm
from directory.models import Service, WaitingTime
from directory.models.waiting_time import Intake, Speaker
from directory.waits import Observation
from directory.waits_in_words import Line

MOST_LINES = 100
NO_ANSWER = "no_answer"


BRIEF = {
    Intake.OPEN: gettext_lazy("ouvert"),
    Intake.WAITING: gettext_lazy("liste d’attente"),
    Intake.SUSPENDED: pgettext_lazy("nouvelles demandes", "suspendu"),
    Intake.CRISIS: gettext_lazy("crise seulement"),
    Intake.CLOSED: gettext_lazy("fermé"),
}


class LineForm(ModelForm):
    """One observation of a first contact, for everyone, made today; an empty line says nothing."""

    state = forms.ChoiceField(
        label=gettext_lazy("État"),
        choices=[("", "–"), *Intake.choices, (NO_ANSWER, gettext_lazy("appelé : pas de réponse"))],
        required=False,
    )
    said_by = forms.ChoiceField(
        label=gettext_lazy("Dit par"),
        choices=[(one.value, one.label) for one in (Speaker.SERVICE, Speaker.COORDINATOR)],
    )

    class Meta:
        model = WaitingTime
        fields = ("state", "weeks_from", "weeks_to", "until", "said_by", "note")
        widgets = {"until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: QueryDict | None, service: Service) -> None:
        super().__init__(data, instance=WaitingTime(service=service), prefix=str(service.pk))
        self.service = service

    def clean(self) -> dict[str, Any]:
        """Refuse figures without a state: they would be lost."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        figures = ("weeks_from", "weeks_to", "until", "note")
        says = any(given.get(name) not in (None, "") for name in figures)
        if says and given.get("state") in ("", NO_ANSWER):
            self.add_error("state", _("Choisissez aussi l’état."))
        return given

    def _post_clean(self) -> None:
        # A line that says nothing, or that nobody answered, is no observation to be judged.
        if self.cleaned_data.get("state") not in ("", NO_ANSWER):
            super()._post_clean()  # type: ignore[misc]

    @property
    def was_stored(self) -> bool:
        """Whether the very same was noted today: the page was sent twice."""
        names = ("state", "weeks_from", "weeks_to", "until", "said_by", "note")
        same = {name: self.cleaned_data[name] for name in names}
        today = timezone.localdate()
        return self.service.waiting_times.filter(observed_on=today, group=None, **same).exists()

    @property
    def now(self) -> list[Line]:
        """What the page of the service says today."""
        return sheet.waits(self.service, timezone.localdate())


class WaitLines:
    """For the admin of services: the page of lines, and the way to it from the list."""

    admin_site: Any
    opts: Any
    actions: tuple[Any, ...]

    def get_urls(self) -> list[URLPattern]:
        """The addresses of an admin, and that of the lines."""
        view = self.admin_site.admin_view(self.lines_view)
        own = path("attentes/", view, name="directory_service_waits")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The acts, and this one first: it is done most."""
        found: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        label = _("Noter les temps d’attente…")
        return {"note_waits": (type(self).note_waits, "note_waits", label), **found}

    def note_waits(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse:
        """Go to the lines of the services that are ticked, and come back to this list."""
        keys = [service.pk for service in queryset]
        if len(keys) > MOST_LINES:
            told = _("Les %(count)s premiers services seulement : faites les autres ensuite.")
            messages.warning(request, told % {"count": MOST_LINES})
        return redirect(_lines_url(keys[:MOST_LINES], request.get_full_path()))

    @admin.display(description=gettext_lazy("attente"))
    def wait(self, service: Service) -> SafeString:
        """What counts today of the widest audience, in brief; a way to say more."""
        waits, today = service.waits(), timezone.localdate()
        words = _brief(waits[-1].on(today), today) if waits else _("jamais dit")
        return format_html('<a href="{}">{}</a>', _lines_url([service.pk]), words)

    def lines_view(self, request: HttpRequest) -> HttpResponse:
        """The lines of the services asked; all that is said is stored, or nothing."""
        if not request.user.has_perms(["directory.add_waitingtime", "directory.change_service"]):
            raise PermissionDenied
        keys = [key for key in request.GET.getlist("s") if key.isdecimal() and len(key) < 19]
        services = Service.objects.filter(pk__in=keys[:MOST_LINES]).prefetch_related(
            "waiting_times__group"
        )
        data = request.POST if request.method == "POST" else None
        back = request.GET.get("retour", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("admin:directory_service_changelist")
        lines = [LineForm(data, service) for service in services]
        valid = [line.is_valid() for line in lines]  # each one, so that each says what is wrong
        if all(valid) and data is not None:
            self._store(request, lines)
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Noter les temps d’attente"),
            "opts": self.opts,
            "lines": lines,
            "back": back,
        }
        return render(request, "admin/directory/service/wait_lines.html", context)

    def _store(self, request: HttpRequest, lines: list[LineForm]) -> None:
        by: Any = request.user
        told = [line for line in lines if line.cleaned_data["state"] not in ("", NO_ANSWER)]
        silent = [line.service for line in lines if line.cleaned_data["state"] == NO_ANSWER]
        with transaction.atomic():
            for line in told:
                if not line.was_stored:
                    line.save()
            upkeeps.called_in_vain(silent, by=by)
        noted = ngettext(
            "%(count)s temps d’attente noté.", "%(count)s temps d’attente notés.", len(told)
        )
        unanswered = ngettext(
            "%(count)s appel sans réponse.", "%(count)s appels sans réponse.", len(silent)
        )
        messages.success(
            request,
            f"{noted % {'count': len(told)}} {unanswered % {'count': len(silent)}}",
        )


def _brief(said: Observation, day: date) -> str:
    """« liste, 4–6 sem. (22/10) », for a column of the list."""
    words = str(BRIEF[Intake(said.state)]) if said.counts(day) else _("à redemander")
    bounds = dict.fromkeys(str(n) for n in (said.weeks_from, said.weeks_to) if n is not None)
    if bounds and said.counts(day):
        words = _("%(state)s, %(weeks)s sem.") % {"state": words, "weeks": "–".join(bounds)}
    if said.is_fictional:
        words = _("%(words)s, fictif") % {"words": words}
    return f"{words} ({date_format(said.observed_on, 'd/m')})"


def _lines_url(keys: list[int], back: str = "") -> str:
    query: list[tuple[str, str | int]] = [("s", key) for key in keys]
    query += [("retour", back)] if back else []
    return f"{reverse('admin:directory_service_waits')}?{urlencode(query)}"
