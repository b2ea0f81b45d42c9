"""What people learned on the phone: the list to work through, and each beside what its entry says now."""

from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory import phones, suggestions
from directory.admin.filters import BassinFilter
from directory.admin.generic import ModelAdmin, ModelForm
from directory.dates import in_words
from directory.models import AccessCondition, Service, Suggestion, WaitingTime
from directory.models.suggestion import SuggestionState
from directory.waits_in_words import figure, line

ERASE = "_erase"


class Compared(NamedTuple):
    """One thing a suggestion says, and what the entry says of it now."""

    about: str
    said: str
    now: str


class ServiceInBassin(BassinFilter):
    """« Lieu dans le bassin », of the service that a suggestion is about."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The suggestions about services with a place there."""
        if not self.value():
            return queryset
        services = super().queryset(request, Service.objects.order_by())
        return queryset.filter(service__in=services)


class SettleForm(ModelForm):
    """What becomes of a suggestion: the one thing that is said by hand, by the button that is pressed."""

    class Meta:
        model = Suggestion
        fields = ()

    def clean(self) -> None:
        """Refuse a form without one of the buttons."""
        super().clean()
        if self.become is None:
            raise ValidationError(_("Dites ce que le signalement devient : prenez un des boutons."))

    @property
    def become(self) -> SuggestionState | None:
        """The state that was asked; erasing the note sets aside."""
        buttons = {
            **{f"_{state}": state for state in SuggestionState},
            ERASE: SuggestionState.SET_ASIDE,
        }
        return next((state for name, state in buttons.items() if name in self.data), None)


@admin.register(Suggestion)
class SuggestionAdmin(ModelAdmin):
    """Read and settled; never written nor deleted by hand."""

    form = SettleForm
    list_display = ("service", "summary", "is_from_service", "received_at", "state", "settled")
    list_filter = ("state", "is_from_service", ServiceInBassin)
    list_per_page = 50
    search_fields = ("service__name",)
    search_help_text = gettext_lazy("Nom du service.")
    actions = ("treated", "set_aside", "erase")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: they come from the site."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: one that is worth nothing is set aside."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        """Suggestions with their answers."""
        return super().get_queryset(request).with_answers()  # type: ignore[attr-defined, no-any-return]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under its name."""
        title = gettext_lazy("Signalements : ce que des professionnel·les ont appris au téléphone")
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The suggestion beside what the entry says now, and the buttons that settle it."""
        context |= {
            "title": _("Signalement"),
            "compared": compared(obj),
            "may_settle": self.has_change_permission(request, obj),
            "entry_url": reverse("admin:directory_service_change", args=[obj.service_id]),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Suggestion, form: Any, change: bool) -> None:
        """Settle it, by whom and now."""
        by: Any = request.user
        suggestions.settle([obj], form.become, by=by, erase_note=ERASE in form.data)

    @admin.action(permissions=["change"], description=gettext_lazy("Marquer comme traités"))
    def treated(self, request: HttpRequest, queryset: QuerySet[Suggestion]) -> None:
        """Say that the entry is now right."""
        self._settle(request, queryset, SuggestionState.TREATED)

    @admin.action(permissions=["change"], description=gettext_lazy("Mettre de côté"))
    def set_aside(self, request: HttpRequest, queryset: QuerySet[Suggestion]) -> None:
        """Say that nothing comes of it."""
        self._settle(request, queryset, SuggestionState.SET_ASIDE)

    @admin.action(
        permissions=["change"],
        description=gettext_lazy(
            "Mettre de côté et effacer la précision (elle décrit une personne)"
        ),
    )
    def erase(self, request: HttpRequest, queryset: QuerySet[Suggestion]) -> None:
        """Erase what describes a person, for good."""
        self._settle(request, queryset, SuggestionState.SET_ASIDE, erase_note=True)

    def _settle(
        self,
        request: HttpRequest,
        queryset: QuerySet[Suggestion],
        state: SuggestionState,
        *,
        erase_note: bool = False,
    ) -> None:
        by: Any = request.user
        count = suggestions.settle(queryset, state, by=by, erase_note=erase_note)
        done = ngettext(
            "%(count)d signalement : %(state)s.", "%(count)d signalements : %(state)s.", count
        )
        self.message_user(request, done % {"count": count, "state": state.label}, messages.SUCCESS)

    @admin.display(description=gettext_lazy("ce qui a été appris"))
    def summary(self, suggestion: Suggestion) -> str:
        """What it says, on one line."""
        return " · ".join(
            f"{row.about} : {row.said}" if row.said else row.about for row in said(suggestion)
        )

    @admin.display(description=gettext_lazy("par"))
    def settled(self, suggestion: Suggestion) -> str:
        """Who settled it, and when."""
        if not suggestion.settled_at:
            return "–"
        when = date_format(localtime(suggestion.settled_at), "d/m/Y")
        return f"{suggestion.settled_by or _('quelqu’un qui n’est plus là')}, {when}"


def said(suggestion: Suggestion) -> list[Compared]:
    """What a suggestion says, thing by thing; nothing yet of what the entry says."""
    rows = [
        Compared(phones.display(number), _("ne répond plus"), "")
        for number in suggestion.dead_numbers
    ]
    if suggestion.is_closed:
        rows.append(Compared(_("Le service"), _("a fermé"), ""))
    if suggestion.outcome:
        rows.append(Compared(_("L’appel"), suggestion.get_outcome_display(), ""))
    if reported := _reported(suggestion):
        rows.append(Compared(_("L’attente"), figure(reported.observation), ""))
    rows += [
        Compared(str(row.criterion), row.get_answer_display(), "")
        for row in suggestion.answers.all()
    ]
    if suggestion.note:
        rows.append(Compared(_("Précision"), suggestion.note, ""))
    return rows


def compared(suggestion: Suggestion) -> list[Compared]:
    """What a suggestion says, thing by thing, beside what the entry says of it now."""
    service = suggestion.service
    numbers = {phone.number for phone in service.phones.all()}
    conditions = {row.criterion_id: row for row in service.conditions.all()}
    now = [
        _("toujours dans la fiche") if number in numbers else _("n’est plus dans la fiche")
        for number in suggestion.dead_numbers
    ]
    if suggestion.is_closed:
        now.append(service.get_status_display())
    if suggestion.outcome:
        now.append("")
    if reported := _reported(suggestion):
        now.append(_wait_now(service, reported))
    now += [_condition(conditions.get(row.criterion_id)) for row in suggestion.answers.all()]
    if suggestion.note:
        now.append("")
    return [row._replace(now=words) for row, words in zip(said(suggestion), now, strict=True)]


def _reported(suggestion: Suggestion) -> WaitingTime | None:
    found: WaitingTime | None = getattr(suggestion, "waiting_time", None)
    return found


def _wait_now(service: Service, reported: WaitingTime) -> str:
    """What the page shows of the same wait today, and whether this report counts in it."""
    if reported.is_set_aside:
        return _("mis de côté : ne compte plus")
    today = timezone.localdate()
    waits = [wait for wait in service.waits() if wait.audience == reported.audience]
    return " · ".join(
        f"{one.sentence} ({one.source})" for one in (line(wait, today, {}) for wait in waits)
    )


def _condition(row: AccessCondition | None) -> str:
    """What the entry answers to a condition, with its note, its source and its date."""
    if row is None:
        return _("on ne sait pas")
    answer = row.get_answer_display() if row.answer is not None else _("on ne sait pas")
    known = ", ".join(filter(None, (row.source, in_words(row.source_date))))
    return f"{' · '.join(filter(None, (answer, row.note)))}{f' ({known})' if known else ''}"
