"""What someone learned on the phone about a service, until a coordinator has read it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.base import NoControlCharacters
from directory.models.service import Service
from directory.models.taxonomy import Criterion

MAX_NOTE = 140  # of who called
MAX_WORD = 500  # of the service itself


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    NEW = "new", _("à traiter")
    TREATED = "treated", _("traité")
    SET_ASIDE = "set_aside", _("mis de côté")


class Outcome(models.TextChoices):
    """How a call ended that taught nothing of the wait."""

    NO_ANSWER = "sans_reponse", _("personne n’a répondu")
    REDIRECTED = "renvoi", _("on m’a renvoyé·e ailleurs")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, spoken of as coordinators do."""

    def new(self) -> "SuggestionQuerySet":
        """Those that nobody has settled."""
        return self.filter(state=SuggestionState.NEW)

    def with_answers(self) -> "SuggestionQuerySet":
        """With their service and answers, in a fixed number of queries."""
        return self.select_related("service", "settled_by", "waiting_time").prefetch_related(
            "answers__criterion"
        )


class Suggestion(NoControlCharacters):
    """What one form « J’ai appelé » said of a service; from whom is not known.

    A dead telephone is kept as its number, so that it is still said when the entry has another.
    """

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="suggestions", verbose_name=_("service")
    )
    token = models.CharField(max_length=32, editable=False)
    dead_numbers = models.JSONField(_("numéros qui ne répondent plus"), default=list, blank=True)
    is_closed = models.BooleanField(_("le service a fermé"), default=False)
    outcome = models.CharField(_("l’appel"), max_length=12, choices=Outcome, blank=True)
    note = models.CharField(_("précision"), max_length=MAX_WORD, blank=True)
    is_from_service = models.BooleanField(_("du service lui-même"), default=False, editable=False)
    received_at = models.DateTimeField(_("reçu le"), default=timezone.now, editable=False)
    state = models.CharField(
        _("état"), max_length=10, choices=SuggestionState, default=SuggestionState.NEW
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("par"),
        null=True,
        blank=True,
        editable=False,
    )
    settled_at = models.DateTimeField(_("le"), null=True, blank=True, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ("-received_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["token"],
                name="suggestion_once_per_form",
                violation_error_message=_("Ce formulaire a déjà été envoyé."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=SuggestionState.values),
                name="suggestion_state_is_known",
                violation_error_message=_("Un signalement est à traiter, traité ou mis de côté."),
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.NEW, settled_at=None, settled_by=None)
                | (~Q(state=SuggestionState.NEW) & Q(settled_at__isnull=False)),
                name="suggestion_settled_on_a_day",
                violation_error_message=_("Un signalement traité ou mis de côté dit quand."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} ({timezone.localtime(self.received_at):%d/%m/%Y})"


class Answer(models.TextChoices):
    """What one was told on the phone. « Ça dépend » is neither yes nor no: the entry keeps it as a note."""

    YES = "oui", _("oui")
    NO = "non", _("non")
    DEPENDS = "depend", _("ça dépend")


class SuggestedAnswer(models.Model):
    """What a suggestion answers to one access condition."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name=_("condition")
    )
    answer = models.CharField(_("réponse"), max_length=6, choices=Answer)

    class Meta:
        verbose_name = _("réponse apprise au téléphone")
        verbose_name_plural = _("réponses apprises au téléphone")
        ordering = ("criterion__position", "criterion__slug")
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "criterion"],
                name="suggested_answer_once",
                violation_error_message=_("Cette condition a déjà une réponse."),
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values),
                name="suggested_answer_is_known",
                violation_error_message=_("La réponse est oui, non ou ça dépend."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.get_answer_display()}"
