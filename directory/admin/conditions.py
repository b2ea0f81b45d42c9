"""The access conditions of a service: every criterion on one page, oui, non, on ne sait pas."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from directory.admin.generic import InlineFormSet, TabularInline
from directory.admin.sections import CONDITIONS
from directory.admin.sourced import SourcedForm
from directory.models import AccessCondition, Criterion
from directory.models.taxonomy import CriterionCategory

ANSWERS = [("True", _("oui")), ("False", _("non")), ("", _("on ne sait pas"))]


def _answer(value: str | bool) -> bool:
    """The answer that was posted, or the stored one it is compared with."""
    return str(value) == "True"


class ConditionForm(SourcedForm):
    """One criterion: an answer, perhaps with a note; its source is asked for only by who opens it."""

    facts = ("answer", "note")

    answer = forms.TypedChoiceField(
        label=_("réponse"),
        choices=ANSWERS,
        coerce=_answer,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = AccessCondition
        fields = ("answer", "note", "source", "source_url", "source_date")

    @property
    def says_something(self) -> bool:
        """Whether there is anything to keep: an answer, or a note about it."""
        return self.cleaned_data.get("answer") is not None or bool(self.cleaned_data.get("note"))


class ConditionFormSet(InlineFormSet):
    """One form for each criterion, known by its slug; a criterion without answer is not stored.

    Nothing depends on how many rows exist: what another person added or removed meanwhile is no
    obstacle to saving.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        instance: models.Model | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, instance, **kwargs)
        self._present: dict[int, AccessCondition] = (
            {condition.criterion_id: condition for condition in self.queryset or ()}
            if self.instance.pk
            else {}
        )

    @cached_property
    def criteria(self) -> list[Criterion]:
        """Every criterion, in the order of the public page."""
        order = list(CriterionCategory)
        rows = Criterion.objects.all()
        return sorted(rows, key=lambda row: order.index(CriterionCategory(row.category)))

    def initial_form_count(self) -> int:
        """None: a form is found by its criterion, not by its row."""
        return 0

    def total_form_count(self) -> int:
        """One form for each criterion."""
        return len(self.criteria)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        criterion = self.criteria[i]
        condition = self._present.get(criterion.pk) or AccessCondition(criterion=criterion)
        condition.criterion = criterion
        condition.service = self.instance
        return self.form(
            data=self.data if self.is_bound else None,
            prefix=f"{self.prefix}-{criterion.slug}",
            instance=condition,
            empty_permitted=True,
            use_required_attribute=False,
        )

    def by_category(self) -> Iterator[tuple[str, list[Any]]]:
        """The forms under the name of their category."""
        for category, forms_of in groupby(
            self.forms, key=lambda form: form.instance.criterion.category
        ):
            yield str(CriterionCategory(category).label), list(forms_of)

    def validate_unique(self) -> None:
        """Nothing to compare: each criterion has one form."""

    def save(self, commit: bool = True) -> list[Any]:
        """Keep the answers, and forget the conditions that say nothing any more."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        for form in self.forms:
            if not form.has_changed():
                continue
            condition, exists = form.instance, form.instance.pk is not None
            if form.says_something:
                condition.save()
                if exists:
                    self.changed_objects.append((condition, form.changed_data))
                else:
                    self.new_objects.append(condition)
            elif exists:
                self.deleted_objects.append(condition)
                condition.delete()
        return [*self.new_objects, *(condition for condition, _changed in self.changed_objects)]


class ConditionInline(TabularInline):
    """The table of all conditions."""

    model = AccessCondition
    form = ConditionForm
    formset = ConditionFormSet
    template = "admin/directory/conditions.html"
    section = CONDITIONS
    can_delete = False
    extra = 0
