"""What a service says of itself through its link."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.forms import NoteField, problems_of
from directory.models import Service, WaitingTime
from directory.models.suggestion import MAX_WORD
from directory.models.waiting_time import (
    LONGEST_SUSPENSION,
    MAX_WEEKS,
    ONE_WAITS,
    TOO_FAR,
    Intake,
    Speaker,
    Stage,
)
from directory.updates import Answer
from directory.waits_in_words import whom

# What a service says of itself.
INTAKES = {
    Intake.OPEN: gettext_lazy("Nous prenons de nouvelles demandes"),
    Intake.WAITING: gettext_lazy("Nous avons une liste d’attente"),
    Intake.SUSPENDED: gettext_lazy("Nous ne prenons plus de demandes pour l’instant"),
    Intake.CRISIS: gettext_lazy("Nous ne prenons que les situations de crise"),
    Intake.CLOSED: gettext_lazy("Nos inscriptions sont fermées"),
}


class WeeksField(forms.IntegerField):
    """A whole number of weeks, as one types it: what cannot be read is said at its place."""

    default_error_messages = {
        "invalid": gettext_lazy("Écrivez un nombre de semaines, en chiffres : par exemple 6."),
        "min_value": gettext_lazy("Un nombre de semaines ne descend pas sous zéro."),
        "max_value": gettext_lazy("Au plus 260 semaines, soit cinq ans."),
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4})

    def __init__(self, **named: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_WEEKS, required=False, **named)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None: a bound in the browser would keep the message of this site from showing."""
        return {}


class UpdateForm(forms.Form):
    """State and weeks; what else has changed; whether the rest is true."""

    etat = forms.ChoiceField(
        label=gettext_lazy("Prenez-vous de nouvelles demandes ?"),
        choices=list(INTAKES.items()),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choisissez une des réponses.")},
    )
    pour = forms.ChoiceField(label=gettext_lazy("Pour qui ?"), required=False)
    de = WeeksField()
    a = WeeksField()
    fin = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Écrivez une date, par exemple 31/01/2027.")},
    )
    autre = NoteField(
        label=gettext_lazy("Autre chose a changé"), max_length=MAX_WORD, required=False
    )
    juste = forms.BooleanField(
        label=gettext_lazy("Tout le reste de la fiche est juste"), required=False
    )

    def __init__(
        self, data: QueryDict | None = None, *, service: Service, known: list[WaitingTime]
    ) -> None:
        """`known`: the observations that count; whom they are for can be chosen."""
        super().__init__(data)
        self.service = service
        some = [
            row for row in known if row.stage == Stage.FIRST_CONTACT and not row.is_for_everyone
        ]
        self.audiences = {str(row.pk): row for row in some}
        groups = {row.group.slug: str(row.group) for row in some if row.group}
        choices = [(key, whom(row.audience, groups)) for key, row in self.audiences.items()]
        self.fields["pour"].choices = [("", _("tout le monde")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse weeks and a last day without the state they belong to, and a form that says nothing."""
        given = super().clean() or {}
        state, low, high = given.get("etat"), given.get("de"), given.get("a")
        if (low is not None or high is not None) and state not in ONE_WAITS:
            self.add_error(
                "de" if low is not None else "a",
                _("Des semaines vont avec « nouvelles demandes » ou « liste d’attente »."),
            )
        if low is not None and high is not None and low > high:
            self.add_error("a", _("Le plus court vient avant le plus long."))
        if given.get("fin"):
            if state != Intake.SUSPENDED:
                self.add_error("fin", _("Une date de fin va avec « plus de demandes »."))
            elif given["fin"] < timezone.localdate():
                self.add_error("fin", _("Cette date est passée."))
            elif given["fin"] > timezone.localdate() + LONGEST_SUSPENSION:
                self.add_error("fin", TOO_FAR)
        if not self.errors and not (state or given["autre"] or given["juste"]):
            raise ValidationError(_("Rien n’est encore choisi."))
        return given

    def answer(self) -> Answer:
        """What the form says; for a form without errors."""
        given = self.cleaned_data
        return Answer(
            wait=self._wait() if given["etat"] else None,
            confirms=given["juste"],
            note=given["autre"],
        )

    def _wait(self) -> WaitingTime:
        given = self.cleaned_data
        of = self.audiences.get(given["pour"])
        return WaitingTime(
            service=self.service,
            group=of.group if of else None,
            age_min=of.age_min if of else None,
            age_max=of.age_max if of else None,
            state=given["etat"],
            weeks_from=given["de"],
            weeks_to=given["de"] if given["a"] is None else given["a"],  # one number: about so many
            until=given["fin"],
            observed_on=timezone.localdate(),
            said_by=Speaker.SERVICE,
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each error with the id of the field it is about, or "" for the whole form."""
        return problems_of(self)
