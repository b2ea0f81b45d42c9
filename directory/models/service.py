"""A service: what one asks for, for whom, and how one gets in."""

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from directory.ages import MAX_AGE
from directory.emergency import LINES
from directory.languages import Localized, address
from directory.models.base import Entry, localized
from directory.models.organization import Location, Organization
from directory.models.taxonomy import (
    Helped,
    Helping,
    Language,
    Need,
    Profession,
    Requester,
    ServiceType,
    Theme,
)
from directory.querysets import ServiceQuerySet
from directory.waits import Wait, known

if TYPE_CHECKING:
    from directory.models.contact import Phone
    from directory.models.service_rows import ServiceAtLocation
    from directory.models.waiting_time import WaitingTime


class Status(models.TextChoices):
    """Whether an entry is shown, and how."""

    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publié")
    SUSPENDED = "suspended", _("suspendu")
    ARCHIVED = "archived", _("archivé")
    MERGED = "merged", _("fusionné")


GONE = (Status.ARCHIVED, Status.MERGED)  # out of use for good; the page says where to go instead


class Coverage(models.TextChoices):
    """Whom the service serves by residence; never derived from its address. Empty = not known."""

    BELGIUM = "belgique", _("toute la Belgique")
    AT_LEAST_REGION = "region_min", _("au moins toute la Région")
    REGION = "region", _("toute la Région de Bruxelles-Capitale")
    AREAS = "zones", _("une liste de communes ou de codes postaux")


class Audience(models.TextChoices):
    """Whether everyone is received or the service is reserved: one or the other. Empty = not known."""

    EVERYONE = "everyone", _("tout le monde est reçu")
    RESERVED = "reserved", _("réservé à certains publics")


class Service(Entry, Helping):
    """What one asks for: a team, a house, a line, with its own way in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="services",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
    )
    type = models.ForeignKey(
        ServiceType, models.PROTECT, related_name="services", verbose_name=_("type")
    )
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.DRAFT)
    status_since = models.DateField(_("depuis le"), null=True, blank=True)
    status_note = models.TextField(
        _("explication publiée"),
        blank=True,
        help_text=_("Pourquoi la fiche est suspendue ou archivée, et où s’adresser."),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="predecessors",
        verbose_name=_("s’adresser plutôt à"),
        null=True,
        blank=True,
    )
    keywords = TaggableManager(
        _("mots-clés"), blank=True, help_text=_("Libres ; ils ne changent aucun résultat.")
    )

    # What it is and for whom
    description_fr = models.TextField(_("description (français)"), blank=True)
    description_nl = models.TextField(_("description (néerlandais)"), blank=True)
    description_en = models.TextField(_("description (anglais)"), blank=True)
    specifics_fr = models.TextField(_("l’accompagnement, concrètement (français)"), blank=True)
    specifics_nl = models.TextField(_("l’accompagnement, concrètement (néerlandais)"), blank=True)
    specifics_en = models.TextField(_("l’accompagnement, concrètement (anglais)"), blank=True)
    needs = models.ManyToManyField(
        Need,
        verbose_name=_("besoins"),
        related_name="services",
        blank=True,
        help_text=_("Vide : ceux de son type."),
    )
    audience = models.CharField(_("qui est reçu"), max_length=10, choices=Audience, blank=True)
    audience_note = models.TextField(_("public, dans les mots de la source"), blank=True)
    age_min = models.PositiveSmallIntegerField(
        _("âge minimum"), null=True, blank=True, validators=[MaxValueValidator(MAX_AGE)]
    )
    age_max = models.PositiveSmallIntegerField(
        _("âge maximum"), null=True, blank=True, validators=[MaxValueValidator(MAX_AGE)]
    )
    languages = models.ManyToManyField(
        Language, verbose_name=_("langues"), related_name="services", blank=True
    )
    languages_complete = models.BooleanField(_("la liste des langues est complète"), default=False)
    professions = models.ManyToManyField(
        Profession, verbose_name=_("professions"), related_name="services", blank=True
    )
    professions_complete = models.BooleanField(
        _("la liste des professions est complète"), default=False
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("thèmes"), related_name="services", blank=True
    )
    themes_complete = models.BooleanField(_("la liste des thèmes est complète"), default=False)

    # How one gets in
    asks_personne = models.BooleanField(_("la personne elle-même"), default=False)
    asks_proche = models.BooleanField(_("un·e proche"), default=False)
    asks_professionnel = models.BooleanField(_("un·e professionnel·le"), default=False)
    asks_medecin = models.BooleanField(_("un·e médecin"), default=False)
    asks_partenaire = models.BooleanField(_("un service partenaire"), default=False)
    access_note = models.TextField(_("accès, dans les mots de la source"), blank=True)
    first_step_fr = models.TextField(_("première démarche (français)"), blank=True)
    first_step_nl = models.TextField(_("première démarche (néerlandais)"), blank=True)
    first_step_en = models.TextField(_("première démarche (anglais)"), blank=True)
    cost_fr = models.TextField(_("prix (français)"), blank=True)
    cost_nl = models.TextField(_("prix (néerlandais)"), blank=True)
    cost_en = models.TextField(_("prix (anglais)"), blank=True)

    # Where
    coverage = models.CharField(_("zone d’action"), max_length=10, choices=Coverage, blank=True)
    coverage_note = models.TextField(_("zone, dans les mots de la source"), blank=True)
    locations: "models.ManyToManyField[Location, ServiceAtLocation]" = models.ManyToManyField(
        Location, through="ServiceAtLocation", related_name="services", verbose_name=_("lieux")
    )

    # What the entry is worth
    emergency_line = models.SlugField(
        _("numéro d’urgence"),
        blank=True,
        help_text=_("L’identifiant de la ligne dans fixtures/emergency.toml, si c’en est une."),
    )
    verified_on = models.DateField(_("confirmé le"), null=True, blank=True)
    verified_by = models.CharField(_("confirmé par"), max_length=120, blank=True)
    internal_note = models.TextField(
        _("note interne"),
        blank=True,
        help_text=_("Jamais publiée. Aucune donnée sur une personne."),
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("sort_key", "slug")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "sort_key"],
                name="service_name_once_per_organization",
                violation_error_message=_("Cette organisation a déjà un service de ce nom."),
            ),
            models.UniqueConstraint(
                fields=["sort_key"],
                condition=Q(organization=None),
                name="service_name_once_without_organization",
                violation_error_message=_("Un service sans organisation porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=(Q(age_min=None) | Q(age_min__lte=MAX_AGE))
                & (Q(age_max=None) | Q(age_max__lte=MAX_AGE)),
                name="service_ages_up_to_120",
                violation_error_message=_("Un âge va de 0 à 120 ans."),
            ),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
                name="service_age_min_below_max",
                violation_error_message=_("L’âge minimum dépasse l’âge maximum."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.PUBLISHED])
                | Q(status_since__isnull=False),
                name="service_out_of_use_since",
                violation_error_message=_(
                    "Une fiche suspendue, archivée ou fusionnée dit depuis quand."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED) | Q(successor__isnull=False),
                name="service_merged_into_another",
                violation_error_message=_("Une fiche fusionnée dit avec quelle autre."),
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")),
                name="service_successor_is_another",
                violation_error_message=_("Une fiche ne peut pas renvoyer à elle-même."),
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by="")
                | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
                name="service_verified_on_and_by",
                violation_error_message=_("Une confirmation a une date et un auteur."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """The public page; in French from a sheet in a language that the site does not speak."""
        return address("directory:service", self.slug)

    def clean(self) -> None:
        """Refuse ages the wrong way round and unknown emergency lines, each at its field."""
        super().clean()
        errors: dict[str, Any] = {}
        if None not in (self.age_min, self.age_max) and self.age_min > self.age_max:  # type: ignore[operator]
            errors["age_max"] = _(
                "L’âge maximum (%(max)s) est plus petit que le minimum (%(min)s)."
            ) % {
                "max": self.age_max,
                "min": self.age_min,
            }
        if self.emergency_line and self.emergency_line not in LINES:
            errors["emergency_line"] = _("Ce numéro d’urgence n’est pas dans la liste.")
        if errors:
            raise ValidationError(errors)

    def waits(self, stage: str = "first_contact") -> tuple[Wait, ...]:
        """What is known of a wait for each audience."""
        return known((row.audience, row.observation) for row in self.observed(stage))

    def observed(self, stage: str = "first_contact") -> "list[WaitingTime]":
        """Its observations that were not set aside, in the order they were stored.

        From rows already read where they are (`with_facts`); `WaitingTime.objects.that_count` asks the same.
        """
        rows = sorted(self.waiting_times.all(), key=lambda row: row.pk)
        return [row for row in rows if row.stage == stage and not row.is_set_aside]

    @property
    def description(self) -> Localized:
        """What it is, in the language in use."""
        return localized(self, "description")

    @property
    def specifics(self) -> Localized:
        """How it accompanies people, in the language in use."""
        return localized(self, "specifics")

    @property
    def first_step(self) -> Localized:
        """What to do first, in the language in use."""
        return localized(self, "first_step")

    @property
    def cost(self) -> Localized:
        """What it costs, in the language in use."""
        return localized(self, "cost")

    @property
    def helps(self) -> frozenset[Helped]:
        """Whom it is for: what it says, else what its type says, else the person."""
        return self.stated_helps or self.type.stated_helps or frozenset({Helped.PERSON})

    @property
    def published_successor(self) -> "Service | None":
        """Where to go instead, if that entry has a page."""
        successor = self.successor
        return successor if successor and successor.status != Status.DRAFT else None

    @property
    def card_phone(self) -> "Phone | None":
        """The public telephone to show first, or None; no query when phones are prefetched."""
        return next((phone for phone in self.phones.all() if phone.level == "public"), None)

    @property
    def who_may_ask(self) -> frozenset[Requester]:
        """Who may ask; empty = not known."""
        return frozenset(who for who in Requester if getattr(self, f"asks_{who}"))
