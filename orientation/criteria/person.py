"""What is asked of a service because of who the person is: age, publics, where one lives."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory import ages
from directory.languages import either
from orientation import bits
from orientation.columns import Columns
from orientation.criteria.answer import Answer, known
from orientation.profile import Profile
from orientation.territory import Place, Territory
from orientation.vocabulary import Vocabulary


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

    def sets(self, columns: Columns) -> tuple[int, int]:
        no = columns.any_of("age_min", range(self.age + 1, ages.MAX_AGE + 1))
        no |= columns.any_of("age_max", range(self.age))
        both = columns.of("some", "age_min") & columns.of("some", "age_max")
        return bits.without(both, no), no

    def text(self, profile: Profile, answer: Answer) -> str:
        low, high = profile.age_min, profile.age_max
        if answer is Answer.UNKNOWN and low is not None:
            known_bound = ages.in_words(low, high)
            return _("%(ages)s. Y a-t-il un âge maximum ?") % {"ages": known_bound}
        if answer is Answer.UNKNOWN and high is not None:
            known_bound = ages.in_words(low, high)
            return _("%(ages)s. Y a-t-il un âge minimum ?") % {"ages": known_bound}
        if answer is Answer.UNKNOWN:
            return ngettext(
                "Recevez-vous une personne de %(age)s an ?",
                "Recevez-vous une personne de %(age)s ans ?",
                self.age,
            ) % {"age": self.age}
        return ages.in_words(low, high)


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

    def sets(self, columns: Columns) -> tuple[int, int]:
        meant = columns.any_of("reserved", self.groups)
        no = columns.any_of("refused", self.groups)
        no |= bits.without(columns.of("some", "reserved"), meant)
        yes = columns.everything
        for group in self.groups:
            yes &= columns.of("reserved", group) | columns.of("specialised", group)
        return bits.without(yes | columns.of("complete", "everyone"), no), no

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

    def sets(self, columns: Columns) -> tuple[int, int]:
        return bits.without(columns.everything, columns.of("some", "reserved")), 0

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

    def sets(self, columns: Columns) -> tuple[int, int]:
        everywhere = columns.of("coverage", "belgique")
        region, at_least = columns.of("coverage", "region"), columns.of("coverage", "region_min")
        if self.place.without_address:
            no = columns.of("not_condition", "sans_adresse")
            yes = columns.of("condition", "sans_adresse") | everywhere | region | at_least
            return bits.without(yes, no), no
        held = columns.everything
        for area in self.place.areas:
            held &= columns.of("covers", area)
        listed = columns.of("coverage", "areas")
        no = bits.without(listed, columns.any_of("covers", self.place.areas))
        if all(area in self.territory.areas for area in self.place.areas):
            return everywhere | region | at_least | held, no
        return everywhere | held, no | region

    def text(self, profile: Profile, answer: Answer) -> str:
        coverage = profile.coverage
        if self.place.without_address:
            return str(_WITHOUT_ADDRESS[answer])
        if answer is Answer.YES and isinstance(coverage, str):
            return str(_SERVES[coverage])
        asked = {"place": self.territory.words(self.place)}
        if answer is Answer.YES:
            return _("Sa zone comprend %(place)s") % asked
        if answer is Answer.NO:
            return _("Hors de sa zone : %(place)s") % asked
        if isinstance(coverage, frozenset):
            areas = either(self.territory.label(area) for area in self.place.areas)
            return _("La personne habite-t-elle %(areas)s ?") % {"areas": areas}
        return _("Recevez-vous une personne qui habite %(place)s ?") % asked

    def precisions(self, profile: Profile) -> tuple[tuple[str, str], ...]:
        """The areas to choose between, as (area code, words), when only some are served."""
        if isinstance(profile.coverage, frozenset) and self.answer(profile) is Answer.UNKNOWN:
            return tuple((area, self.territory.label(area)) for area in self.place.areas)
        return ()


_WITHOUT_ADDRESS = {
    Answer.YES: gettext_lazy("Possible sans adresse"),
    Answer.NO: gettext_lazy("Une adresse est demandée"),
    Answer.UNKNOWN: gettext_lazy("Recevez-vous une personne sans adresse ?"),
}
_SERVES = {
    "belgique": gettext_lazy("Sert toute la Belgique"),
    "region": gettext_lazy("Sert toute la Région bruxelloise"),
    "region_min": gettext_lazy("Sert au moins toute la Région bruxelloise"),
}
