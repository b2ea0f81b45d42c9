"""How and when one reaches a service: telephones, e-mail addresses, opening hours."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory import hours, phones
from directory.models.base import NoControlCharacters, Sourced
from directory.models.organization import Location
from directory.models.service import Service

MAX_HOURS = 300  # characters, in OSM syntax


class Level(models.TextChoices):
    """Who may see a way to reach a service."""

    PUBLIC = "public", pgettext_lazy("visible par", "public")
    PROFESSIONAL = "professional", _("pour professionnel·les")
    INTERNAL = "internal", _("interne")


class ContactPoint(NoControlCharacters, Sourced):
    """A way to reach a service, perhaps at one of its places only."""

    service: models.ForeignKey[Service, Service]
    location = models.ForeignKey(
        Location,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("à ce lieu seulement"),
        null=True,
        blank=True,
    )
    label = models.CharField(
        _("usage"), max_length=120, blank=True, help_text=_("« candidatures »")
    )
    level = models.CharField(_("visible par"), max_length=12, choices=Level, default=Level.PUBLIC)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        abstract = True
        ordering = ("position", "id")

    @property
    def where(self) -> str:
        """The town of the place it belongs to, as published; "" when it is for the whole service."""
        return self.location.published.town if self.location else ""


class Phone(ContactPoint):
    """A telephone number, stored as dialled from anywhere ("+3227629720") or short ("107")."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="phones")
    number = models.CharField(_("numéro"), max_length=30)

    class Meta(ContactPoint.Meta):
        verbose_name = _("téléphone")
        verbose_name_plural = _("téléphones")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "number", "level"],
                name="phone_once_per_service",
                violation_error_message=_("Ce numéro est déjà indiqué."),
            )
        ]

    def __str__(self) -> str:
        return self.display

    def clean(self) -> None:
        """Store one spelling of the number; raise ValidationError at it when it cannot be dialled."""
        super().clean()
        try:
            self.number = phones.parse(self.number)
        except ValidationError as error:
            raise ValidationError({"number": error}) from error

    @property
    def display(self) -> str:
        """The number grouped for reading: « 02 762 97 20 »."""
        return phones.display(self.number)


class Email(ContactPoint):
    """An e-mail address."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="emails")
    address = models.EmailField(_("adresse"))

    class Meta(ContactPoint.Meta):
        verbose_name = _("adresse e-mail")
        verbose_name_plural = _("adresses e-mail")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "address", "level"],
                name="email_once_per_service",
                violation_error_message=_("Cette adresse est déjà indiquée."),
            )
        ]

    def __str__(self) -> str:
        return self.address


class Schedule(NoControlCharacters, Sourced):
    """Opening hours in OpenStreetMap syntax, perhaps of one place; what it cannot say is the note."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="schedules")
    location = models.ForeignKey(
        Location,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("à ce lieu seulement"),
        null=True,
        blank=True,
    )
    osm = models.CharField(
        _("horaire"),
        max_length=MAX_HOURS,
        blank=True,
        help_text=_("« Lun–Ven 9h–17h », « 24h/24 », ou la syntaxe d’OpenStreetMap."),
    )
    note = models.TextField(_("horaire, dans les mots de la source"), blank=True)

    class Meta:
        verbose_name = _("horaire")
        verbose_name_plural = _("horaires")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(osm="", note=""),
                name="schedule_says_something",
                violation_error_message=_("Indiquez un horaire ou une remarque."),
            )
        ]

    def __str__(self) -> str:
        return self.osm or self.note

    def clean(self) -> None:
        """Turn the small French grammar into OSM syntax; what neither reads is refused at the field."""
        super().clean()
        if self.osm:
            try:
                self.osm = hours.parse(self.osm)
            except ValueError as error:
                raise ValidationError({"osm": str(error)}) from error
            if len(self.osm) > MAX_HOURS:
                raise ValidationError(
                    {
                        "osm": _(
                            "Cet horaire est trop long : gardez l’essentiel, le reste en remarque."
                        )
                    }
                )
