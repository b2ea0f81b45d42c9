"""Brussels as law and post divide it: bassins, communes, postal areas, quartiers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.base import Named

# What most people call a commune, beside its names: by its NIS code. Only the City of Brussels has any.
USUAL_NAMES = {
    "21004": ("Bruxelles-Ville", "Ville de Bruxelles", "Brussel-Stad", "Stad Brussel", "Brussels"),
}


class Confidence(models.TextChoices):
    """How sure a fact of territory is."""

    HIGH = "high", _("établi")
    MEDIUM = "medium", _("probable")
    LOW = "low", _("à confirmer")


class Bassin(Named):
    """A bassin d’aide et de soins, one of five legal territories."""

    slug = models.SlugField(_("identifiant"), max_length=40, unique=True)
    source_url = models.URLField(_("source"), blank=True)
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coordination"),
        related_name="bassins",
        blank=True,
        help_text=_("Les personnes qui tiennent à jour les fiches de ce bassin."),
    )

    class Meta:
        verbose_name = _("bassin")
        verbose_name_plural = _("bassins")
        ordering = ("slug",)


class Municipality(Named):
    """A commune, known by its NIS code; the point is where its label stands (degrees, WGS84)."""

    nis_code = models.CharField(_("code INS"), max_length=5, unique=True)
    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ("slug",)


class PostalArea(Named):
    """The part of a commune that has one postal code: the atom of territory, and of bassins."""

    code = models.CharField(
        _("code"), max_length=10, unique=True, help_text=_("INS-code postal : 21009-1050.")
    )
    postal_code = models.CharField(_("code postal"), max_length=4)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="areas", verbose_name=_("commune")
    )
    bassin = models.ForeignKey(
        Bassin,
        models.PROTECT,
        related_name="areas",
        verbose_name=_("bassin"),
        null=True,
        blank=True,
    )
    bassin_confidence = models.CharField(
        _("certitude du bassin"), max_length=6, choices=Confidence, blank=True
    )
    bassin_note = models.TextField(_("remarque sur le bassin"), blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("code postal d’une commune")
        verbose_name_plural = _("codes postaux des communes")
        ordering = ("postal_code", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "postal_code"],
                name="postal_area_once_per_municipality",
                violation_error_message=_("Cette commune a déjà ce code postal."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.postal_code} {self.name}"


class Neighbourhood(Named):
    """A quartier of the Monitoring des quartiers; a name one may search by."""

    code = models.PositiveIntegerField(_("code MDRC"), unique=True)
    slug = models.SlugField(_("identifiant"), max_length=80)
    municipalities = models.ManyToManyField(
        Municipality, related_name="neighbourhoods", verbose_name=_("communes")
    )

    class Meta:
        verbose_name = _("quartier")
        verbose_name_plural = _("quartiers")
        ordering = ("slug",)
