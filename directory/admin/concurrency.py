"""Two people in one entry: the second is told what changed, and loses nothing typed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from directory import history
from directory.admin.generic import InlineFormSet, ModelForm


class GuardedForm(ModelForm):
    """A form that knows which state of the entry its author saw, and says if there is a newer one.

    The caller has locked the entry. Sent again after the message, the form saves over knowingly.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._present = history.state_token(self.instance) if self.instance.pk else ""
        self.initial["seen"] = self._present

    def clean(self) -> dict[str, Any]:
        """Refuse, once, what was typed over a state that is no longer the present one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen = cleaned.get("seen", "")
        if self.instance.pk and seen != self._present:
            renewed = QueryDict(mutable=True)
            renewed.update(self.data)
            renewed[self.add_prefix("seen")] = self._present
            self.data = renewed
            self.add_error(None, ValidationError(_told(self.instance, seen)))
        return cleaned


def _told(entry: models.Model, seen: str) -> list[str]:
    """Who changed the entry since the state `seen`, when, and what; then what to do about it."""
    sentences = []
    for change_set in reversed(history.changes_since(entry, seen)):
        sentences.append(
            _("Pendant que vous écriviez, %(who)s a modifié cette fiche (%(when)s) :")
            % {
                "who": change_set.who or _("un import"),
                "when": date_format(localtime(change_set.when), "DATETIME_FORMAT"),
            }
        )
        sentences += [str(change) for change in change_set.changes]
    return [
        *(sentences or [_("Pendant que vous écriviez, quelqu’un a modifié cette fiche.")]),
        _(
            "Rien de ce que vous avez écrit n’est perdu. Relisez, puis enregistrez de nouveau : "
            "ce qui est dans cette page remplacera alors ce qui précède."
        ),
    ]


class RowsFormSet(InlineFormSet):
    """Rows of an entry. One that somebody else removed in the meantime is taken as typed anew."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        instance: models.Model | None = None,
        **kwargs: Any,
    ) -> None:
        if data is not None and instance is not None and instance.pk:
            prefix = kwargs.get("prefix") or self.get_default_prefix()
            rows = self.model._default_manager.filter(**{self.fk.name: instance})
            present = {str(key) for key in rows.values_list("pk", flat=True)}
            data = _without_lost_rows(data, prefix, present)
        super().__init__(data, files, instance, **kwargs)


def _without_lost_rows(data: QueryDict, prefix: str, present: set[str]) -> QueryDict:
    """The posted rows, where those that no longer exist come last and have no key.

    A lost row that was to be removed is left out. Data that no formset wrote is returned as it is.
    """
    try:
        initial, total = (int(str(data[f"{prefix}-{name}_FORMS"])) for name in ("INITIAL", "TOTAL"))
    except (KeyError, ValueError):
        return data
    rows: dict[int, dict[str, list[str]]] = {index: {} for index in range(min(total, 1000))}
    belongs = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    for name, values in data.lists():
        if (match := belongs.fullmatch(name)) and int(match[1]) in rows:
            rows[int(match[1])][match[2]] = values
    kept: list[dict[str, list[str]]] = []
    typed: list[dict[str, list[str]]] = []
    for index, row in rows.items():
        lost = index < initial and row.get("id", [""])[0] not in present
        if not lost:
            (kept if index < initial else typed).append(row)
        elif "DELETE" not in row:
            typed.append({**row, "id": [""]})
    if len(kept) == initial:
        return data
    renumbered = data.copy()
    for name in list(renumbered):
        if belongs.fullmatch(name):
            del renumbered[name]
    for index, row in enumerate([*kept, *typed]):
        for field, values in row.items():
            renumbered.setlist(f"{prefix}-{index}-{field}", values)
    renumbered[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    renumbered[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(typed))
    return renumbered
