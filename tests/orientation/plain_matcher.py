"""The plain matcher: one service after the other, as `docs/orientation.md` says it. No sets, no tricks.

The engine's oracle. It shares with the engine what is said of one service (`criteria`, `judge`,
`order_key`, `search.rank`), and nothing of how services are found, counted and put in order.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cached_property, partial

from orientation.catalogue import Catalogue
from orientation.criteria import Answer, asked
from orientation.facets import FACETS
from orientation.matching import RANKS, Counts, Match, Verdict, judge
from orientation.ordering import order_key
from orientation.profile import Profile
from orientation.search import KnownWords, Query, nearest, parse, rank
from orientation.situation import Shown, Situation
from orientation.snapshot import Snapshot
from orientation.territory import Territory
from orientation.vocabulary import Vocabulary


@dataclass(frozen=True)
class World:
    """The published services, and apart the suspended ones, at one moment."""

    profiles: Sequence[Profile]
    suspended: Sequence[Profile]
    territory: Territory
    vocabulary: Vocabulary
    at: datetime

    @property
    def catalogue(self) -> Catalogue:
        """The same world as the engine reads it."""
        services = [(profile, True) for profile in self.profiles]
        services += [(profile, False) for profile in self.suspended]
        services.sort(key=lambda service: (service[0].sort_key, service[0].slug))
        read = [(key, published, profile) for key, (profile, published) in enumerate(services)]
        snapshot = Snapshot.build(range(len(read)), read)
        return Catalogue(snapshot, self.territory, self.vocabulary, self.at)

    def meant(self, text: str) -> Query:
        """The words as they were meant: their nearest spelling when no published service has them."""
        query = parse(text)

        def finds(asked: Query) -> bool:
            return any(rank(asked, profile.words) is not None for profile in self.profiles)

        if finds(query):
            return query
        known = Counter(word for profile in self.profiles for word in profile.words)
        return nearest(query, KnownWords([sorted(known)], known.__getitem__), finds) or query


@dataclass(frozen=True)
class Results:
    """The answer to one situation, as the engine gives it."""

    situation: Situation
    counts: Counts
    excluded_by: Mapping[str, int]
    listed: Sequence[Match]
    suspended: Sequence[Profile]
    did_you_mean: str
    near_misses: Mapping[str, Sequence[Match]]


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


@dataclass(frozen=True)
class Scope:
    """The scope of one situation, and what stands just outside it."""

    situation: Situation
    world: World

    def text_match(self, profile: Profile) -> int | None:
        """How well the words are found; None = not found."""
        return rank(self.query, profile.words)

    @cached_property
    def query(self) -> Query:
        """The words as they were meant."""
        return self.world.meant(self.situation.q)

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
        return zone(profile, bassin, self.world.territory) if bassin else Zone.IN

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


def match(situation: Situation, world: World) -> Results:
    """Judge every service in scope, count, and list those asked for in the order asked for."""
    scope = Scope(situation, world)
    criteria = asked(situation, world)
    matches = []
    for profile in world.profiles:
        if scope.holds(profile):
            verdict, reasons = judge(profile, criteria)
            unknowns = sum(reason.answer is Answer.UNKNOWN for reason in reasons)
            words = scope.text_match(profile)
            territory, day = world.territory, world.at.date()
            order = order_key(situation, profile, territory, day, words or 0, unknowns)
            place = partial(tuple, (RANKS[verdict], *order))
            matches.append(Match(profile, verdict, reasons, place))
    verdicts = Counter(match.verdict for match in matches)
    counts = Counts(
        convient=verdicts[Verdict.FITS],
        verifier=verdicts[Verdict.TO_CHECK],
        presque=sum(match.near_miss_by is not None for match in matches),
        exclus=verdicts[Verdict.EXCLUDED],
        total=len(matches),
        sans_besoin=sum(map(scope.lacks_a_need, world.profiles)),
        zone_inconnue=sum(map(scope.zone_unknown, world.profiles)),
    )
    excluded_by = Counter(key for match in matches for key in match.refused_by)
    listed = [match for match in matches if is_listed(match, situation)]
    listed.sort(key=lambda match: match.order)
    near: dict[str, list[Match]] = {}
    for one in sorted(matches, key=lambda match: match.order):
        if one.near_miss_by:
            near.setdefault(one.near_miss_by, []).append(one)
    suspended = [profile for profile in world.suspended if scope.holds(profile)]
    suspended.sort(key=lambda profile: (profile.sort_key, profile.slug))
    meant = scope.query.text if scope.query != parse(situation.q) else ""
    return Results(situation, counts, excluded_by, listed, suspended, meant, near)


def is_listed(match: Match, situation: Situation) -> bool:
    """Whether the reader asked to see this answer."""
    shown = situation.listed
    if situation.ecarte_par and situation.ecarte_par not in match.refused_by:
        return False
    return match.verdict in shown or (Shown.NEAR_MISS in shown and match.near_miss_by is not None)


def facet_counts(situation: Situation, world: World) -> dict[str, dict[str, int]]:
    """For every option of every facet, how many would fit or be to check if it were chosen."""
    return {
        parameter: {
            option.slug: count_if(situation.choosing(parameter, option.slug), world)
            for option in world.vocabulary.options[parameter]
        }
        for parameter in FACETS
    }


def count_if(situation: Situation, world: World) -> int:
    """How many services fit or are to check."""
    scope = Scope(situation, world)
    criteria = asked(situation, world)
    return sum(
        scope.holds(profile) and all(c.answer(profile) is not Answer.NO for c in criteria)
        for profile in world.profiles
    )
