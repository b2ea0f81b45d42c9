"""What one does to entries, several or one: each act is confirmed on a page of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory import actions
from directory.admin.autocomplete import ChosenFromList
from directory.models import Service
from directory.models.service import Status
from directory.text import control_character


def _another(label: Any, **kwargs: Any) -> Any:
    """A choice among the entries to which readers may be sent."""
    return forms.ModelChoiceField(
        Service.objects.listed(),
        label=label,
        widget=ChosenFromList(Service._meta.get_field("successor"), admin.site),
        error_messages={
            "invalid_choice": gettext_lazy("Choisissez une fiche publiée ou suspendue.")
        },
        **kwargs,
    )


class DayForm(forms.Form):
    """The day of an act: today, or one before."""

    on = forms.DateField(
        label=gettext_lazy("Depuis le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )

    def clean_on(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        return day


class ExplainedForm(DayForm):
    """A day, and what the page will say."""

    note = forms.CharField(
        label=gettext_lazy("Explication publiée"),
        help_text=gettext_lazy("Pourquoi, et où s’adresser à la place."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def clean_note(self) -> str:
        """Refuse what would make the page invalid."""
        note: str = self.cleaned_data["note"]
        if control_character(note):
            raise forms.ValidationError(_("Ce texte contient un caractère invisible : retirez-le."))
        return note


class ArchiveForm(ExplainedForm):
    """A day, what the page will say, perhaps where to go instead."""

    successor = _another(gettext_lazy("S’adresser plutôt à"), required=False)


class MergeForm(DayForm):
    """A day, and the entry that stays."""

    into = _another(gettext_lazy("La fiche qui reste"))


@dataclass(frozen=True)
class _Act:
    """An act: how it is announced, what it asks, what it does with the answers, where that leads."""

    title: Any
    explanation: Any
    form: type[forms.Form]
    do: Callable[..., int]
    status: Status | None = None


def _merge_all(services: QuerySet[Service], *, into: Service, **rest: Any) -> int:
    merged = list(services)
    with transaction.atomic():
        for service in merged:
            actions.merge(service, into, **rest)
    return len(merged)


ACTS: Mapping[str, _Act] = {
    "verify": _Act(
        gettext_lazy("Vérifier"),
        gettext_lazy("Une fiche vérifiée est exacte : quelqu’un du service l’a confirmé."),
        DayForm,
        actions.verify,
    ),
    "publish": _Act(
        gettext_lazy("Publier"),
        gettext_lazy("Une fiche publiée est visible par tout le monde."),
        forms.Form,
        actions.publish,
        Status.PUBLISHED,
    ),
    "suspend": _Act(
        gettext_lazy("Suspendre"),
        gettext_lazy(
            "Un service suspendu existe et ne prend personne pour le moment. Sa page le dit."
        ),
        ExplainedForm,
        actions.suspend,
        Status.SUSPENDED,
    ),
    "archive": _Act(
        gettext_lazy("Archiver"),
        gettext_lazy(
            "Un service archivé n’existe plus. Sa page reste et le dit ; rien n’est effacé."
        ),
        ArchiveForm,
        actions.archive,
        Status.ARCHIVED,
    ),
    "merge": _Act(
        gettext_lazy("Fusionner"),
        gettext_lazy(
            "Une fiche fusionnée renvoie à une autre, qui reste. Reprenez-y d’abord ce qui manque : "
            "seuls les identifiants dans les autres listes passent à celle-ci."
        ),
        MergeForm,
        _merge_all,
        Status.MERGED,
    ),
}


class ServiceActions:
    """The acts on services: from the list, on those that are ticked; from a form, on that one."""

    actions = tuple(ACTS)
    admin_site: Any
    model: Any
    opts: Any
    media: Any

    @admin.action(
        permissions=["change"], description=gettext_lazy("Vérifier (confirmées par le service)…")
    )
    def verify(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Say that entries were confirmed."""
        return self._confirmed(request, queryset, "verify")

    @admin.action(permissions=["change"], description=gettext_lazy("Publier…"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Show entries to everyone."""
        return self._confirmed(request, queryset, "publish")

    @admin.action(permissions=["change"], description=gettext_lazy("Suspendre…"))
    def suspend(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Say that services take no one for now."""
        return self._confirmed(request, queryset, "suspend")

    @admin.action(permissions=["change"], description=gettext_lazy("Archiver…"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Take entries out of use."""
        return self._confirmed(request, queryset, "archive")

    @admin.action(
        permissions=["change"], description=gettext_lazy("Fusionner dans une autre fiche…")
    )
    def merge(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Close entries in favour of another."""
        return self._confirmed(request, queryset, "merge")

    def get_urls(self) -> list[URLPattern]:
        """The addresses of an admin, and that of an act on one entry."""
        view = self.admin_site.admin_view(self.act_view)
        own = path("<int:pk>/<str:name>/confirmer/", view, name="directory_service_act")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do one act to one entry, and go back to its form."""
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        services = Service.objects.filter(pk=pk)
        if name not in ACTS or not services:
            raise Http404
        asked = self._confirmed(request, services, name, one=services[0])
        return asked or redirect("admin:directory_service_change", pk)

    @staticmethod
    def acts_on(service: Service) -> list[tuple[Any, str]]:
        """What may be done to an entry, with the address of each act; saving it can verify it."""
        return [
            (act.title, reverse("admin:directory_service_act", args=[service.pk, name]))
            for name, act in ACTS.items()
            if act.status and (act.status, service.status) != (Status.PUBLISHED,) * 2
        ]

    def _confirmed(
        self,
        request: HttpRequest,
        services: QuerySet[Service],
        name: str,
        one: Service | None = None,
    ) -> HttpResponse | None:
        """Ask what the act needs to know; when answered, do it and return None."""
        act = ACTS[name]
        form = act.form(
            request.POST if "confirmed" in request.POST else None, initial=_said(act, one)
        )
        if form.is_bound and form.is_valid():
            try:
                count = act.do(services, by=request.user, **form.cleaned_data)
            except actions.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                done = ngettext("%(act)s : %(count)d fiche.", "%(act)s : %(count)d fiches.", count)
                messages.success(request, done % {"act": act.title, "count": count})
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "explanation": act.explanation,
            "form": form,
            "media": self.media + form.media,
            "opts": self.opts,
            "services": services,
            "checkbox": ACTION_CHECKBOX_NAME,
            "action": name,
            "back": reverse("admin:directory_service_change", args=[one.pk])
            if one
            else request.get_full_path(),
        }
        return render(request, "admin/directory/confirm_action.html", context)


def _said(act: _Act, service: Service | None) -> dict[str, Any]:
    """What an entry already says of the state that the act leads to: the act then mends it."""
    if not service or service.status != act.status:
        return {}
    return {
        "on": service.status_since,
        "note": service.status_note,
        "successor": service.successor_id,
        "into": service.successor_id,
    }
