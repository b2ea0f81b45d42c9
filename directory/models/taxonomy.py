"""The reference lists: rows that coordinators may edit, known by their slug."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.acronyms import name_and_letters
from directory.languages import Localized
from directory.models.base import Term, localized


class Helped(models.TextChoices):
    """Whom a service is for."""

    PERSON = "personne", _("la personne")
    RELATIVE = "proche", _("un·e proche")
    PROFESSIONAL = "professionnel", _("un·e professionnel·le")


class Requester(models.TextChoices):
    """Who may ask a service for help."""

    PERSON = "personne", _("la personne elle-même")
    RELATIVE = "proche", _("un·e proche")
    PROFESSIONAL = "professionnel", _("un·e professionnel·le")
    DOCTOR = "medecin", _("un·e médecin")
    PARTNER = "partenaire", _("un service partenaire")


class Helping(models.Model):
    """Says whom it helps: one yes per value of `Helped`; all false says nothing."""

    helps_personne = models.BooleanField(_("pour la personne"), default=False)
    helps_proche = models.BooleanField(_("pour un·e proche"), default=False)
    helps_professionnel = models.BooleanField(_("pour un·e professionnel·le"), default=False)

    class Meta:
        abstract = True

    @property
    def stated_helps(self) -> frozenset[Helped]:
        """The values said here, perhaps none."""
        return frozenset(who for who in Helped if getattr(self, f"helps_{who}"))


class Need(Term):
    """A need, the entrance of the tool (« besoin »)."""

    description_fr = models.TextField(_("explication (français)"), blank=True)
    description_nl = models.TextField(_("explication (néerlandais)"), blank=True)
    description_en = models.TextField(_("explication (anglais)"), blank=True)

    class Meta(Term.Meta):
        verbose_name = _("besoin")
        verbose_name_plural = _("besoins")

    @property
    def description(self) -> Localized:
        """One plain sentence, in the language in use."""
        return localized(self, "description")


class Sector(models.TextChoices):
    """The function a service has in a network around a person."""

    MENTAL_HEALTH = "sante_mentale", _("santé mentale")
    HEALTH = "sante", _("santé générale")
    RIGHTS = "droits", _("droits sociaux et revenus")
    HOUSING = "logement", _("logement")
    ADDICTIONS = "assuetudes", _("assuétudes")
    TIES = "liens", _("liens et entraide")
    SUPPORT = "appui", _("appui aux professionnel·les")
    EMERGENCY = "urgence", _("urgence et écoute")


class LevelOfCare(models.TextChoices):
    """How intensive the care is; a help to understand, never a verdict."""

    FIRST_LINE = "premiere_ligne", _("première ligne")
    SPECIALISED = "specialise", _("spécialisé")
    RESIDENTIAL = "residentiel", _("résidentiel")
    EMERGENCY = "urgence", _("urgence")
    SUPPORT = "appui", _("appui")


EASY = _("Une idée par phrase, une phrase par ligne, des mots de tous les jours.")


class ServiceType(Term, Helping):
    """A type of service (SSM, PPL, IHP…), with what sets it apart from its look-alikes."""

    acronym = models.CharField(_("sigle"), max_length=20, blank=True)
    sector = models.CharField(_("fonction"), max_length=20, choices=Sector)
    level = models.CharField(_("niveau de soins"), max_length=20, choices=LevelOfCare, blank=True)
    needs = models.ManyToManyField(
        Need, verbose_name=_("besoins par défaut"), related_name="types", blank=True
    )
    summary_fr = models.TextField(_("ce que c’est (français)"), blank=True)
    summary_nl = models.TextField(_("ce que c’est (néerlandais)"), blank=True)
    summary_en = models.TextField(_("ce que c’est (anglais)"), blank=True)
    distinction_fr = models.TextField(_("ce qui le distingue (français)"), blank=True)
    distinction_nl = models.TextField(_("ce qui le distingue (néerlandais)"), blank=True)
    distinction_en = models.TextField(_("ce qui le distingue (anglais)"), blank=True)
    easy_fr = models.TextField(_("facile à lire (français)"), blank=True, help_text=EASY)
    easy_nl = models.TextField(_("facile à lire (néerlandais)"), blank=True, help_text=EASY)
    easy_en = models.TextField(_("facile à lire (anglais)"), blank=True, help_text=EASY)
    look_alikes = models.ManyToManyField(
        "self", verbose_name=_("à ne pas confondre avec"), blank=True
    )

    class Meta(Term.Meta):
        verbose_name = _("type de service")
        verbose_name_plural = _("types de service")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> Localized:
        """« Service de santé mentale (SSM) », in the language in use."""
        name, letters = self.bare_name, self.letters
        return Localized(f"{name} ({letters})", name.lang) if letters else name

    @property
    def bare_name(self) -> Localized:
        """Its name without an acronym, in the language in use."""
        name = self.name
        return Localized(name_and_letters(name, self.acronym)[0], name.lang)

    @property
    def letters(self) -> str:
        """Its acronym in the language in use: « CPAS », "OCMW"."""
        return name_and_letters(self.name, self.acronym)[1]

    @property
    def summary(self) -> Localized:
        """What it is and for whom, in the language in use."""
        return localized(self, "summary")

    @property
    def distinction(self) -> Localized:
        """What sets it apart and when to choose it, in the language in use."""
        return localized(self, "distinction")

    @property
    def easy(self) -> Localized:
        """The same for who reads little: a sentence a line, in the language in use."""
        return localized(self, "easy")


class TargetGroup(Term):
    """A public, as a plural noun phrase: « personnes exilées »."""

    class Meta(Term.Meta):
        verbose_name = _("public")
        verbose_name_plural = _("publics")


class CriterionCategory(models.TextChoices):
    """Where an access condition stands on the page."""

    ENTRY = "entree", _("Le premier contact")
    ADMINISTRATIVE = "administratif", _("Les papiers")
    MONEY = "argent", _("L’argent")
    THRESHOLD = "seuil", _("Le seuil")
    PLACE = "lieu", _("Le lieu")
    LANGUAGE = "langue", _("La langue")


class Criterion(Term):
    """An access condition, worded so that *oui* lets the person in, with its phone question."""

    category = models.CharField(_("rubrique"), max_length=20, choices=CriterionCategory)
    yes_fr = models.CharField(_("si oui (français)"), max_length=200)
    yes_nl = models.CharField(_("si oui (néerlandais)"), max_length=200, blank=True)
    yes_en = models.CharField(_("si oui (anglais)"), max_length=200, blank=True)
    no_fr = models.CharField(_("si non (français)"), max_length=200)
    no_nl = models.CharField(_("si non (néerlandais)"), max_length=200, blank=True)
    no_en = models.CharField(_("si non (anglais)"), max_length=200, blank=True)
    question_fr = models.CharField(_("question au téléphone (français)"), max_length=200)
    question_nl = models.CharField(
        _("question au téléphone (néerlandais)"), max_length=200, blank=True
    )
    question_en = models.CharField(_("question au téléphone (anglais)"), max_length=200, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("condition d’accès possible")
        verbose_name_plural = _("conditions d’accès possibles")

    @property
    def yes(self) -> Localized:
        """The sentence that says the answer is yes."""
        return localized(self, "yes")

    @property
    def no(self) -> Localized:
        """The sentence that says the answer is no."""
        return localized(self, "no")

    @property
    def question(self) -> Localized:
        """What one asks on the phone when the answer is not known."""
        return localized(self, "question")


class Profession(Term):
    """A profession one may meet in a team (« psychiatre », « pair-aidant·e »)."""

    class Meta(Term.Meta):
        verbose_name = _("profession")
        verbose_name_plural = _("professions")


class Theme(Term):
    """What a team knows particularly well (trauma, psychose, deuil…)."""

    class Meta(Term.Meta):
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")


class Language(Term):
    """A language spoken with people; its slug is its ISO 639 code."""

    class Meta(Term.Meta):
        verbose_name = _("langue")
        verbose_name_plural = _("langues")
