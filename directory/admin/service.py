"""The entries: the list that says what is stale or incomplete, and the form of one service."""

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import actions, dates
from directory.admin import sections
from directory.admin.base import RecordedAdmin
from directory.admin.conditions import ConditionInline
from directory.admin.filters import BassinFilter, IncompleteFilter, ServedFilter, StaleFilter
from directory.admin.inlines import (
    AreaInline,
    EmailInline,
    IdentifierInline,
    PhoneInline,
    PlaceInline,
    ScheduleInline,
    TargetGroupInline,
)
from directory.admin.known import completeness_of, with_known_facts
from directory.admin.search import FoldedSearch, with_number
from directory.admin.service_actions import ServiceActions
from directory.admin.service_forms import ServiceForm
from directory.admin.service_list import ServiceList
from directory.admin.wait_lines import WaitLines
from directory.admin.waiting_times import WaitFilter, WaitingTimeInline
from directory.freshness import Freshness, freshness
from directory.models import Service, Upkeep
from directory.models.service import Status

TRANSLATIONS = gettext_lazy("En néerlandais et en anglais")
FOLDED = ("collapse",)


@admin.register(Service)
class ServiceAdmin(WaitLines, ServiceActions, FoldedSearch, RecordedAdmin):
    """A service with its conditions, publics, places and telephones on one page."""

    form = ServiceForm
    list_display = (
        "name",
        "type",
        "organization",
        "communes",
        "status",
        "wait",
        "confirmed",
        "source_age",
        "percent",
    )
    list_filter = (
        StaleFilter,
        WaitFilter,
        IncompleteFilter,
        BassinFilter,
        ServedFilter,
        "status",
        "type__sector",  # not the type, one of 44: the search finds it
    )
    list_select_related = ("type", "organization")
    list_per_page = 50
    search_fields = (
        "name",
        "alternate_name",
        "organization__name",
        "organization__alternate_name",
        "type__name_fr",
        "type__name_nl",
        "type__name_en",
        "type__acronym",
    )
    search_help_text = gettext_lazy(
        "Nom, organisation, type ou numéro de téléphone ; sans souci d’accents."
    )
    ordering = ("sort_key", "slug")
    autocomplete_fields = ("organization", "type")
    readonly_fields = (
        "verified_on",
        "verified_by",
        "completeness",
        "updated_at",
        "status_since",
        "status_note",
        "successor",
    )
    inlines = (
        TargetGroupInline,
        ConditionInline,
        AreaInline,
        PlaceInline,
        PhoneInline,
        EmailInline,
        WaitingTimeInline,
        ScheduleInline,
        IdentifierInline,
    )
    fieldsets = (
        (
            sections.WHAT,
            {
                "fields": (
                    ("name", "alternate_name"),
                    ("type", "organization"),
                    "description_fr",
                    "specifics_fr",
                    "needs",
                    "website",
                )
            },
        ),
        (
            TRANSLATIONS,
            {
                "classes": FOLDED,
                "fields": ("description_nl", "description_en", "specifics_nl", "specifics_en"),
            },
        ),
        (
            gettext_lazy("L’équipe et les mots-clés"),
            {
                "classes": FOLDED,
                "fields": (
                    "professions",
                    "professions_complete",
                    "themes",
                    "themes_complete",
                    "keywords",
                ),
            },
        ),
        (
            sections.WHO,
            {
                "fields": (
                    ("helps_personne", "helps_proche", "helps_professionnel"),
                    ("age_min", "age_max"),
                    "audience",
                    "audience_note",
                    "languages",
                    "languages_complete",
                )
            },
        ),
        (sections.CONDITIONS, {"fields": ("access_note",)}),
        (
            sections.HOW,
            {
                "description": gettext_lazy("Qui peut demander ? Rien de coché : on ne sait pas."),
                "fields": (
                    (
                        "asks_personne",
                        "asks_proche",
                        "asks_professionnel",
                        "asks_medecin",
                        "asks_partenaire",
                    ),
                    "first_step_fr",
                    "cost_fr",
                ),
            },
        ),
        (
            TRANSLATIONS,
            {
                "classes": FOLDED,
                "fields": ("first_step_nl", "first_step_en", "cost_nl", "cost_en"),
            },
        ),
        (sections.WHERE, {"fields": ("coverage", "coverage_note")}),
        (sections.CONTACTS, {"fields": ()}),
        (
            sections.WORTH,
            {
                "fields": (
                    ("verified_on", "verified_by", "completeness", "updated_at"),
                    ("source", "source_date"),
                    "source_url",
                    ("status", "status_since"),
                    "status_note",
                    "successor",
                    ("slug", "emergency_line"),
                    "internal_note",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Services with what is known of them."""
        return with_known_facts(super().get_queryset(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ServiceList]:
        """The list, whose rows say where they are and how long one waits."""
        return ServiceList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by words or by a telephone number; an entry to go to instead is one that is shown."""
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.filter(status__in=(Status.PUBLISHED, Status.SUSPENDED))
        found, _duplicates = super().get_search_results(request, queryset, search_term)
        return found | with_number(queryset, search_term), False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The state changes by an act; the address of a page that has been public does not change."""
        if obj is None:
            return self.readonly_fields
        public = obj.status != Status.DRAFT
        return (*self.readonly_fields, "status", *(("slug",) if public else ()))

    def view_on_site(self, obj: Service) -> str:
        """The page as readers see it; staff see a draft's too."""
        return obj.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, each group of rows under the section it belongs to."""
        rows = {
            str(section): list(inlines)
            for section, inlines in groupby(
                context["inline_admin_formsets"], key=lambda inline: str(inline.opts.section)
            )
        }
        context["sections"] = [
            (fieldset, [] if fieldset.is_collapsible else rows.get(str(fieldset.name), []))
            for fieldset in context["adminform"]
        ]
        service: Service | None = context.get("original")
        context["acts"] = (
            self.acts_on(service)
            if service and self.has_change_permission(request, service)
            else []
        )
        context["upkeep"] = Upkeep.objects.filter(service=service).first() if service else None
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def response_change(self, request: HttpRequest, obj: Service) -> HttpResponse:
        """After saving; « vérifier » is an act of its own, which saving never is."""
        if "_verify" in request.POST:
            actions.verify([obj], by=request.user, on=timezone.localdate())  # type: ignore[arg-type]
        response: HttpResponse = super().response_change(request, obj)
        return response

    @admin.display(description=gettext_lazy("commune"))
    def communes(self, service: Service) -> str:
        """Where its places are."""
        places = [at.location for at in service.at_locations.all()]
        return ", ".join(
            dict.fromkeys(str(place.municipality or place.outside) for place in places)
        )

    @admin.display(description=gettext_lazy("confirmé le"), ordering="verified_on")
    def confirmed(self, service: Service) -> str:
        """When it was last confirmed."""
        return (
            date_format(service.verified_on, "d/m/Y")
            if service.verified_on
            else _("jamais confirmé")
        )

    @admin.display(description=gettext_lazy("source"), ordering="source_date")
    def source_age(self, service: Service) -> str:
        """How old its source is, and whether that is too old."""
        words = {
            Freshness.RECENT: "%s",
            Freshness.OLD: _("%s (ancien)"),
            Freshness.VERY_OLD: _("%s (très ancien)"),
            Freshness.UNDATED: _("sans date"),
        }[freshness(service.source_date, timezone.localdate())]
        return words % dates.in_words(service.source_date) if service.source_date else words

    @admin.display(description=gettext_lazy("complet"))
    def percent(self, service: Service) -> str:
        """The share of the facts that is known."""
        return f"{completeness_of(service).percent} %"

    @admin.display(description=gettext_lazy("complet"))
    def completeness(self, service: Service) -> str:
        """The share of the facts that is known, and the rest in words."""
        if not service.pk:
            return "–"
        found = completeness_of(service)
        if not found.missing:
            return _("100 %")
        return _("%(percent)d %%. Il manque : %(missing)s.") % {
            "percent": found.percent,
            "missing": found.words,
        }
