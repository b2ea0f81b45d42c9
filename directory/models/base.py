"""What several models share: texts in three languages, provenance, and what an import last wrote."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.dates import validate_partial_date
from directory.languages import LANGUAGES, Localized, on_sheet
from directory.text import control_character, sort_key


def localized(instance: models.Model, field: str, language: str | None = None) -> Localized:
    """The text of `field` in the language in use, else in French, Dutch, English; "" when none."""
    wanted = language or get_language() or "fr"
    for lang in (wanted[:2], *LANGUAGES):
        text = getattr(instance, f"{field}_{lang}", "")
        if text:
            return Localized(text, lang)
    return Localized("", wanted[:2])


class SortKeyField(models.CharField):  # type: ignore[type-arg]
    """A folded text, compared by code point on every database."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Ask for the collation that compares bytes, by the name each database gives it."""
        collation = {"postgresql": "C", "sqlite": "BINARY"}[connection.vendor]
        return {**super().db_parameters(connection), "collation": collation}


class NoControlCharacters(models.Model):
    """Refuses the control characters that would make a page invalid, with the field's name."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ValidationError at each text field that holds a control character."""
        super().clean()
        errors = {
            field.name: _("Ce texte contient un caractère invisible (code %(code)s) : retirez-le.")
            % {"code": f"{ord(found):#04x}"}
            for field in self._meta.fields
            if isinstance(field, models.CharField | models.TextField)
            and (found := control_character(getattr(self, field.attname) or ""))
        }
        if errors:
            raise ValidationError(errors)


class Imported(models.Model):
    """Remembers what the last import wrote, so that the next one never overwrites a person."""

    last_import = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class Named(NoControlCharacters, Imported):
    """Has a name in three languages (French is never empty) and the key that orders it."""

    name_fr = models.CharField(_("nom (français)"), max_length=200)
    name_nl = models.CharField(_("nom (néerlandais)"), max_length=200, blank=True)
    name_en = models.CharField(_("nom (anglais)"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> Localized:
        """The name in the language in use, or in that of a sheet."""
        return on_sheet(localized(self, "name"))


class Term(Named):
    """A row of a reference list: editable, ordered, known by its slug."""

    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        abstract = True
        ordering = ("position", "slug")


class Sourced(models.Model):
    """A fact with its source and its date."""

    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("adresse de la source"), max_length=500, blank=True)
    source_date = models.CharField(
        _("relevé le"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("AAAA, AAAA-MM ou AAAA-MM-JJ."),
    )

    class Meta:
        abstract = True


class Entry(NoControlCharacters, Imported, Sourced):
    """What services and organisations share: a proper name, a slug, a source, a version."""

    name = models.CharField(_("nom"), max_length=200)
    alternate_name = models.CharField(
        _("autre nom"),
        max_length=200,
        blank=True,
        help_text=_("Ancien nom, sigle, nom néerlandais."),
    )
    slug = models.SlugField(_("adresse de la page"), max_length=120, unique=True)
    sort_key = SortKeyField(max_length=400, editable=False)
    website = models.URLField(_("site web"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the sort key of the present name."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a name without a letter or a figure: nobody could read or find it."""
        super().clean()
        if self.name and not sort_key(self.name):
            raise ValidationError({"name": _("Écrivez un nom avec des lettres.")})
