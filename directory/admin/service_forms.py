"""The form of a service: what it refuses, each at its field, and what it fills in."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.concurrency import GuardedForm
from directory.models import Organization, Service
from directory.models.service import Status
from directory.slugs import free, slug_of
from directory.text import sort_key

_TRANSLATED = ("description", "specifics", "first_step", "cost")
_SHORT_TEXTS = (
    "audience_note",
    "access_note",
    "coverage_note",
    "internal_note",
    *(f"{name}_{language}" for name in _TRANSLATED for language in ("fr", "nl", "en")),
)


class EntryForm(GuardedForm):
    """An entry: its name is unique, its address is made of its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Vide : faite du nom. Elle ne change plus une fois publiée."
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a name already taken; make the address of the page."""
        cleaned = super().clean()
        name = cleaned.get("name", "")
        if name and self.namesakes(cleaned).filter(sort_key=sort_key(name)).exists():
            self.add_error("name", self.same_name)
        if name and "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            slug = slug_of(name)
            others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
            taken = others.filter(slug__startswith=slug).values_list("slug", flat=True)
            cleaned["slug"] = free(slug, set(taken))
        return cleaned

    same_name: Any = gettext_lazy("Une organisation porte déjà ce nom.")

    def namesakes(self, cleaned: dict[str, Any]) -> Any:
        """The entries that may not have the same name."""
        return Organization.objects.exclude(pk=self.instance.pk)


class ServiceForm(EntryForm):
    """A service, without its rows."""

    same_name = gettext_lazy("Cette organisation a déjà un service de ce nom.")

    class Meta:
        model = Service
        fields = "__all__"
        widgets = {
            **{name: AdminTextareaWidget(attrs={"rows": 3}) for name in _SHORT_TEXTS},
            **dict.fromkeys(
                ("needs", "languages", "professions", "themes"), forms.CheckboxSelectMultiple
            ),
        }
        help_texts = {
            "status": gettext_lazy(
                "Se change par « Publier », « Suspendre », « Archiver », « Fusionner », en haut de la fiche."
            ),
            "audience": gettext_lazy("« Réservé » demande d’indiquer plus bas à quels publics."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:  # a new entry; afterwards, an act changes it
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                (status.value, status.label) for status in (Status.DRAFT, Status.PUBLISHED)
            ]
            self.fields["status"].help_text = _("Un brouillon ne se voit que connecté·e.")

    def namesakes(self, cleaned: dict[str, Any]) -> Any:
        """The services of the same organisation, or of none."""
        return Service.objects.filter(organization=cleaned.get("organization")).exclude(
            pk=self.instance.pk
        )
