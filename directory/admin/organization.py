"""Organisations and places."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.base import RecordedAdmin
from directory.admin.concurrency import GuardedForm
from directory.admin.search import FoldedSearch
from directory.admin.service_forms import EntryForm
from directory.models import Location, Organization, PostalArea, Service

TRANSLATIONS = gettext_lazy("En néerlandais et en anglais")


def links_to(services: QuerySet[Service]) -> str:
    """Links to the forms of services, or a dash."""
    rows = (
        (reverse("admin:directory_service_change", args=[service.pk]), service.name)
        for service in services
    )
    return format_html_join(", ", '<a href="{}">{}</a>', rows) or "–"


@admin.register(Organization)
class OrganizationAdmin(FoldedSearch, RecordedAdmin):
    """What runs services."""

    form = EntryForm
    list_display = ("name", "alternate_name", "enterprise_number", "services")
    search_fields = ("name", "alternate_name")
    search_help_text = gettext_lazy("Nom ou autre nom ; sans souci d’accents.")
    ordering = ("sort_key", "slug")
    readonly_fields = ("its_services",)
    fieldsets = (
        (
            gettext_lazy("Ce que c’est"),
            {
                "fields": (
                    ("name", "alternate_name"),
                    "description_fr",
                    "website",
                    "enterprise_number",
                    "its_services",
                )
            },
        ),
        (TRANSLATIONS, {"classes": ("collapse",), "fields": ("description_nl", "description_en")}),
        (
            gettext_lazy("Ce que vaut la fiche"),
            {"fields": (("source", "source_date"), "source_url", "slug")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Organisations, with how many services each runs."""
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(service_count=Count("services"))
        )
        return rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The address of a page does not change."""
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    @admin.display(description=gettext_lazy("services"), ordering="service_count")
    def services(self, organization: Any) -> int:
        """How many services it runs."""
        count: int = organization.service_count
        return count

    @admin.display(description=gettext_lazy("ses services"))
    def its_services(self, organization: Organization) -> str:
        """Its services, as links."""
        return links_to(Service.objects.filter(organization=organization.pk or 0))


class LocationForm(GuardedForm):
    """A place, in the Region or outside of it."""

    class Meta:
        model = Location
        fields = "__all__"
        widgets = {"access_note": AdminTextareaWidget(attrs={"rows": 3})}

    def clean_outside(self) -> str:
        """Refuse a postal code of the Region: it is chosen from the list, with its commune."""
        outside: str = self.cleaned_data["outside"]
        code = outside[:4]
        if code.isdigit() and PostalArea.objects.filter(postal_code=code).exists():
            raise ValidationError(
                _("%(code)s est dans la Région : choisissez-le dans la liste, avec sa commune.")
                % {"code": code}
            )
        return outside

    def clean(self) -> dict[str, Any]:
        """Refuse a place in two regions, or in none, at the field to fill in."""
        cleaned = super().clean()
        if {"postal_area", "municipality", "outside"} & set(self.errors):
            return cleaned
        inside = cleaned.get("postal_area") or cleaned.get("municipality")
        if inside and cleaned.get("outside"):
            self.add_error("outside", _("Ce lieu est déjà dans la Région : laissez ce champ vide."))
        elif not inside and not cleaned.get("outside"):
            self.add_error(
                "postal_area", _("Choisissez un code postal, ou remplissez un des champs suivants.")
            )
        return cleaned


@admin.register(Location)
class LocationAdmin(FoldedSearch, RecordedAdmin):
    """Where services receive people."""

    form = LocationForm
    list_display = ("__str__", "organization", "municipality", "is_confidential")
    list_filter = ("is_confidential", "municipality")
    search_fields = (
        "name",
        "street_fr",
        "street_nl",
        "number",
        "outside",
        "organization__name",
        "postal_area__postal_code",
        "postal_area__name_fr",
        "municipality__name_fr",
        "municipality__name_nl",
    )
    search_help_text = gettext_lazy(
        "Rue, commune, code postal ou organisation ; sans souci d’accents."
    )
    autocomplete_fields = ("organization", "postal_area", "municipality")
    readonly_fields = ("its_services",)
    fieldsets = (
        (
            gettext_lazy("L’adresse"),
            {
                "fields": (
                    "postal_area",
                    ("street_fr", "number"),
                    "street_nl",
                    "is_confidential",
                    ("name", "organization"),
                    "access_note",
                    "its_services",
                )
            },
        ),
        (
            gettext_lazy("Sans code postal de la Région"),
            {"fields": ("municipality", "outside")},
        ),
        (
            gettext_lazy("Sur la carte"),
            {"classes": ("collapse",), "fields": (("latitude", "longitude", "precision"),)},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Places with what the list says of them."""
        rows = super().get_queryset(request)
        return rows.select_related("organization", "postal_area", "municipality")

    @admin.display(description=gettext_lazy("services à ce lieu"))
    def its_services(self, location: Location) -> str:
        """The services one finds there, as links."""
        return links_to(Service.objects.filter(at_locations__location=location.pk or 0))
