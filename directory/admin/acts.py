"""The acts on services: how each is announced, what it asks, what it does with the answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import actions, upkeeps
from directory.admin.autocomplete import ChosenFromList
from directory.models import Service
from directory.models.service import Status
from directory.models.upkeep import LetterLanguage, Rhythm
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


class FollowForm(forms.Form):
    """How often, and whether in summer."""

    rhythm = forms.TypedChoiceField(
        label=gettext_lazy("Rythme"),
        choices=Rhythm.choices,
        coerce=int,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue des nouveaux contacts"), choices=LetterLanguage.choices
    )
    pauses_in_summer = forms.BooleanField(
        label=gettext_lazy("Pause en juillet et août"), required=False
    )


@dataclass(frozen=True)
class Act:
    """An act. `label`: its name in the list, which says more; `status`: where it leads."""

    title: Any
    label: Any
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


ACTS: Mapping[str, Act] = {
    "verify": Act(
        gettext_lazy("Vérifier"),
        gettext_lazy("Vérifier (confirmées par le service)…"),
        gettext_lazy("Une fiche vérifiée est exacte : quelqu’un du service l’a confirmé."),
        DayForm,
        actions.verify,
    ),
    "publish": Act(
        gettext_lazy("Publier"),
        gettext_lazy("Publier…"),
        gettext_lazy("Une fiche publiée est visible par tout le monde."),
        forms.Form,
        actions.publish,
        Status.PUBLISHED,
    ),
    "suspend": Act(
        gettext_lazy("Suspendre"),
        gettext_lazy("Suspendre…"),
        gettext_lazy(
            "Un service suspendu existe et ne prend personne pour le moment. Sa page le dit."
        ),
        ExplainedForm,
        actions.suspend,
        Status.SUSPENDED,
    ),
    "archive": Act(
        gettext_lazy("Archiver"),
        gettext_lazy("Archiver…"),
        gettext_lazy(
            "Un service archivé n’existe plus. Sa page reste et le dit ; rien n’est effacé."
        ),
        ArchiveForm,
        actions.archive,
        Status.ARCHIVED,
    ),
    "merge": Act(
        gettext_lazy("Fusionner"),
        gettext_lazy("Fusionner dans une autre fiche…"),
        gettext_lazy(
            "Une fiche fusionnée renvoie à une autre, qui reste. Reprenez-y d’abord ce qui manque : "
            "seuls les identifiants dans les autres listes passent à celle-ci."
        ),
        MergeForm,
        _merge_all,
        Status.MERGED,
    ),
    "ask": Act(
        gettext_lazy("Demander par e-mail"),
        gettext_lazy("Demander par e-mail si la fiche est juste…"),
        gettext_lazy(
            "Chaque contact reçoit un message avec un lien par fiche. Un service sans contact, ou dont le "
            "contact ne veut plus de messages, n’en reçoit pas, ni celui qui en a reçu un aujourd’hui : ils "
            "ne sont pas comptés."
        ),
        forms.Form,
        upkeeps.ask_now,
    ),
    "unanswered": Act(
        gettext_lazy("Appelés aujourd’hui, sans réponse"),
        gettext_lazy("Appelés aujourd’hui, sans réponse…"),
        gettext_lazy(
            "Le suivi des fiches le retient : personne n’a répondu au téléphone aujourd’hui."
        ),
        forms.Form,
        upkeeps.called_in_vain,
    ),
    "follow": Act(
        gettext_lazy("Suivre par e-mail"),
        gettext_lazy("Suivre par e-mail, à ce rythme…"),
        gettext_lazy(
            "Les services recevront un lien pour confirmer leur fiche, à l’adresse de leur suivi, sinon à "
            "celle de leur fiche. Ceux qui n’ont pas d’adresse ne sont pas comptés."
        ),
        FollowForm,
        upkeeps.follow,
    ),
}
