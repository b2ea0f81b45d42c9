"""Organisations and the places where they receive people."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from stdnum.be import vat as enterprise

from directory.languages import Localized, Quoting
from directory.models.base import Entry, NoControlCharacters, localized
from directory.models.territory import Municipality, PostalArea
from directory.stops import NearStop, nearest


def validate_enterprise_number(number: str) -> None:
    """Raise ValidationError unless it is a Belgian enterprise number with right check digits."""
    if not enterprise.is_valid(number):
        raise ValidationError(
            _("Ce n’est pas un numéro d’entreprise belge. Exemple : 0403.170.701."),
            code="invalid_enterprise_number",
        )


class Organization(Entry):
    """What runs services: an asbl, a CPAS, a hospital."""

    enterprise_number = models.CharField(
        _("numéro d’entreprise"), max_length=15, blank=True, validators=[validate_enterprise_number]
    )
    description_fr = models.TextField(_("présentation (français)"), blank=True)
    description_nl = models.TextField(_("présentation (néerlandais)"), blank=True)
    description_en = models.TextField(_("présentation (anglais)"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("sort_key", "slug")
        constraints = [
            models.UniqueConstraint(
                fields=["sort_key"],
                name="organization_name_once",
                violation_error_message=_("Une organisation porte déjà ce nom."),
            )
        ]

    @property
    def description(self) -> Localized:
        """What it is, in the language in use."""
        return localized(self, "description")


class Precision(models.TextChoices):
    """How near the coordinates are to the door."""

    ADDRESS = "address", _("à l’adresse")
    STREET = "street", _("dans la rue")
    AREA = "area", _("dans le code postal")


_NO_STREET = Localized("", "fr")


@dataclass(frozen=True, kw_only=True)
class PublishedPlace:
    """What readers may know of a place. Pages, profiles and exports read places only through this."""

    name: str = ""
    street: Localized = _NO_STREET
    area: PostalArea | None = None
    municipality: Municipality | None = None
    outside: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""
    access_note: str = ""
    is_confidential: bool = False

    @property
    def town(self) -> str:
        """« 1020 Laeken », or else the commune."""
        return str(self.area) if self.area else self.commune

    @property
    def in_one_line(self) -> Quoting:
        """« La Maison, rue Haute 1, 1000 Bruxelles »; the street may be in another language."""
        return Quoting(", ".join(filter(None, (self.name, self.street, self.town))), self.street)

    @property
    def bassins(self) -> frozenset[str]:
        """The bassin's slug; every bassin of the commune when the area has none or is not said."""
        if self.area and self.area.bassin:
            return frozenset({self.area.bassin.slug})
        areas = self.municipality.areas.all() if self.municipality else ()
        return frozenset(area.bassin.slug for area in areas if area.bassin)

    @property
    def commune(self) -> str:
        """The commune's name, or the locality outside the Region; never empty."""
        return str(self.municipality or self.outside or _("hors de la Région"))

    @property
    def stops(self) -> list[NearStop]:
        """The nearest stops; none where the point is not known, or is only that of the postal code."""
        if self.latitude is None or self.longitude is None or self.precision == Precision.AREA:
            return []
        return nearest((self.latitude, self.longitude))


class Location(NoControlCharacters):
    """A place. A confidential one is published by its commune only, everywhere."""

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="locations",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
    )
    name = models.CharField(_("nom du lieu"), max_length=200, blank=True)
    street_fr = models.CharField(_("rue (français)"), max_length=200, blank=True)
    street_nl = models.CharField(_("rue (néerlandais)"), max_length=200, blank=True)
    number = models.CharField(_("numéro et boîte"), max_length=40, blank=True)
    postal_area = models.ForeignKey(
        PostalArea,
        models.PROTECT,
        related_name="locations",
        verbose_name=_("code postal et commune"),
        null=True,
        blank=True,
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="locations",
        verbose_name=_("commune, si le code postal n’est pas connu"),
        null=True,
        blank=True,
    )
    outside = models.CharField(
        _("code postal et localité hors de la Région"), max_length=100, blank=True
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    precision = models.CharField(
        pgettext_lazy("d’un lieu", "précision"), max_length=10, choices=Precision, blank=True
    )
    is_confidential = models.BooleanField(
        _("adresse confidentielle"),
        default=False,
        help_text=_("Seule la commune est publiée : ni rue, ni code postal, ni carte."),
    )
    access_note = models.TextField(
        _("comment y entrer"), blank=True, help_text=_("Sonnette, étage, arrêt, ascenseur.")
    )

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(municipality=None) | models.Q(postal_area=None),
                name="location_in_area_has_municipality",
                violation_error_message=_("Un lieu qui a un code postal a aussi une commune."),
            ),
            models.CheckConstraint(
                condition=models.Q(municipality=None) ^ models.Q(outside=""),
                name="location_inside_or_outside_region",
                violation_error_message=_(
                    "Indiquez soit une commune de la Région, soit une localité hors de la Région."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(49, 52),
                    longitude__range=(2, 7),
                ),
                name="location_coordinates_in_belgium",
                violation_error_message=_("Ces coordonnées ne sont pas en Belgique."),
            ),
        ]

    @property
    def published(self) -> "PublishedPlace":
        """What may be said of this place outside the admin: only the commune if it is confidential."""
        if self.is_confidential:
            return PublishedPlace(is_confidential=True, municipality=self.municipality)
        return PublishedPlace(
            name=self.name,
            street=self._street,
            area=self.postal_area,
            municipality=self.municipality,
            outside=self.outside,
            latitude=self.latitude,
            longitude=self.longitude,
            precision=self.precision,
            access_note=self.access_note,
        )

    @property
    def _street(self) -> Localized:
        """The street and the number, in the language in use if the street has a name in it."""
        street = localized(self, "street")
        return Localized(" ".join(filter(None, (street, self.number))), street.lang)

    def __str__(self) -> str:
        place = self.postal_area or self.municipality or self.outside
        address = " ".join(filter(None, (self.street_fr, self.number)))
        return ", ".join(filter(None, (self.name, address, str(place))))

    def clean(self) -> None:
        """Take the commune from the postal area; refuse two that disagree."""
        super().clean()
        if self.postal_area:
            if self.municipality and self.municipality != self.postal_area.municipality:
                raise ValidationError(
                    {"municipality": _("Cette commune n’est pas celle du code postal choisi.")}
                )
            self.municipality = self.postal_area.municipality
