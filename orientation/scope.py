"""Which services a question is about at all. Only those in scope get a verdict."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from directory.text import words
from orientation.profile import Profile
from orientation.situation import Situation
from orientation.territory import Territory

WHOLE_WORD, STEM, PREFIX = 0, 1, 2


class Zone(Enum):
    """How a service stands to a bassin."""

    IN = auto()
    OUT = auto()
    UNKNOWN = auto()


def zone(profile: Profile, bassin: str, territory: Territory) -> Zone:
    """In: a place there, or coverage that holds one of its areas, or no place and unknown coverage.

    Unknown coverage with places elsewhere is UNKNOWN: out, but counted apart.
    """
    if any(bassin in place.bassins for place in profile.places):
        return Zone.IN
    coverage = profile.coverage
    if coverage is None:
        return Zone.UNKNOWN if profile.places else Zone.IN
    if isinstance(coverage, str):
        return Zone.IN
    held = (territory.areas[area] for area in coverage if area in territory.areas)
    return Zone.IN if any(area.bassin == bassin for area in held) else Zone.OUT


def word_match(profile: Profile, asked: tuple[str, ...]) -> int | None:
    """How well the words are found: all of them, the last perhaps as a prefix; None = not found."""
    if not asked:
        return WHOLE_WORD
    *firsts, last = asked
    if any(word not in profile.words for word in firsts):
        return None
    if last in profile.words:
        return WHOLE_WORD
    return PREFIX if any(word.startswith(last) for word in profile.words) else None


@dataclass(frozen=True)
class Scope:
    """The scope of one situation, and what stands just outside it."""

    situation: Situation
    territory: Territory

    def text_match(self, profile: Profile) -> int | None:
        """See `word_match`."""
        return word_match(profile, self._words)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return words(self.situation.q)

    def _elsewhere_in_scope(self, profile: Profile) -> bool:
        situation = self.situation
        return (
            situation.pour in profile.helps
            and (not situation.type or profile.type in situation.type)
            and self.text_match(profile) is not None
        )

    def _has_need(self, profile: Profile) -> bool:
        asked = self.situation.besoin
        return not asked or not profile.needs.isdisjoint(asked)

    def _zone(self, profile: Profile) -> Zone:
        bassin = self.situation.bassin
        return zone(profile, bassin, self.territory) if bassin else Zone.IN

    def holds(self, profile: Profile) -> bool:
        """Whether the question is about this service."""
        found = self._zone(profile)
        in_zone = found is Zone.IN or (found is Zone.UNKNOWN and self.situation.zone_inconnue)
        return in_zone and self._has_need(profile) and self._elsewhere_in_scope(profile)

    def lacks_a_need(self, profile: Profile) -> bool:
        """Whether it meets all the rest of the scope, but nobody has said which needs it meets."""
        found = self._zone(profile)
        in_zone = found is Zone.IN or (found is Zone.UNKNOWN and self.situation.zone_inconnue)
        return not profile.needs and in_zone and self._elsewhere_in_scope(profile)

    def zone_unknown(self, profile: Profile) -> bool:
        """Whether it meets all the rest of the scope, but its coverage is not known."""
        return (
            self._zone(profile) is Zone.UNKNOWN
            and self._has_need(profile)
            and self._elsewhere_in_scope(profile)
        )
