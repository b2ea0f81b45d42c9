"""What one does to several entries at once: each act is confirmed on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory import actions
from directory.admin.autocomplete import ChosenFromList
from directory.models import Service
from directory.text import control_character


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


class MergeForm(DayForm):
    """A day, and the entry that stays."""

    into = forms.ModelChoiceField(
        Service.objects.filter(status__in=["published", "suspended", "draft"]),
        label=gettext_lazy("La fiche qui reste"),
        widget=ChosenFromList(Service._meta.get_field("successor"), admin.site),
    )


@dataclass(frozen=True)
class _Act:
    """An act: how it is announced, what it asks, what it does with the answers."""

    title: Any
    explanation: Any
    form: type[DayForm]
    do: Callable[..., int]


def _merge_all(services: QuerySet[Service], *, into: Service, **rest: Any) -> int:
    merged = list(services)
    with transaction.atomic():
        for service in merged:
            actions.merge(service, into, **rest)
    return len(merged)


_VERIFY = _Act(
    gettext_lazy("Vérifier"),
    gettext_lazy("Ces fiches sont exactes : quelqu’un du service l’a confirmé."),
    DayForm,
    actions.verify,
)
_ARCHIVE = _Act(
    gettext_lazy("Archiver"),
    gettext_lazy("Ces services n’existent plus. Leur page reste et le dit ; rien n’est effacé."),
    ExplainedForm,
    actions.archive,
)
_SUSPEND = _Act(
    gettext_lazy("Suspendre"),
    gettext_lazy("Ces services existent et ne prennent personne pour le moment. Leur page le dit."),
    ExplainedForm,
    actions.suspend,
)
_PUBLISH = _Act(
    gettext_lazy("Publier"),
    gettext_lazy("Ces fiches seront visibles par tout le monde."),
    DayForm,
    actions.publish,
)
_MERGE = _Act(
    gettext_lazy("Fusionner"),
    gettext_lazy(
        "Ces fiches renverront à une autre, qui reste. Reprenez-y d’abord ce qui manque : "
        "seuls leurs identifiants dans les autres listes passent à celle-ci."
    ),
    MergeForm,
    _merge_all,
)


class ServiceActions:
    """The actions of the list of services."""

    actions = ("verify", "publish", "suspend", "archive", "merge")

    @admin.action(
        permissions=["change"], description=gettext_lazy("Vérifier (confirmées par le service)…")
    )
    def verify(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Say that entries were confirmed."""
        return _confirmed(self, request, queryset, _VERIFY)

    @admin.action(permissions=["change"], description=gettext_lazy("Publier…"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Show entries to everyone."""
        return _confirmed(self, request, queryset, _PUBLISH)

    @admin.action(permissions=["change"], description=gettext_lazy("Suspendre…"))
    def suspend(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Say that services take no one for now."""
        return _confirmed(self, request, queryset, _SUSPEND)

    @admin.action(permissions=["change"], description=gettext_lazy("Archiver…"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Take entries out of use."""
        return _confirmed(self, request, queryset, _ARCHIVE)

    @admin.action(
        permissions=["change"], description=gettext_lazy("Fusionner dans une autre fiche…")
    )
    def merge(self, request: HttpRequest, queryset: QuerySet[Service]) -> HttpResponse | None:
        """Close entries in favour of another."""
        return _confirmed(self, request, queryset, _MERGE)


def _confirmed(
    model_admin: Any, request: HttpRequest, services: QuerySet[Service], act: _Act
) -> HttpResponse | None:
    """Ask what the act needs to know; when answered, do it and go back to the list (None)."""
    form = act.form(request.POST if "confirmed" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            count = act.do(services, by=request.user, **form.cleaned_data)
        except actions.MergeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = ngettext("%(act)s : %(count)d fiche.", "%(act)s : %(count)d fiches.", count)
            messages.success(request, done % {"act": act.title, "count": count})
            return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": act.title,
        "explanation": act.explanation,
        "form": form,
        "media": model_admin.media + form.media,
        "opts": model_admin.opts,
        "services": services,
        "checkbox": ACTION_CHECKBOX_NAME,
        "action": request.POST["action"],
        "back": request.get_full_path(),
    }
    return render(request, "admin/directory/confirm_action.html", context)
