"""One criterion, one small class: what a service answers, and in which words.

Each answers YES, NO or UNKNOWN for one profile, or None when it has nothing to say. The meaning
of each answer is the contract of `docs/orientation.md`; this is its only place in the code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import hours
from orientation.catalogue import Catalogue
from orientation.profile import Profile
from orientation.situation import Open, Situation
from orientation.territory import Place, Territory
from orientation.vocabulary import ConditionWords, Vocabulary


class Answer(Enum):
    """What one service answers to one criterion."""

    YES = "oui"
    UNKNOWN = "inconnu"
    NO = "non"


class Criterion(Protocol):
    """What is asked of every service."""

    @property
    def key(self) -> str:
        """The parameter's name; for conditions `condition:pmr`."""

    def answer(self, profile: Profile) -> Answer | None:
        """The service's answer; None = this criterion is no question for this service."""

    def text(self, profile: Profile, answer: Answer) -> str:
        """The answer in a sentence; for UNKNOWN, the question to ask on the phone."""


def known(statement: bool | None) -> Answer:
    """True, False, None → yes, no, unknown."""
    if statement is None:
        return Answer.UNKNOWN
    return Answer.YES if statement else Answer.NO


@dataclass(frozen=True)
class Age:
    """Inclusive whole years. A known bound may refuse; both must be known to say yes."""

    age: int
    key: str = "age"

    def answer(self, profile: Profile) -> Answer:
        low, high = profile.age_min, profile.age_max
        if (low is not None and self.age < low) or (high is not None and self.age > high):
            return Answer.NO
        return Answer.UNKNOWN if low is None or high is None else Answer.YES

    def text(self, profile: Profile, answer: Answer) -> str:
        if answer is Answer.UNKNOWN:
            return ngettext(
                "Recevez-vous une personne de %(age)s an ?",
                "Recevez-vous une personne de %(age)s ans ?",
                self.age,
            ) % {"age": self.age}
        return age_range(profile.age_min, profile.age_max)


def age_range(low: int | None, high: int | None) -> str:
    """The ages received, in words; "" when neither bound is known."""
    if low is None and high is None:
        return ""
    if high is None:
        return _("Reçoit à partir de %(low)s ans") % {"low": low}
    if low is None:
        return _("Reçoit jusqu’à %(high)s ans") % {"high": high}
    if low == 0 and high >= 120:
        return _("Reçoit à tous les âges")
    if high >= 120:
        return _("Reçoit à partir de %(low)s ans, sans limite") % {"low": low}
    return _("Reçoit de %(low)s à %(high)s ans") % {"low": low, "high": high}


@dataclass(frozen=True)
class Public:
    """Several groups describe one person: one that is refused refuses the person."""

    groups: frozenset[str]
    words: Vocabulary
    key: str = "public"

    def answer(self, profile: Profile) -> Answer:
        if self.groups & profile.refused:
            return Answer.NO
        if profile.reserved and not self.groups & profile.reserved:
            return Answer.NO
        if profile.everyone or self.groups <= profile.reserved | profile.specialised:
            return Answer.YES
        return Answer.UNKNOWN

    def text(self, profile: Profile, answer: Answer) -> str:
        label = self.words.labels
        if answer is Answer.UNKNOWN:
            unsaid = self.groups - profile.reserved - profile.specialised
            return _("Recevez-vous ce public : %(groups)s ?") % {"groups": label("public", unsaid)}
        if answer is Answer.NO and self.groups & profile.refused:
            groups = label("public", self.groups & profile.refused)
            return _("N’accueille pas : %(groups)s") % {"groups": groups}
        if profile.everyone:
            return _("Tout le monde est reçu")
        if profile.reserved:
            return _("Réservé à : %(groups)s") % {"groups": label("public", profile.reserved)}
        groups = label("public", self.groups & profile.specialised)
        return _("Spécialisé pour : %(groups)s") % {"groups": groups}


@dataclass(frozen=True)
class Reservation:
    """A reservation nobody asked about: a women's shelter never simply fits a man of 35."""

    words: Vocabulary
    key: str = "public"

    def answer(self, profile: Profile) -> Answer | None:
        return Answer.UNKNOWN if profile.reserved else None

    def text(self, profile: Profile, answer: Answer) -> str:
        groups = self.words.labels("public", profile.reserved)
        return _("Réservé à : %(groups)s. La personne en fait-elle partie ?") % {"groups": groups}


@dataclass(frozen=True)
class Residence:
    """Where the person lives, against the service's coverage; never against its address."""

    place: Place
    territory: Territory
    key: str = "code_postal"

    def answer(self, profile: Profile) -> Answer:
        coverage = profile.coverage
        if self.place.without_address:
            stated = profile.conditions.get("sans_adresse")
            if stated is not None:
                return known(stated)
            return known(True if isinstance(coverage, str) else None)
        if coverage is None:
            return Answer.UNKNOWN
        if coverage == "belgique":
            return Answer.YES
        if isinstance(coverage, frozenset):
            held = sum(area in coverage for area in self.place.areas)
            return known(bool(held) if held in (0, len(self.place.areas)) else None)
        if all(area in self.territory.areas for area in self.place.areas):
            return Answer.YES
        return Answer.UNKNOWN if coverage == "region_min" else Answer.NO

    def text(self, profile: Profile, answer: Answer) -> str:
        coverage = profile.coverage
        if self.place.without_address:
            return {
                Answer.YES: _("Possible sans adresse"),
                Answer.NO: _("Une adresse est demandée"),
                Answer.UNKNOWN: _("Recevez-vous une personne sans adresse ?"),
            }[answer]
        if answer is Answer.YES:
            if isinstance(coverage, frozenset):
                return _("Sa zone comprend %(place)s") % {"place": self._asked}
            return {
                "belgique": _("Sert toute la Belgique"),
                "region": _("Sert toute la Région bruxelloise"),
            }.get(coverage or "", _("Sert au moins toute la Région bruxelloise"))
        if answer is Answer.NO:
            return _("Hors de sa zone : %(place)s") % {"place": self._asked}
        if isinstance(coverage, frozenset):
            areas = _(" ou ").join(self.territory.label(area) for area in self.place.areas)
            return _("La personne habite-t-elle %(areas)s ?") % {"areas": areas}
        return _("Recevez-vous une personne qui habite %(place)s ?") % {"place": self._asked}

    @property
    def _asked(self) -> str:
        """The place in words: its one area, else what was asked (a code, a name)."""
        areas = self.place.areas
        return self.territory.label(areas[0]) if len(areas) == 1 else self.place.value

    def precisions(self, profile: Profile) -> tuple[tuple[str, str], ...]:
        """The areas to choose between, as (area code, words), when only some are served."""
        if isinstance(profile.coverage, frozenset) and self.answer(profile) is Answer.UNKNOWN:
            return tuple((area, self.territory.label(area)) for area in self.place.areas)
        return ()


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

    def text(self, profile: Profile, answer: Answer) -> str:
        label = self.words.labels
        if answer is Answer.YES:
            spoken = label("langue", self.languages & profile.languages)
            return _("On y parle : %(languages)s") % {"languages": spoken}
        asked = label("langue", self.languages)
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

    def text(self, profile: Profile, answer: Answer) -> str:
        sentence = {
            Answer.YES: self.words.yes,
            Answer.NO: self.words.no,
            Answer.UNKNOWN: self.words.question,
        }[answer]
        note = profile.notes.get(self.slug)
        return f"{sentence} ({note})" if note else sentence


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

    def text(self, profile: Profile, answer: Answer) -> str:
        label = self.words.labels
        if answer is Answer.YES:
            themes = label("theme", self.themes & profile.themes)
            return _("Connaît particulièrement : %(themes)s") % {"themes": themes}
        asked = label("theme", self.themes)
        if answer is Answer.NO:
            return _("Ne travaille pas sur : %(themes)s") % {"themes": asked}
        return _("Travaillez-vous sur : %(themes)s ?") % {"themes": asked}


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
        opening = hours.opening(profile.schedules, self.at.date())
        windows = self._windows
        return known(
            any(
                begin < end_of and end > start_of
                for begin, end in opening
                for start_of, end_of in windows
            )
        )

    @property
    def _windows(self) -> tuple[hours.Interval, ...]:
        midnight = datetime.combine(self.at.date(), time())
        if self.when == Open.NOW:
            return ((self.at, self.at + timedelta(microseconds=1)),)
        if self.when == Open.EVENING:
            return ((midnight + timedelta(hours=18), midnight + timedelta(hours=22)),)
        days_to_saturday = 5 - midnight.weekday()  # −1 on a Sunday: that weekend still runs
        saturday = midnight + timedelta(days=days_to_saturday)
        return ((max(saturday, midnight), saturday + timedelta(days=2)),)

    def text(self, profile: Profile, answer: Answer) -> str:
        if answer is Answer.UNKNOWN:
            return _("Quels sont vos horaires ?")
        stated = " · ".join(hours.in_words(osm) for osm in profile.schedules)
        return {
            (Open.NOW, Answer.YES): _("Ouvert à %(time)s (%(hours)s)"),
            (Open.NOW, Answer.NO): _("Fermé à %(time)s (%(hours)s)"),
            (Open.EVENING, Answer.YES): _("Ouvert ce soir (%(hours)s)"),
            (Open.EVENING, Answer.NO): _("Fermé ce soir (%(hours)s)"),
            (Open.WEEKEND, Answer.YES): _("Ouvert le week-end (%(hours)s)"),
            (Open.WEEKEND, Answer.NO): _("Fermé le week-end (%(hours)s)"),
        }[Open(self.when), answer] % {"time": self.at.strftime("%H:%M"), "hours": stated}


def asked(situation: Situation, catalogue: Catalogue) -> tuple[Criterion, ...]:
    """The criteria of a situation, in the order in which reasons are given.

    Empty when none is asked. The waiting time (`delai`) takes its place at the end later.
    """
    return tuple(_asked(situation, catalogue)) if situation.asks_a_criterion else ()


def _asked(situation: Situation, catalogue: Catalogue) -> Iterator[Criterion]:
    words = catalogue.vocabulary
    if situation.age is not None:
        yield Age(situation.age)
    if situation.public:
        yield Public(frozenset(situation.public), words)
    else:
        yield Reservation(words)
    if situation.code_postal is not None:
        yield Residence(situation.code_postal, catalogue.territory)
    if situation.langue:
        yield SpokenLanguage(frozenset(situation.langue), words)
    for option in words.options["condition"]:
        if option.slug in situation.condition:
            yield Condition(option.slug, words.conditions[option.slug])
    if situation.intervenant:
        yield TeamMember(frozenset(situation.intervenant), words)
    if situation.theme:
        yield KnownTheme(frozenset(situation.theme), words)
    if situation.demandeur:
        yield Asking(situation.demandeur, words)
    if situation.ouvert:
        yield OpenAt(situation.ouvert, catalogue.at)
