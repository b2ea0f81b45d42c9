"""How an entry is kept true: whom one writes to, how often, and when that was last done."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.asking import Asked
from directory.models.base import NoControlCharacters
from directory.models.service import Service
from directory.models.waiting_time import Speaker


class LetterLanguage(models.TextChoices):
    """In which language one writes."""

    FRENCH = "fr", "Français"
    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "English"


class UpdateContactQuerySet(models.QuerySet["UpdateContact"]):
    """Contacts, spoken of as the domain does."""

    def reachable(self) -> "UpdateContactQuerySet":
        """Those one may write to."""
        return self.filter(stopped_on=None, bounced_on=None)


class UpdateContact(NoControlCharacters):
    """An address that is asked whether entries are still true. Never published."""

    address = models.EmailField(
        _("adresse"),
        unique=True,
        help_text=_("De préférence celle de l’équipe. Elle n’est jamais publiée."),
        error_messages={"unique": _("Cette adresse est déjà connue : choisissez-la.")},
    )
    language = models.CharField(
        _("langue"), max_length=2, choices=LetterLanguage, default=LetterLanguage.FRENCH
    )
    stopped_on = models.DateField(
        _("ne plus écrire, depuis le"),
        null=True,
        blank=True,
        help_text=_("Le contact l’a demandé. Vide : on peut écrire."),
    )
    bounced_on = models.DateField(
        _("revient en erreur, depuis le"),
        null=True,
        blank=True,
        help_text=_("Videz quand l’adresse est réparée."),
    )

    # How many links somebody asked for on a day: a stranger may ask too.
    links_on = models.DateField(null=True, editable=False)
    links_count = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = UpdateContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact pour les mises à jour")
        verbose_name_plural = _("contacts pour les mises à jour")
        ordering = ("address",)

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        """Store one spelling of the address: no one tells two mailboxes apart by capitals."""
        super().clean()
        self.address = self.address.lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; links that went to another address are worth nothing from now on."""
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.address != self.address:
            Upkeep.objects.filter(contact=self).update(links_since=timezone.now())


class Rhythm(models.IntegerChoices):
    """After how many days without news one asks again."""

    MONTHLY = 30, _("chaque mois")
    QUARTERLY = 91, _("chaque trimestre")
    HALF_YEARLY = 182, _("deux fois par an")
    NEVER = 0, _("jamais")


class UpkeepQuerySet(models.QuerySet["Upkeep"]):
    """The upkeep of entries, spoken of as the domain does."""

    def with_news(self) -> "UpkeepQuerySet":
        """With its service, its contact, and the last day on which the service told its wait."""
        said = Q(
            service__waiting_times__said_by=Speaker.SERVICE,
            service__waiting_times__is_set_aside=False,
            service__waiting_times__is_fictional=False,
        )
        return self.select_related("service", "contact").annotate(
            told_on=Max("service__waiting_times__observed_on", filter=said)
        )

    def of_listed_services(self) -> "UpkeepQuerySet":
        """Of the services that readers meet in a list."""
        return self.filter(service__in=Service.objects.listed())

    def without_answer(self) -> "UpkeepQuerySet":
        """Those that were asked, by letter or by telephone, and have not been heard of since."""
        keys = [row.pk for row in self.with_news() if row.is_unanswered]
        return self.filter(pk__in=keys)


class Upkeep(models.Model):
    """How one service is asked whether its entry is still true. No contact: by telephone only."""

    service = models.OneToOneField(
        Service, models.CASCADE, related_name="upkeep", verbose_name=_("service")
    )
    contact = models.ForeignKey(
        UpdateContact,
        models.PROTECT,
        related_name="upkeeps",
        verbose_name=_("contact"),
        null=True,
        blank=True,
        help_text=_("Changer de contact rend sans valeur les liens déjà envoyés."),
    )
    rhythm = models.PositiveSmallIntegerField(_("rythme"), choices=Rhythm, default=Rhythm.MONTHLY)
    pauses_in_summer = models.BooleanField(_("pause en juillet et août"), default=False)
    asked_on = models.DateField(_("demandé par e-mail le"), null=True, editable=False)
    reminded_on = models.DateField(_("rappelé le"), null=True, editable=False)
    called_on = models.DateField(_("appelé en vain le"), null=True, editable=False)
    answered_on = models.DateField(_("a répondu le"), null=True, editable=False)
    # Links made before are worth nothing: revoked, or made for another contact.
    links_since = models.DateTimeField(default=timezone.now, editable=False)
    # When a link last told a change: those made before have served.
    told_at = models.DateTimeField(null=True, editable=False)
    # The numbers of the forms that came in last, so that one sent twice is kept once.
    last_forms = models.JSONField(default=list, blank=True, editable=False)

    objects = UpkeepQuerySet.as_manager()

    class Meta:
        verbose_name = _("suivi de fiche")
        verbose_name_plural = _("suivis de fiches")
        ordering = ("service__sort_key", "service__slug")
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values),
                name="upkeep_rhythm_is_known",
                violation_error_message=_("Choisissez parmi les rythmes proposés."),
            )
        ]

    def __str__(self) -> str:
        return str(self.service)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the links that another contact holds are worth nothing from now on."""
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        if before and before.contact_id != self.contact_id:
            self.links_since = timezone.now()
        super().save(*args, **kwargs)

    @property
    def asked(self) -> Asked:
        """What was asked and heard, as the rules take it; for a row read `with_news()`."""
        return Asked(
            every_days=self.rhythm,
            pauses_in_summer=self.pauses_in_summer,
            asked_on=self.asked_on,
            reminded_on=self.reminded_on,
            heard_on=self.heard_on,
        )

    @property
    def heard_on(self) -> date | None:
        """The last day the service was heard of: an answer, a confirmation, its wait; or None."""
        told_on: date | None = getattr(self, "told_on")  # noqa: B009 - of with_news()
        days = (self.answered_on, self.service.verified_on, told_on)
        return max((day for day in days if day), default=None)

    @property
    def is_unanswered(self) -> bool:
        """Whether it was asked and has not been heard of since."""
        asked = max((day for day in (self.asked_on, self.called_on) if day), default=None)
        return asked is not None and (self.heard_on is None or self.heard_on < asked)
