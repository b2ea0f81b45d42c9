"""The reference lists: texts that coordinators mend, rows that administrators add."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit import admin as taggit_admin
from taggit.models import Tag

from directory.admin.base import TICKED, RecordedAdmin
from directory.admin.search import FoldedSearch
from directory.models import (
    Criterion,
    Language,
    Need,
    Profession,
    ServiceType,
    TargetGroup,
    Theme,
)

DUTCH, ENGLISH = _("En néerlandais"), _("En anglais")
FOLDED = ("collapse",)


class TermAdmin(FoldedSearch, RecordedAdmin):
    """A row of a reference list; its identifier never changes, since addresses hold it."""

    list_display: Any = ("name_fr", "slug", "position")
    search_fields: Any = ("name_fr", "name_nl", "name_en", "slug")
    search_help_text = _("Nom ou identifiant ; sans souci d’accents.")
    texts: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """French first; Dutch and English folded away."""
        in_language = {
            language: tuple(f"{name}_{language}" for name in ("name", *self.texts))
            for language in ("fr", "nl", "en")
        }
        return (
            (None, {"fields": (*in_language["fr"], *self.facts(), ("slug", "position"))}),
            (DUTCH, {"classes": FOLDED, "fields": in_language["nl"]}),
            (ENGLISH, {"classes": FOLDED, "fields": in_language["en"]}),
        )

    def facts(self) -> tuple[Any, ...]:
        """The fields that are not texts."""
        return ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The identifier, once it exists."""
        return ("slug",) if obj else ()


@admin.register(Need)
class NeedAdmin(TermAdmin):
    """Needs."""

    texts = ("description",)


@admin.register(ServiceType)
class ServiceTypeAdmin(TermAdmin):
    """Types of service, and what sets them apart."""

    list_display = ("name_fr", "acronym", "sector", "level", "position")
    list_filter = ("sector", "level")
    search_fields = (*TermAdmin.search_fields, "acronym")
    texts = ("summary", "distinction", "easy")
    formfield_overrides = TICKED

    def facts(self) -> tuple[Any, ...]:
        """The fields that are not texts."""
        return (
            ("acronym", "sector", "level"),
            "needs",
            ("helps_personne", "helps_proche", "helps_professionnel"),
            "look_alikes",
        )


@admin.register(Criterion)
class CriterionAdmin(TermAdmin):
    """Access conditions."""

    list_display = ("name_fr", "category", "question_fr", "position")
    list_filter = ("category",)
    texts = ("yes", "no", "question")

    def facts(self) -> tuple[Any, ...]:
        """The fields that are not texts."""
        return ("category",)


@admin.register(TargetGroup, Profession, Theme, Language)
class PlainTermAdmin(TermAdmin):
    """Lists that are names only."""


admin.site.unregister(taggit_admin.Tag)  # the stock one, which importing it registered


@admin.register(Tag)
class TagAdmin(FoldedSearch, RecordedAdmin):
    """Free keywords."""

    list_display = ("name",)
    search_fields = ("name",)
    fields = ("name",)
