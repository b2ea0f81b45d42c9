"""Waiting times: one more observation in the form of a service; all of them, to be read and sought."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from directory import waits_in_words
from directory.admin.autocomplete import Autocompleting
from directory.admin.concurrency import RowsFormSet
from directory.admin.generic import ModelAdmin, ModelForm, StackedInline
from directory.admin.read_only import ReadOnly
from directory.admin.sections import CONTACTS
from directory.models import WaitingTime
from directory.models.waiting_time import Speaker
from directory.waits import Wait, known


class WaitFilter(SimpleListFilter):
    """« Temps d’attente »: who has not answered, what grows old this week, who contradicts whom."""

    title = gettext_lazy("temps d’attente")
    parameter_name = "attente"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [
            ("jamais", gettext_lazy("jamais dit")),
            ("perime", gettext_lazy("périmé : à redemander")),
            ("bientot", gettext_lazy("périmé d’ici une semaine")),
            ("contredit", gettext_lazy("contredit par un appel")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The services of the choice, by the same rules as their pages."""
        today = timezone.localdate()
        match self.value():
            case "jamais":
                return queryset.exclude(pk__in=WaitingTime.objects.values("service"))
            case "perime":
                return queryset.filter(pk__in=_where(lambda w: not w.on(today).counts(today)))
            case "bientot":
                return queryset.filter(pk__in=_where(lambda w: w.expires(today, 7)))
            case "contredit":
                return queryset.filter(pk__in=_where(lambda w: w.is_contradicted(today)))
        return queryset


def _where(holds: Callable[[Wait], bool]) -> list[int]:
    """The services of which this holds for an audience."""
    rows = WaitingTime.objects.that_count().select_related("group").order_by("service", "pk")
    return [
        service
        for service, each in groupby(rows, key=lambda row: row.service_id)
        if any(map(holds, known((row.audience, row.observation) for row in each)))
    ]


@admin.register(WaitingTime)
class WaitingTimeAdmin(ReadOnly, ModelAdmin):
    """Everything that was ever said; a correction is one more, in the form of its service."""

    list_display = (
        *("service", "state", "weeks", "observed_on", "said_by"),
        *("is_set_aside", "is_fictional"),
    )
    list_filter = ("state", "said_by", "stage", "is_set_aside", "is_fictional")
    list_select_related = ("service",)
    list_per_page = 100
    search_fields = ("service__name",)
    search_help_text = gettext_lazy("Nom du service.")
    date_hierarchy = "observed_on"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under its name."""
        title = gettext_lazy("Temps d’attente : tout ce qui a été dit")
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description=gettext_lazy("semaines"))
    def weeks(self, row: WaitingTime) -> str:
        """« 4 à 6 semaines »."""
        return waits_in_words.weeks(row.weeks_from, row.weeks_to) or "–"


class WaitingTimeForm(ModelForm):
    """What the service said, or what a coordinator knows."""

    said_by = forms.ChoiceField(
        label=gettext_lazy("Par"),
        choices=[(one.value, one.label) for one in (Speaker.SERVICE, Speaker.COORDINATOR)],
        initial=Speaker.SERVICE,
    )

    observed_on = forms.DateField(
        label=gettext_lazy("Dit le"),
        required=False,
        widget=AdminDateWidget,
        help_text=gettext_lazy("Vide : aujourd’hui."),
    )

    class Meta:
        model = WaitingTime
        fields = (
            *("stage", "state", "weeks_from", "weeks_to", "until"),
            *("group", "age_min", "age_max", "observed_on", "said_by", "note"),
        )

    def clean_observed_on(self) -> date:
        """Today, when it is left empty."""
        return self.cleaned_data["observed_on"] or timezone.localdate()


class WaitingTimeInline(Autocompleting, StackedInline):
    """A new observation; a correction is a new one too."""

    model = WaitingTime
    form = WaitingTimeForm
    formset = RowsFormSet
    section = CONTACTS
    autocomplete_fields = ("group",)
    extra = 1
    can_delete = False
    verbose_name_plural = gettext_lazy("temps d’attente : une observation de plus")
    fieldsets = (
        (
            None,
            {"fields": (("state", "weeks_from", "weeks_to", "until"), ("said_by", "observed_on"))},
        ),
        (
            gettext_lazy("Pour qui, et précision"),
            {
                "classes": ("collapse",),
                "fields": (("stage", "group", "age_min", "age_max"), "note"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """None of those before: they have a page of their own, and never change."""
        return super().get_queryset(request).none()
