"""What is asked of a service itself: languages, conditions, team, themes, who asks, when it is open."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import hours
from directory.languages import Localized, Quoting, either, listed
from directory.text import in_sentence
from orientation import bits
from orientation.columns import Columns
from orientation.criteria.answer import Answer, known
from orientation.profile import Profile
from orientation.situation import Open
from orientation.vocabulary import ConditionWords, Vocabulary


@dataclass(frozen=True)
class SpokenLanguage:
    """Any of the asked languages will do; an interpreter keeps the door open."""

    languages: frozenset[str]
    words: Vocabulary
    key: str = "langue"

    def answer(self, profile: Profile) -> Answer:
        if self.languages & profile.languages:
            return Answer.YES
        refused = profile.languages_complete and profile.conditions.get("interprete") is False
        return Answer.NO if refused else Answer.UNKNOWN

    def sets(self, columns: Columns) -> tuple[int, int]:
        yes = columns.any_of("language", self.languages)
        alone = columns.of("not_condition", "interprete")
        return yes, bits.without(columns.of("complete", "language") & alone, yes)

    def text(self, profile: Profile, answer: Answer) -> str:
        label = self.words.labels
        if answer is Answer.YES:
            spoken = label("langue", self.languages & profile.languages)
            return _("On y parle : %(languages)s") % {"languages": spoken}
        asked = either(self.words.each("langue", self.languages))
        if answer is Answer.NO:
            if not profile.languages:
                return _("On n’y parle pas %(languages)s, et sans interprète") % {
                    "languages": asked
                }
            spoken = label("langue", profile.languages)
            return _("On y parle seulement : %(languages)s, sans interprète") % {
                "languages": spoken
            }
        return _("Peut-on y parler %(languages)s, ou venir avec un·e interprète ?") % {
            "languages": asked
        }


@dataclass(frozen=True)
class Condition:
    """One access condition; all those asked are required."""

    slug: str
    words: ConditionWords

    @property
    def key(self) -> str:
        return f"condition:{self.slug}"

    def answer(self, profile: Profile) -> Answer:
        return known(profile.conditions.get(self.slug))

    def sets(self, columns: Columns) -> tuple[int, int]:
        return columns.of("condition", self.slug), columns.of("not_condition", self.slug)

    def text(self, profile: Profile, answer: Answer) -> str:
        if answer is Answer.UNKNOWN:
            sentence = self.words.question
        else:
            sentence = self.words.yes if answer is Answer.YES else self.words.no
        note = profile.notes.get(self.slug)
        return Quoting(f"{sentence} ({note})", Localized(note, "fr")) if note else sentence


@dataclass(frozen=True)
class TeamMember:
    """Any of the asked professions will do."""

    professions: frozenset[str]
    words: Vocabulary
    key: str = "intervenant"

    def answer(self, profile: Profile) -> Answer:
        if self.professions & profile.professions:
            return Answer.YES
        return Answer.NO if profile.professions_complete else Answer.UNKNOWN

    def sets(self, columns: Columns) -> tuple[int, int]:
        yes = columns.any_of("profession", self.professions)
        return yes, bits.without(columns.of("complete", "profession"), yes)

    def text(self, profile: Profile, answer: Answer) -> str:
        label = self.words.labels
        if answer is Answer.YES:
            team = label("intervenant", self.professions & profile.professions)
            return _("Dans l’équipe : %(team)s") % {"team": team}
        asked = label("intervenant", self.professions)
        if answer is Answer.NO:
            return _("Pas dans l’équipe : %(team)s") % {"team": asked}
        return _("Y a-t-il dans l’équipe : %(team)s ?") % {"team": asked}


@dataclass(frozen=True)
class KnownTheme:
    """Any of the asked themes will do."""

    themes: frozenset[str]
    words: Vocabulary
    key: str = "theme"

    def answer(self, profile: Profile) -> Answer:
        if self.themes & profile.themes:
            return Answer.YES
        return Answer.NO if profile.themes_complete else Answer.UNKNOWN

    def sets(self, columns: Columns) -> tuple[int, int]:
        yes = columns.any_of("theme", self.themes)
        return yes, bits.without(columns.of("complete", "theme"), yes)

    def text(self, profile: Profile, answer: Answer) -> str:
        if answer is Answer.YES:
            themes = self._in_words(self.themes & profile.themes)
            return _("Connaît particulièrement : %(themes)s") % {"themes": themes}
        asked = self._in_words(self.themes)
        if answer is Answer.NO:
            return _("Ne travaille pas sur : %(themes)s") % {"themes": asked}
        return _("Travaillez-vous sur : %(themes)s ?") % {"themes": asked}

    def _in_words(self, themes: frozenset[str]) -> str:
        return listed(map(in_sentence, self.words.each("theme", themes)))


@dataclass(frozen=True)
class Asking:
    """Who calls. A doctor is a professional; a professional may be a partner."""

    requester: str
    words: Vocabulary
    key: str = "demandeur"

    def answer(self, profile: Profile) -> Answer:
        allowed = profile.who_may_ask
        if self.requester in allowed:
            return Answer.YES
        if self.requester == "medecin" and "professionnel" in allowed:
            return Answer.YES
        if not allowed:
            return Answer.UNKNOWN
        if self.requester in ("professionnel", "medecin") and "partenaire" in allowed:
            return Answer.UNKNOWN
        return Answer.NO

    def sets(self, columns: Columns) -> tuple[int, int]:
        yes = perhaps = columns.of("asks", self.requester)
        if self.requester == "medecin":
            yes |= columns.of("asks", "professionnel")
        if self.requester in ("professionnel", "medecin"):
            perhaps = columns.of("asks", "partenaire")
        return yes, bits.without(columns.of("some", "asks"), yes | perhaps)

    def text(self, profile: Profile, answer: Answer) -> str:
        label = self.words.labels
        if answer is Answer.UNKNOWN:
            if profile.who_may_ask:
                return _("Travaillez-vous avec ce service comme partenaire ?")
            who = self.words.label("demandeur", self.requester)
            return _("La demande peut-elle venir de : %(who)s ?") % {"who": who}
        who = label("demandeur", profile.who_may_ask)
        return _("Demande faite par : %(who)s") % {"who": who}


@dataclass(frozen=True)
class OpenAt:
    """Open at `at`, this evening (18:00 to 22:00), or this Saturday or Sunday."""

    when: str
    at: datetime
    key: str = "ouvert"

    def answer(self, profile: Profile) -> Answer:
        if not profile.schedules:
            return Answer.UNKNOWN
        return known(_is_open(profile.schedules, self.when, self.at))

    def sets(self, columns: Columns) -> tuple[int, int]:
        found = {True: 0, False: 0}
        for schedules, services in columns.values("schedules").items():
            found[_is_open(schedules, self.when, self.at)] |= services
        return found[True], found[False]

    def text(self, profile: Profile, answer: Answer) -> str:
        if answer is Answer.UNKNOWN:
            return _("Quels sont vos horaires ?")
        stated = " · ".join(hours.in_words(osm) for osm in profile.schedules)
        said = _OPEN_IN_WORDS[Open(self.when), answer]
        return str(said) % {"time": self.at.strftime("%H:%M"), "hours": stated}


_OPEN_IN_WORDS = {
    (Open.NOW, Answer.YES): gettext_lazy("Ouvert à %(time)s (%(hours)s)"),
    (Open.NOW, Answer.NO): gettext_lazy("Fermé à %(time)s (%(hours)s)"),
    (Open.EVENING, Answer.YES): gettext_lazy("Ouvert ce soir (%(hours)s)"),
    (Open.EVENING, Answer.NO): gettext_lazy("Fermé ce soir (%(hours)s)"),
    (Open.WEEKEND, Answer.YES): gettext_lazy("Ouvert le week-end (%(hours)s)"),
    (Open.WEEKEND, Answer.NO): gettext_lazy("Fermé le week-end (%(hours)s)"),
}


@lru_cache(maxsize=16_384)
def _is_open(schedules: tuple[str, ...], when: str, at: datetime) -> bool:
    """Whether any of the schedules is open at some time of the windows of `when`."""
    return any(
        begin < end_of and end > start_of
        for begin, end in hours.opening(schedules, at.date())
        for start_of, end_of in _windows(when, at)
    )


def _windows(when: str, at: datetime) -> tuple[hours.Interval, ...]:
    midnight = datetime.combine(at.date(), time())
    if when == Open.NOW:
        return ((at, at + timedelta(microseconds=1)),)
    if when == Open.EVENING:
        return ((midnight + timedelta(hours=18), midnight + timedelta(hours=22)),)
    days_to_saturday = 5 - midnight.weekday()  # −1 on a Sunday: that weekend still runs
    saturday = midnight + timedelta(days=days_to_saturday)
    return ((max(saturday, midnight), saturday + timedelta(days=2)),)
