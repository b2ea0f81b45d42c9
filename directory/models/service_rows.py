"""The rows that belong to a service: its places, areas, publics, conditions, identifiers elsewhere."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.base import NoControlCharacters, Sourced
from directory.models.organization import Location
from directory.models.service import Service
from directory.models.taxonomy import Criterion, TargetGroup
from directory.models.territory import PostalArea


class ServiceAtLocation(models.Model):
    """A service offered at a place."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(
        Location, models.PROTECT, related_name="at_locations", verbose_name=_("lieu")
    )

    class Meta:
        verbose_name = _("lieu du service")
        verbose_name_plural = _("lieux du service")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location"],
                name="service_at_location_once",
                violation_error_message=_("Ce lieu est déjà indiqué."),
            )
        ]

    def __str__(self) -> str:
        return str(self.location)


class ServiceArea(models.Model):
    """One area a service serves: a postal area, or the bare code of one outside the Region."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="areas")
    area = models.ForeignKey(
        PostalArea,
        models.PROTECT,
        related_name="service_areas",
        verbose_name=_("code postal et commune"),
        null=True,
        blank=True,
    )
    outside_postal_code = models.CharField(
        _("code postal hors de la Région"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^[1-9]\d{3}$", _("Un code postal belge a quatre chiffres."))],
    )

    class Meta:
        verbose_name = _("zone servie")
        verbose_name_plural = _("zones servies")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(area=None) ^ Q(outside_postal_code=""),
                name="service_area_inside_or_outside",
                violation_error_message=_(
                    "Choisissez un code postal de la Région, ou écrivez-en un hors de la Région."
                ),
            ),
            models.UniqueConstraint(
                fields=["service", "area", "outside_postal_code"],
                name="service_area_once",
                violation_error_message=_("Cette zone est déjà indiquée."),
            ),
            models.UniqueConstraint(
                fields=["service", "outside_postal_code"],
                condition=~Q(outside_postal_code=""),
                name="service_area_outside_once",
                violation_error_message=_("Ce code postal est déjà indiqué."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.area or self.outside_postal_code)


class GroupRelation(models.TextChoices):
    """What a service says of a public. « Réservé » counts where the audience is reserved."""

    RESERVED = "reserved", _("réservé à")
    SPECIALISED = "specialised", _("spécialisé pour")
    REFUSED = "refused", _("n’accueille pas")


class ServiceTargetGroup(models.Model):
    """What a service says of one public."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="target_groups")
    group = models.ForeignKey(
        TargetGroup, models.PROTECT, related_name="service_relations", verbose_name=_("public")
    )
    relation = models.CharField(_("relation"), max_length=12, choices=GroupRelation)

    class Meta:
        verbose_name = _("public du service")
        verbose_name_plural = _("publics du service")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["service", "group", "relation"],
                name="service_target_group_once",
                violation_error_message=_("Ce public est déjà indiqué."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} : {self.group}"


class AccessCondition(NoControlCharacters, Sourced):
    """A service's answer to one criterion: yes, no, or not known (with a note: « ça dépend »)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="conditions")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="conditions", verbose_name=_("condition")
    )
    answer = models.BooleanField(
        _("réponse"), null=True, blank=True, choices=[(True, _("oui")), (False, _("non"))]
    )
    note = models.CharField(
        _("précision"),
        max_length=300,
        blank=True,
        help_text=_("« ça dépend… », « demandé, ne savent pas »"),
    )

    class Meta:
        verbose_name = _("condition d’accès")
        verbose_name_plural = _("conditions d’accès")
        ordering = ("criterion__position", "criterion__slug")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "criterion"],
                name="access_condition_once_per_service",
                violation_error_message=_("Cette condition a déjà une réponse."),
            )
        ]

    def __str__(self) -> str:
        return str(self.criterion)


class ExternalIdentifier(models.Model):
    """The key of a service in another list; what an import recognises it by."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="external_identifiers")
    system = models.CharField(_("liste"), max_length=60)
    value = models.CharField(_("identifiant"), max_length=120)

    class Meta:
        verbose_name = _("identifiant externe")
        verbose_name_plural = _("identifiants externes")
        ordering = ("system", "value")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "value"],
                name="external_identifier_once",
                violation_error_message=_("Un autre service a déjà cet identifiant."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.value}"
