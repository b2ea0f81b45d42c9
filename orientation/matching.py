"""From a question to explained answers: set algebra over a snapshot. No ORM.

`docs/orientation.md` is the contract. The tests compare every answer with a plain matcher that looks at
one service after the other (`tests/orientation/plain_matcher.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import overload

from orientation import bits, facets
from orientation.catalogue import Catalogue
from orientation.criteria import Answer, Criterion, Residence, asked
from orientation.ordering import levels, order_key, select
from orientation.profile import Profile
from orientation.scope import Scope
from orientation.situation import Shown, Situation
from orientation.snapshot import Found


class Verdict(StrEnum):
    """What the answers amount to."""

    FITS = "convient"
    TO_CHECK = "verifier"
    EXCLUDED = "exclus"


RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True)
class Reason:
    """One criterion's answer for one service, in words; `choices` are (area, words) to pick from."""

    criterion: str
    answer: Answer
    text: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Match:
    """One service's verdict with its reasons and its place in the order."""

    profile: Profile
    verdict: Verdict
    reasons: tuple[Reason, ...]
    place: Callable[[], tuple[int | str, ...]] = field(compare=False, repr=False)
    slot: int = -1  # where the snapshot holds it

    @property
    def order(self) -> tuple[int | str, ...]:
        """Its place in the order; a page of the list never asks, since sets have ordered it."""
        return self.place()

    @property
    def refused_by(self) -> tuple[str, ...]:
        """The keys of the criteria that say no."""
        return tuple(r.criterion for r in self.reasons if r.answer is Answer.NO)

    @property
    def near_miss_by(self) -> str | None:
        """The one criterion that refuses, when there is exactly one."""
        return self.refused_by[0] if len(self.refused_by) == 1 else None

    @property
    def questions(self) -> tuple[Reason, ...]:
        """What is not known, as questions to ask."""
        return tuple(r for r in self.reasons if r.answer is Answer.UNKNOWN)


@dataclass(frozen=True)
class Counts:
    """How many services there are of each kind; `total` is all those in scope."""

    convient: int
    verifier: int
    presque: int
    exclus: int
    total: int
    sans_besoin: int
    zone_inconnue: int

    @property
    def possible(self) -> int:
        """Those that fit or are to check: what is listed unless one asks otherwise."""
        return self.convient + self.verifier


@dataclass(frozen=True)
class Verdicts:
    """The services of the scope by verdict, and what each criterion refuses among them, as sets."""

    fits: int
    to_check: int
    excluded: int
    near_misses: int
    refused: Mapping[str, int]
    # at index k: the services with more than k answers unknown
    unknowns: Sequence[int]

    @classmethod
    def of(cls, scope: int, answers: Mapping[str, tuple[int, int]]) -> "Verdicts":
        """Those of the services in a set, from what each criterion answers: (yes, no) by its key."""
        once = twice = 0
        fits = scope
        refused = {}
        unknowns: list[int] = []
        for key, (yes, no) in answers.items():
            no &= scope
            twice |= once & no
            once |= no
            fits &= yes
            refused[key] = no
            unknown = bits.without(scope, yes | no)
            for place, more in enumerate(unknowns):
                unknowns[place], unknown = more | unknown, more & unknown
            if unknown:
                unknowns.append(unknown)
        to_check = bits.without(scope, once | fits)
        return cls(fits, to_check, once, bits.without(once, twice), refused, unknowns)


class Listed(Sequence[Match]):
    """Some of the answers, in order; each is explained when it is looked at."""

    def __init__(self, results: "Results", parts: Sequence[int]) -> None:
        self._results = results
        self._parts = parts  # sets, the first verdict first

    def __len__(self) -> int:
        return sum(part.bit_count() for part in self._parts)

    @overload
    def __getitem__(self, wanted: int) -> Match: ...

    @overload
    def __getitem__(self, wanted: slice) -> list[Match]: ...

    def __getitem__(self, wanted: int | slice) -> Match | list[Match]:
        places = range(len(self))[wanted]
        if isinstance(places, int):
            return self[places : places + 1][0]
        return [self._results.explain(slot) for slot in self._slots(places.start, len(places))]

    def _slots(self, start: int, count: int) -> list[int]:
        return self._results.select(self._parts, start, count)


class Results:
    """The answer to one situation: every count, and the services listed, in order."""

    def __init__(
        self, situation: Situation, catalogue: Catalogue, found: Found | None = None
    ) -> None:
        """`found`: what the words of the question find, when that is known already."""
        self.situation = situation
        self.catalogue = catalogue
        self._snapshot = snapshot = catalogue.snapshot
        self._found = found or snapshot.find(situation.q)
        self._scope = Scope.of(situation, catalogue, self._found)
        self._criteria = asked(situation, catalogue)
        self._answers = {each.key: each.sets(snapshot.columns) for each in self._criteria}
        self._in_scope = self._scope.but(snapshot.published)
        self._verdicts = Verdicts.of(self._in_scope, self._answers)

    def possible_in(self, situation: Situation) -> int:
        """How many services fit or are to check in another question, which may ask the same words."""
        found = self._found if situation.q == self.situation.q else None
        return Results(situation, self.catalogue, found).counts.possible

    @property
    def did_you_mean(self) -> str:
        """The spelling that was searched instead, when the one asked finds nothing anywhere."""
        return self._found.meant

    @cached_property
    def counts(self) -> Counts:
        """How many services of each kind."""
        sets, scope, published = self._verdicts, self._scope, self._snapshot.published
        return Counts(
            convient=sets.fits.bit_count(),
            verifier=sets.to_check.bit_count(),
            presque=sets.near_misses.bit_count(),
            exclus=sets.excluded.bit_count(),
            total=self._in_scope.bit_count(),
            sans_besoin=scope.but(published, besoin=scope.needless).bit_count(),
            zone_inconnue=scope.but(published, bassin=scope.unknown_zone).bit_count(),
        )

    @property
    def possible_by_verdict(self) -> Mapping[Verdict, int]:
        """The services that fit, and those to check, as sets."""
        return {Verdict.FITS: self._verdicts.fits, Verdict.TO_CHECK: self._verdicts.to_check}

    @property
    def possible(self) -> int:
        """Both together."""
        return self._verdicts.fits | self._verdicts.to_check

    @cached_property
    def excluded_by(self) -> Mapping[str, int]:
        """How many services each criterion refuses; one that refuses nobody is left out."""
        return {key: no.bit_count() for key, no in self._verdicts.refused.items() if no}

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """For every option of every facet, how many would fit or be to check if it were chosen."""
        return facets.counts(self.situation, self.catalogue, self._scope, self._answers)

    @cached_property
    def listed(self) -> Sequence[Match]:
        """The answers the reader asked to see, in the order asked for."""
        sets, shown = self._verdicts, self.situation.listed
        fits = sets.fits if Shown.FITS in shown else 0
        to_check = sets.to_check if Shown.TO_CHECK in shown else 0
        excluded = sets.excluded if Shown.EXCLUDED in shown else 0
        if Shown.NEAR_MISS in shown:
            excluded |= sets.near_misses
        if self.situation.ecarte_par:
            only = sets.refused.get(self.situation.ecarte_par, 0)
            fits, to_check, excluded = fits & only, to_check & only, excluded & only
        return Listed(self, (fits, to_check, excluded))

    @cached_property
    def near_misses(self) -> Mapping[str, Sequence[Match]]:
        """Those that a single criterion refuses, by that criterion."""
        found = {key: no & self._verdicts.near_misses for key, no in self._verdicts.refused.items()}
        return {key: Listed(self, (these,)) for key, these in found.items() if these}

    @cached_property
    def _suspended(self) -> int:
        return self._scope.but(self._snapshot.suspended)

    @property
    def suspended_count(self) -> int:
        """How many services in scope take no one for now: never matched nor counted."""
        return self._suspended.bit_count()

    def suspended(self, count: int) -> list[Profile]:
        """The first of them, by name."""
        snapshot = self._snapshot
        return [snapshot.profile(slot) for slot in snapshot.by_name(self._suspended, 0, count)]

    def select(self, parts: Sequence[int], start: int, count: int) -> list[int]:
        """The slots from the `start`-th on, `count` of them, of sets in order, each in the order asked."""
        unknowns = self._verdicts.unknowns
        below = levels(self.situation, self.catalogue, self._found, unknowns)
        return select(parts, below, start, count, self._snapshot.by_name)

    def explain(self, slot: int) -> Match:
        """One service's verdict, with the reason each criterion gives."""
        profile = self._snapshot.profile(slot)
        verdict, reasons = judge(profile, self._criteria)

        def place() -> tuple[int | str, ...]:
            territory, day = self.catalogue.territory, self.catalogue.at.date()
            unknowns = sum(reason.answer is Answer.UNKNOWN for reason in reasons)
            words = self._found.rank(slot)
            order = order_key(self.situation, profile, territory, day, words, unknowns)
            return RANKS[verdict], *order

        return Match(profile, verdict, reasons, place, slot)


def match(situation: Situation, catalogue: Catalogue) -> Results:
    """Judge every service in scope."""
    return Results(situation, catalogue)


def judge(profile: Profile, criteria: Sequence[Criterion]) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict on one service and the reason each criterion gives."""
    reasons = []
    for criterion in criteria:
        answer = criterion.answer(profile)
        if answer is not None:
            choices = criterion.precisions(profile) if isinstance(criterion, Residence) else ()
            text = criterion.text(profile, answer)
            reasons.append(Reason(criterion.key, answer, text, choices))
    answers = {reason.answer for reason in reasons}
    if Answer.NO in answers:
        return Verdict.EXCLUDED, tuple(reasons)
    return (Verdict.TO_CHECK if Answer.UNKNOWN in answers else Verdict.FITS), tuple(reasons)
