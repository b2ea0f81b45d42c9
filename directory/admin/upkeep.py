"""How entries are kept true: whom one writes to, who has not answered."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory import upkeeps
from directory.actions import Refused
from directory.admin.autocomplete import Autocompleting
from directory.admin.concurrency import GuardedForm
from directory.admin.generic import ModelAdmin
from directory.admin.suggestion import ServiceInBassin
from directory.models import UpdateContact, Upkeep

UPDATED = ("contact", "rhythm", "pauses_in_summer", "links_since")


class AnswerFilter(SimpleListFilter):
    """« Réponse »: who was asked and has not answered, whom one cannot ask."""

    title = gettext_lazy("réponse")
    parameter_name = "reponse"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [
            ("sans", gettext_lazy("demandé, sans réponse")),
            ("due", gettext_lazy("à demander aujourd’hui")),
            ("injoignable", gettext_lazy("sans adresse qui marche")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of the choice."""
        match self.value():
            case "sans":
                return queryset.filter(pk__in=Upkeep.objects.without_answer())
            case "due":
                today = timezone.localdate()
                rows = Upkeep.objects.of_listed_services().with_news()
                return queryset.filter(pk__in=[row.pk for row in rows if row.asked.due(today)])
            case "injoignable":
                return queryset.exclude(contact__in=UpdateContact.objects.reachable())
        return queryset


@admin.register(Upkeep)
class UpkeepAdmin(Autocompleting, ModelAdmin):
    """Who keeps which entry, how often, and when that was last done."""

    form = GuardedForm
    list_display = ("service", "contact", "rhythm", "pauses_in_summer", "asked", "heard")
    list_filter = (AnswerFilter, ServiceInBassin, "rhythm")
    list_per_page = 100
    search_fields = ("service__name", "contact__address")
    search_help_text = gettext_lazy("Nom du service ou adresse du contact.")
    autocomplete_fields = ("service", "contact")
    fields = (
        *("service", "contact", ("rhythm", "pauses_in_summer")),
        ("asked_on", "reminded_on", "called_on", "answered_on"),
    )
    readonly_fields = ("asked_on", "reminded_on", "called_on", "answered_on")
    actions = ("ask", "revoke")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upkeep]:
        """With the last news of each service."""
        return super().get_queryset(request).with_news()  # type: ignore[attr-defined, no-any-return]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: « jamais » is a rhythm too."""
        return False

    def save_model(self, request: HttpRequest, obj: Upkeep, form: Any, change: bool) -> None:
        """Save what the form is about, and nothing that a letter or an answer writes meanwhile."""
        obj.save(update_fields=UPDATED if change else None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What it is about does not change."""
        return (*self.readonly_fields, "service") if obj else self.readonly_fields

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under its name."""
        title = gettext_lazy("Suivi des fiches : qui les tient à jour, qui n’a pas répondu")
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description=gettext_lazy("demandé"), ordering="asked_on")
    def asked(self, upkeep: Upkeep) -> str:
        """When it was asked, by letter and by telephone."""
        days = (
            (_("le %(date)s"), upkeep.asked_on),
            (_("rappelé le %(date)s"), upkeep.reminded_on),
            (_("appelé en vain le %(date)s"), upkeep.called_on),
        )
        said = [words % {"date": date_format(day, "d/m/Y")} for words, day in days if day]
        return ", ".join(said) or _("jamais")

    @admin.display(description=gettext_lazy("dernières nouvelles"))
    def heard(self, upkeep: Upkeep) -> str:
        """When the service was last heard of."""
        if upkeep.heard_on is None:
            return _("jamais")
        return date_format(upkeep.heard_on, "d/m/Y")

    @admin.action(permissions=["change"], description=gettext_lazy("Envoyer le lien maintenant"))
    def ask(self, request: HttpRequest, queryset: QuerySet[Upkeep]) -> None:
        """Ask now, due or not."""
        by: Any = request.user
        try:
            count = upkeeps.ask_now([upkeep.service for upkeep in queryset], by=by)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return
        told = ngettext("Demandé pour %(count)s fiche.", "Demandé pour %(count)s fiches.", count)
        messages.success(request, told % {"count": count})

    @admin.action(
        permissions=["change"], description=gettext_lazy("Rendre sans valeur les liens envoyés")
    )
    def revoke(self, request: HttpRequest, queryset: QuerySet[Upkeep]) -> None:
        """Revoke the links sent so far."""
        count = upkeeps.revoke(queryset)
        told = ngettext(
            "Les liens de %(count)s fiche ne valent plus rien.",
            "Les liens de %(count)s fiches ne valent plus rien.",
            count,
        )
        messages.success(request, told % {"count": count})


@admin.register(UpdateContact)
class UpdateContactAdmin(ModelAdmin):
    """The addresses that are asked, and those that want no letters or do not exist any more."""

    form = GuardedForm
    list_display = ("address", "language", "services", "stopped_on", "bounced_on")
    list_filter = ("language",)
    search_fields = ("address",)
    fields = ("address", "language", ("stopped_on", "bounced_on"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many entries each keeps."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(count=Count("upkeeps"))
        return rows

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what was asked of an address stays known."""
        return False

    @admin.display(description=gettext_lazy("fiches"), ordering="count")
    def services(self, contact: UpdateContact) -> int:
        """How many entries it keeps."""
        count: int = getattr(contact, "count")  # noqa: B009 - of get_queryset
        return count
