"""What people may send without an account."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.anonymous import AnonymousForm
from directory.models import Criterion, Phone, Service
from directory.models.contact import Level
from directory.models.suggestion import MAX_NOTE, Answer, Outcome
from directory.models.taxonomy import CriterionCategory
from directory.models.waiting_time import ONE_WAITS, Intake
from directory.suggestions import Learned, SaidOfWait
from directory.text import control_character

ANSWER = "reponse_"  # and the slug of its criterion
# What one hears on the telephone, in the words of who called.
INTAKES = {
    Intake.OPEN: gettext_lazy("on prend de nouvelles demandes"),
    Intake.WAITING: gettext_lazy("complet, ou une liste d’attente"),
    Intake.SUSPENDED: gettext_lazy("on ne prend plus de demandes pour l’instant"),
    Intake.CRISIS: gettext_lazy("seulement les situations de crise"),
    **dict(Outcome.choices),
}
# Weeks as one hears them; what a listed answer stands for.
WEEKS = {
    "0": (0, 0),
    "2": (0, 2),
    "4": (2, 4),
    "13": (4, 13),
    "26": (13, 26),
    "plus": (26, None),
}
WEEKS_IN_WORDS = {
    "0": gettext_lazy("tout de suite"),
    "2": gettext_lazy("2 semaines au plus"),
    "4": gettext_lazy("2 à 4 semaines"),
    "13": gettext_lazy("1 à 3 mois"),
    "26": gettext_lazy("3 à 6 mois"),
    "plus": gettext_lazy("plus de 6 mois"),
}


def problems_of(form: forms.Form) -> list[tuple[str, str]]:
    """Each error with the id of the field it is about, or "" for the whole form."""
    found = [("", str(error)) for error in form.non_field_errors()]
    for name, field in form.fields.items():
        # The first of several boxes carries the id that a link leads to.
        several = isinstance(field.widget, forms.RadioSelect)  # boxes to tick are such too
        target = f"{form[name].auto_id}_0" if several else form[name].auto_id
        found += [(target, str(error)) for error in form[name].errors]
    return found


class NoteField(forms.CharField):
    """A short text on one line: a browser counts a line break as one character and sends two."""

    def to_python(self, value: Any) -> str:
        """The text with its spaces and line breaks as single spaces."""
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        """Refuse invisible characters, with the code of the first."""
        super().validate(value)
        if found := control_character(value):
            message = _("Ce texte contient un caractère invisible (code %(code)s) : retirez-le.")
            raise ValidationError(message % {"code": f"{ord(found):#04x}"})


class ReportForm(AnonymousForm):
    """« J’ai appelé »: what one learned about a service, its unknown questions first of all."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        service: Service,
        criteria: Iterable[Criterion],
        asked: QueryDict | None = None,
    ) -> None:
        """`service` with its telephones and conditions; `asked` chooses answers beforehand."""
        super().__init__(data, purpose=f"report:{service.slug}", initial=_chosen(asked))
        self.criteria = _to_ask(service, criteria, data)
        self.phones = {
            str(phone.pk): phone for phone in service.phones.all() if phone.level != Level.INTERNAL
        }
        self._add_fields()

    def _add_fields(self) -> None:
        self.fields["attente"] = forms.ChoiceField(
            label=_("Que dit-on des nouvelles demandes ?"),
            choices=[*INTAKES.items(), ("", _("pas demandé"))],
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": _("Choisissez une des réponses.")},
        )
        self.fields["semaines"] = forms.ChoiceField(
            label=_("Combien de temps jusqu’au premier contact ?"),
            choices=[*WEEKS_IN_WORDS.items(), ("", _("pas dit"))],
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": _("Choisissez une des réponses.")},
        )
        for criterion in self.criteria:
            self.fields[f"{ANSWER}{criterion.slug}"] = forms.ChoiceField(
                label=criterion.question,
                choices=[*Answer.choices, ("", _("pas demandé"))],
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": _("Choisissez une des réponses.")},
            )
        if self.phones:
            self.fields["numero"] = forms.MultipleChoiceField(
                label=_("Un numéro ne répond plus"),
                choices=[(key, _number(phone)) for key, phone in self.phones.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={
                    "invalid_choice": _("La fiche n’a plus ce numéro : choisissez parmi ceux-ci.")
                },
            )
        self.fields["ferme"] = forms.BooleanField(
            label=_("Le service a fermé pour de bon"), required=False
        )
        self.fields["note"] = NoteField(
            label=_("Une précision"), max_length=MAX_NOTE, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing."""
        cleaned = super().clean()
        if cleaned.get("semaines") and cleaned.get("attente") not in ONE_WAITS:
            self.add_error(
                "semaines",
                _("Dites d’abord si l’on prend des demandes ou s’il y a une liste d’attente."),
            )
        if not self.errors and self.learned().is_nothing:
            raise ValidationError(
                _(
                    "Rien n’est encore choisi : répondez à une question au moins, ou cochez une case."
                ),
                code="nothing",
            )
        return cleaned

    def learned(self) -> Learned:
        """What the form says; for a form without errors."""
        given = self.cleaned_data
        heard = given["attente"]
        return Learned(
            answers={
                criterion.pk: given[f"{ANSWER}{criterion.slug}"]
                for criterion in self.criteria
                if given[f"{ANSWER}{criterion.slug}"]
            },
            wait=SaidOfWait(heard, *WEEKS.get(given["semaines"], (None, None)))
            if heard in Intake.values
            else None,
            outcome=heard if heard in Outcome.values else "",
            dead_numbers=sorted({self.phones[key].number for key in given.get("numero", ())}),
            is_closed=given["ferme"],
            note=given["note"],
        )

    @property
    def of_the_wait(self) -> list[forms.BoundField]:
        """The fields about the wait."""
        return [self["attente"], self["semaines"]]

    @property
    def questions(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """The fields of the questions under the heading of their category, and whether it stands open.

        Open is what holds an answer or an error, else the first: a service has forty questions, of which
        one asked two or three.
        """
        groups: dict[str, list[forms.BoundField]] = {}
        for criterion in self.criteria:
            heading = CriterionCategory(criterion.category).label
            groups.setdefault(str(heading), []).append(self[f"{ANSWER}{criterion.slug}"])
        used = {
            heading
            for heading, fields in groups.items()
            if any(field.value() or field.errors for field in fields)
        }
        opened = used or set(list(groups)[:1])
        return [(heading, fields, heading in opened) for heading, fields in groups.items()]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each error with the id of the field it is about, or "" for the whole form."""
        return problems_of(self)


def _to_ask(
    service: Service, criteria: Iterable[Criterion], data: QueryDict | None
) -> list[Criterion]:
    """The conditions that the page shows as questions, and those that were answered all the same.

    The entry may have been given an answer while someone was on the phone: theirs counts too.
    """
    known = {
        row.criterion_id for row in service.conditions.all() if row.answer is not None or row.note
    }
    sent = data if data is not None else QueryDict()
    return [
        criterion
        for criterion in criteria
        if criterion.pk not in known or f"{ANSWER}{criterion.slug}" in sent
    ]


def _number(phone: Phone) -> str:
    """A telephone as one ticks it; the number for professionals stands on the service's page only."""
    name = _("pour professionnel·les") if phone.level == Level.PROFESSIONAL else phone.display
    return f"{name} ({phone.label})" if phone.label else name


def _chosen(asked: QueryDict | None) -> dict[str, str]:
    """The answers that an address chooses beforehand."""
    given = asked.dict() if asked else {}
    return {
        name: str(value)
        for name, value in given.items()
        if name.startswith(ANSWER) and value in Answer.values
    }
