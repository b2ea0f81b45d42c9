"""The territory: read by coordinators, mended by administrators, never added to by hand."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from directory.admin.base import TICKED, RecordedAdmin
from directory.admin.search import FoldedSearch
from directory.models import Bassin, Municipality, Neighbourhood, PostalArea


class TerritoryAdmin(FoldedSearch, RecordedAdmin):
    """A list set by law or by the post."""

    search_fields: Any = ("name_fr", "name_nl", "slug")
    search_help_text = _("Nom ou identifiant ; sans souci d’accents.")
    readonly_fields: Any = ("slug",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: these rows come with the application."""
        return False


@admin.register(Bassin)
class BassinAdmin(TerritoryAdmin):
    """The five bassins, and who coordinates them."""

    list_display = ("name_fr", "coordination")
    fields = ("name_fr", "name_nl", "name_en", "slug", "source_url", "coordinators")
    formfield_overrides = TICKED

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Bassins with their coordinators."""
        return super().get_queryset(request).prefetch_related("coordinators")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only people who may log in to the admin can coordinate."""
        kwargs["queryset"] = get_user_model().objects.filter(is_staff=True)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("coordination"))
    def coordination(self, bassin: Bassin) -> str:
        """Who coordinates it."""
        return ", ".join(str(person) for person in bassin.coordinators.all()) or "–"


@admin.register(Municipality)
class MunicipalityAdmin(TerritoryAdmin):
    """The nineteen communes."""

    list_display = ("name_fr", "name_nl", "nis_code")
    search_fields = ("name_fr", "name_nl", "nis_code")
    fields = ("name_fr", "name_nl", "name_en", ("slug", "nis_code"), ("latitude", "longitude"))
    readonly_fields = ("slug", "nis_code")


@admin.register(PostalArea)
class PostalAreaAdmin(TerritoryAdmin):
    """The postal codes of each commune, and the bassin of each."""

    list_display = ("__str__", "municipality", "bassin", "bassin_confidence")
    list_filter = ("bassin", "bassin_confidence", "municipality")
    list_select_related = ("municipality", "bassin")
    search_fields = (
        "postal_code",
        "name_fr",
        "name_nl",
        "municipality__name_fr",
        "municipality__name_nl",
    )
    fields = (
        ("name_fr", "name_nl", "name_en"),
        ("code", "postal_code", "municipality"),
        ("bassin", "bassin_confidence"),
        "bassin_note",
        ("latitude", "longitude"),
    )
    readonly_fields = ("code", "postal_code", "municipality")
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(TerritoryAdmin):
    """The quartiers one may search by."""

    list_display = ("name_fr", "name_nl", "communes")
    fields = ("name_fr", "name_nl", "name_en", ("slug", "code"), "municipalities")
    readonly_fields = ("slug", "code")
    formfield_overrides = TICKED

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Quartiers with their communes."""
        return super().get_queryset(request).prefetch_related("municipalities")

    @admin.display(description=_("communes"))
    def communes(self, neighbourhood: Neighbourhood) -> str:
        """The communes it lies in."""
        return ", ".join(str(commune) for commune in neighbourhood.municipalities.all())
