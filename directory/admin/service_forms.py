"""The form of a service: what it refuses, each at its field, and what it fills in."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.concurrency import GuardedForm
from directory.models import Organization, Service
from directory.models.service import Status
from directory.text import fold, sort_key

_TRANSLATED = ("description", "specifics", "first_step", "cost")
_SHORT_TEXTS = (
    "audience_note",
    "access_note",
    "coverage_note",
    "status_note",
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
            cleaned["slug"] = free_slug(type(self.instance), name, self.instance.pk)
        return cleaned

    same_name: Any = gettext_lazy("Une organisation porte déjà ce nom.")

    def namesakes(self, cleaned: dict[str, Any]) -> Any:
        """The entries that may not have the same name."""
        return Organization.objects.exclude(pk=self.instance.pk)


def free_slug(model: type[Model], name: str, pk: int | None) -> str:
    """An address made of the name that no other row has."""
    base = slugify(fold(name))[:100] or "fiche"
    taken = set(
        model._default_manager.filter(slug__startswith=base)
        .exclude(pk=pk)
        .values_list("slug", flat=True)
    )
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


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
            "status_since": gettext_lazy("Vide : aujourd’hui."),
            "audience": gettext_lazy("« Réservé » demande d’indiquer plus bas à quels publics."),
        }

    def clean(self) -> dict[str, Any]:
        """Say since when an entry is out of use, and with which other it was merged."""
        cleaned = super().clean()
        status = cleaned.get("status")
        out_of_use = status in (Status.SUSPENDED, Status.ARCHIVED, Status.MERGED)
        if out_of_use and "status_since" in cleaned and not cleaned["status_since"]:
            cleaned["status_since"] = timezone.localdate()
        if status == Status.MERGED and "successor" in cleaned and not cleaned["successor"]:
            self.add_error(
                "successor", _("Indiquez la fiche avec laquelle celle-ci est fusionnée.")
            )
        if self.instance.pk and cleaned.get("successor") == self.instance:
            self.add_error("successor", _("Une fiche ne peut pas renvoyer à elle-même."))
        return cleaned

    def namesakes(self, cleaned: dict[str, Any]) -> Any:
        """The services of the same organisation, or of none."""
        return Service.objects.filter(organization=cleaned.get("organization")).exclude(
            pk=self.instance.pk
        )
