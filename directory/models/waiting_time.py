"""Observations of how long one waits: dated, said by somebody, never changed. `waits.py` reads them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory import waits
from directory.ages import MAX_AGE
from directory.models.base import NoControlCharacters
from directory.models.service import Service
from directory.models.suggestion import MAX_NOTE, Suggestion
from directory.models.taxonomy import TargetGroup

MAX_WEEKS = 260  # five years
LONGEST_SUSPENSION = timedelta(days=2 * 365)  # a date that is further off is a slip of the hand
TOO_FAR = _("Cette date est à plus de deux ans.")


class Stage(models.TextChoices):
    """What one waits for."""

    FIRST_CONTACT = "first_contact", _("premier contact")
    FOLLOW_UP = "follow_up", _("début du suivi")


class Intake(models.TextChoices):
    """Whether new requests are taken."""

    OPEN = waits.Intake.OPEN, _("prend de nouvelles demandes")
    WAITING = waits.Intake.WAITING, _("liste d’attente")
    SUSPENDED = waits.Intake.SUSPENDED, _("ne prend plus de demandes pour l’instant")
    CRISIS = waits.Intake.CRISIS, _("situations de crise seulement")
    CLOSED = waits.Intake.CLOSED, _("inscriptions fermées")


ONE_WAITS = (Intake.OPEN, Intake.WAITING)  # a number of weeks goes with these only


class Speaker(models.TextChoices):
    """Who said it."""

    SERVICE = waits.Speaker.SERVICE, _("le service")
    COORDINATOR = waits.Speaker.COORDINATOR, _("la coordination")
    PROFESSIONAL = waits.Speaker.PROFESSIONAL, _("un·e professionnel·le qui a appelé")


class WaitingTimeQuerySet(models.QuerySet["WaitingTime"]):
    """Observations, spoken of as the domain does."""

    def that_count(self) -> "WaitingTimeQuerySet":
        """Those of a first contact that were not set aside; the rules say which of them are current."""
        return self.filter(stage=Stage.FIRST_CONTACT, is_set_aside=False)


class WaitingTime(NoControlCharacters):
    """What was said of one wait of a service on a day. A correction is a new row."""

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="waiting_times", verbose_name=_("service")
    )
    stage = models.CharField(_("étape"), max_length=13, choices=Stage, default=Stage.FIRST_CONTACT)
    group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        related_name="waiting_times",
        verbose_name=_("public"),
        null=True,
        blank=True,
        help_text=_("Vide : pour tout le monde."),
    )
    age_min = models.PositiveSmallIntegerField(
        _("âge minimum"), null=True, blank=True, validators=[MaxValueValidator(MAX_AGE)]
    )
    age_max = models.PositiveSmallIntegerField(
        _("âge maximum"), null=True, blank=True, validators=[MaxValueValidator(MAX_AGE)]
    )
    state = models.CharField(_("état"), max_length=9, choices=Intake)
    weeks_from = models.PositiveSmallIntegerField(
        _("semaines, au moins"), null=True, blank=True, validators=[MaxValueValidator(MAX_WEEKS)]
    )
    weeks_to = models.PositiveSmallIntegerField(
        _("semaines, au plus"), null=True, blank=True, validators=[MaxValueValidator(MAX_WEEKS)]
    )
    until = models.DateField(
        _("suspendu jusqu’au"), null=True, blank=True, help_text=_("Vide : on ne sait pas.")
    )
    observed_on = models.DateField(_("dit le"), default=timezone.localdate)
    said_by = models.CharField(_("dit par"), max_length=12, choices=Speaker)
    note = models.CharField(_("précision"), max_length=MAX_NOTE, blank=True)
    is_fictional = models.BooleanField(_("fictif"), default=False, editable=False)
    # A professional's report that a coordinator does not believe: kept, and counted no more.
    is_set_aside = models.BooleanField(_("mis de côté"), default=False)
    suggestion = models.OneToOneField(
        Suggestion,
        models.SET_NULL,
        related_name="waiting_time",
        verbose_name=_("signalement"),
        null=True,
        blank=True,
        editable=False,
    )

    objects = WaitingTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("temps d’attente observé")
        verbose_name_plural = _("temps d’attente observés")
        ordering = ("-observed_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks_from=None) | Q(weeks_to=None) | Q(weeks_from__lte=F("weeks_to")),
                name="waiting_time_weeks_in_order",
                violation_error_message=_("Le plus court vient avant le plus long."),
            ),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
                name="waiting_time_ages_in_order",
                violation_error_message=_("L’âge minimum dépasse l’âge maximum."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(state=Intake.SUSPENDED),
                name="waiting_time_until_of_a_suspension",
                violation_error_message=_("Seule une suspension a une date de fin."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ONE_WAITS) | Q(weeks_from=None, weeks_to=None),
                name="waiting_time_weeks_where_one_waits",
                violation_error_message=_(
                    "Des semaines ne se comptent que si le service prend des demandes ou a une liste."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=Intake.values)
                & Q(stage__in=Stage.values)
                & Q(said_by__in=Speaker.values),
                name="waiting_time_words_are_known",
                violation_error_message=_("Choisissez parmi les réponses proposées."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.observed_on:%d/%m/%Y})"

    def clean(self) -> None:
        """Refuse what nobody can have observed yet, and a suspension that ended before it was said."""
        super().clean()
        errors = {}
        said_on = getattr(self, "observed_on", None)  # absent when it could not be read
        if said_on and said_on > timezone.localdate():
            errors["observed_on"] = _("Cette date est dans l’avenir.")
        if self.until and said_on and self.until < said_on:
            errors["until"] = _("La suspension finirait avant d’avoir été dite.")
        if self.until and said_on and self.until > said_on + LONGEST_SUSPENSION:
            errors["until"] = TOO_FAR
        if errors:
            raise ValidationError(errors)

    @property
    def audience(self) -> waits.Audience:
        """Whom it is for."""
        return waits.Audience(self.group.slug if self.group else "", self.age_min, self.age_max)

    @property
    def is_for_everyone(self) -> bool:
        """Whether it names no public and no age."""
        return self.audience == waits.Audience()

    @property
    def observation(self) -> waits.Observation:
        """What was said, as the rules take it."""
        return waits.Observation(
            state=self.state,
            observed_on=self.observed_on,
            said_by=self.said_by,
            weeks_from=self.weeks_from,
            weeks_to=self.weeks_to,
            until=self.until,
            note=self.note,
            is_fictional=self.is_fictional,
        )
