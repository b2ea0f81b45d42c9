"""The rows of a service: publics, areas, places, telephones, addresses, hours, identifiers.

The places come before what may be said of one place only: each formset leaves on the service what
the next ones compare with.
"""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import phones
from directory.admin.autocomplete import Autocompleting
from directory.admin.concurrency import RowsFormSet
from directory.admin.generic import ModelForm, StackedInline
from directory.admin.sections import CONTACTS, WHERE, WHO, WORTH
from directory.admin.sourced import SourcedForm
from directory.models import (
    Email,
    ExternalIdentifier,
    Location,
    Phone,
    PostalArea,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    ServiceTargetGroup,
)
from directory.models.service import Audience, Coverage
from directory.models.service_rows import GroupRelation


def _kept(formset: Any) -> list[Any]:
    """The forms whose rows will exist after saving."""
    return [
        form
        for form in formset.forms
        if getattr(form, "cleaned_data", None)
        and not form.cleaned_data.get("DELETE")
        and (form.has_changed() or form.instance.pk)
    ]


class TargetGroupFormSet(RowsFormSet):
    """The publics agree with « qui est reçu », and with each other."""

    def clean(self) -> None:
        """Refuse a reservation without reserved public, its reverse, and a public both ways."""
        super().clean()
        kept = _kept(self)
        reserved = [
            form for form in kept if form.cleaned_data.get("relation") == GroupRelation.RESERVED
        ]
        audience = getattr(self.instance, "audience", "")
        if audience == Audience.RESERVED and not reserved and not any(self.errors):
            raise ValidationError(
                _("Le service est réservé : indiquez au moins un public « réservé à ».")
            )
        if audience != Audience.RESERVED:
            for form in reserved:
                form.add_error(
                    "relation",
                    _("Choisissez d’abord « réservé à certains publics » sous « qui est reçu »."),
                )
        refused = {
            form.cleaned_data.get("group")
            for form in kept
            if form.cleaned_data.get("relation") == GroupRelation.REFUSED
        }
        for form in kept:
            if form.cleaned_data.get("relation") != GroupRelation.REFUSED and (
                form.cleaned_data.get("group") in refused
            ):
                form.add_error(
                    "group", _("Ce public est aussi parmi ceux que le service n’accueille pas.")
                )


class TargetGroupInline(Autocompleting, StackedInline):
    """« Réservé à », « spécialisé pour », « n’accueille pas »."""

    model = ServiceTargetGroup
    formset = TargetGroupFormSet
    section = WHO
    autocomplete_fields = ("group",)
    fields = (("group", "relation"),)
    extra = 1


class AreaForm(ModelForm):
    """One area; a postal code of the Region is chosen, not typed."""

    class Meta:
        model = ServiceArea
        fields = ("area", "outside_postal_code")

    def clean_outside_postal_code(self) -> str:
        """Refuse a postal code of the Region: it may belong to two communes."""
        code: str = self.cleaned_data["outside_postal_code"]
        if code and PostalArea.objects.filter(postal_code=code).exists():
            raise ValidationError(
                _("%(code)s est dans la Région : choisissez-le dans la liste, avec sa commune.")
                % {"code": code}
            )
        return code


class AreaFormSet(RowsFormSet):
    """The list of areas agrees with the coverage."""

    def clean(self) -> None:
        """Refuse a list that is announced and empty, and one that is not announced."""
        super().clean()
        listed = bool(_kept(self))
        coverage = getattr(self.instance, "coverage", "")
        if coverage == Coverage.AREAS and not listed and not any(self.errors):
            raise ValidationError(_("La zone d’action est une liste : indiquez au moins une zone."))
        if coverage != Coverage.AREAS and listed:
            raise ValidationError(
                _(
                    "Pour indiquer ces zones, choisissez « une liste de communes… » sous « zone d’action »."
                )
            )


class AreaInline(Autocompleting, StackedInline):
    """The areas served, where the coverage is a list."""

    model = ServiceArea
    form = AreaForm
    formset = AreaFormSet
    section = WHERE
    autocomplete_fields = ("area",)
    fields = (("area", "outside_postal_code"),)
    extra = 1


class PlaceFormSet(RowsFormSet):
    """The service's own places; it leaves them on the service for the contacts to compare with."""

    def clean(self) -> None:
        """Note which places the service will have."""
        super().clean()
        self.instance.own_places = {form.cleaned_data.get("location") for form in _kept(self)}


class PlaceInline(Autocompleting, StackedInline):
    """Where the service receives people."""

    model = ServiceAtLocation
    formset = PlaceFormSet
    section = WHERE
    autocomplete_fields = ("location",)
    extra = 1


class ContactFormSet(RowsFormSet):
    """Ways to reach the service, perhaps at one of its own places only."""

    @cached_property
    def _places(self) -> list[tuple[Any, Any]]:
        """The places to choose from: those the service has now."""
        rows = Location.objects.select_related("postal_area", "municipality")
        own = rows.filter(at_locations__service=self.instance) if self.instance.pk else rows.none()
        return [("", gettext_lazy("tous les lieux")), *((place.pk, str(place)) for place in own)]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Offer the service's own places; read once for all rows."""
        super().add_fields(form, index)
        if "location" in form.fields:
            form.fields["location"].widget.choices = self._places

    def clean(self) -> None:
        """Refuse a place that is not one of the service's."""
        super().clean()
        for form in _kept(self):
            place = form.cleaned_data.get("location")
            if place and place not in self.instance.own_places:
                form.add_error("location", _("Ce lieu n’est pas un des lieux du service."))


class ContactForm(SourcedForm):
    """A way to reach the service, with its own source and date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "location" in self.fields:
            # A plain list, without the links that would edit a place from here.
            self.fields["location"].widget = forms.Select()


class PhoneForm(ContactForm):
    """A telephone number, shown as one reads it and compared as it is stored."""

    facts = ("number",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.number:
            self.initial["number"] = self.instance.display

    def clean_number(self) -> str:
        """The one spelling that is stored, so that the same number typed twice is seen as such."""
        return phones.parse(self.cleaned_data["number"])


class EmailForm(ContactForm):
    """An e-mail address."""

    facts = ("address",)


class ScheduleForm(ContactForm):
    """Opening hours."""

    facts = ("osm", "note")

    class Meta:
        widgets = {"note": AdminTextareaWidget(attrs={"rows": 2})}


SOURCE: Any = (
    gettext_lazy("Source et date"),
    {"classes": ("collapse",), "fields": (("source", "source_url", "source_date"),)},
)

SOURCE_AND_ORDER: Any = (
    gettext_lazy("Source, date et ordre"),
    {"classes": ("collapse",), "fields": (("source", "source_url", "source_date", "position"),)},
)


class ContactInline(StackedInline):
    """Rows with their source folded away."""

    formset = ContactFormSet
    section = CONTACTS
    extra = 1


class PhoneInline(ContactInline):
    """Telephones."""

    model = Phone
    form = PhoneForm
    fieldsets = ((None, {"fields": (("number", "label", "level", "location"),)}), SOURCE_AND_ORDER)


class EmailInline(ContactInline):
    """E-mail addresses."""

    model = Email
    form = EmailForm
    fieldsets = ((None, {"fields": (("address", "label", "level", "location"),)}), SOURCE_AND_ORDER)


class ScheduleInline(ContactInline):
    """Opening hours."""

    model = Schedule
    form = ScheduleForm
    fieldsets = ((None, {"fields": (("osm", "note", "location"),)}), SOURCE)


class IdentifierInline(StackedInline):
    """What imports recognise the service by."""

    model = ExternalIdentifier
    formset = RowsFormSet
    section = WORTH
    fields = (("system", "value"),)
    extra = 0
