"""The plain matcher: one service after the other, as the contract says it. No ORM, no tricks.

`docs/orientation.md` is the contract. A faster engine is measured against this one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from orientation.catalogue import Catalogue
from orientation.criteria import Answer, Criterion, Residence, asked
from orientation.ordering import order_key
from orientation.profile import Profile
from orientation.scope import Scope
from orientation.situation import Shown, Situation

FACETS = (
    "besoin",
    "pour",
    "type",
    "bassin",
    "public",
    "langue",
    "condition",
    "intervenant",
    "theme",
    "demandeur",
    "ouvert",
)


class Verdict(StrEnum):
    """What the answers amount to."""

    FITS = "convient"
    TO_CHECK = "verifier"
    EXCLUDED = "exclus"


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
    order: tuple[int | str, ...]

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
class Results:
    """The answer to one situation: every count, and the services listed, in order.

    `suspended` are the services in scope that take no one for now: never matched nor counted.
    """

    situation: Situation
    counts: Counts
    excluded_by: Mapping[str, int]
    listed: Sequence[Match]
    suspended: Sequence[Profile]


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


def match(situation: Situation, catalogue: Catalogue) -> Results:
    """Judge every service in scope, count, and list those asked for in the order asked for."""
    scope = Scope(situation, catalogue.territory)
    criteria = asked(situation, catalogue)
    matches = []
    for profile in catalogue.profiles:
        if scope.holds(profile):
            verdict, reasons = judge(profile, criteria)
            unknowns = sum(reason.answer is Answer.UNKNOWN for reason in reasons)
            words = scope.text_match(profile)
            order = order_key(situation, profile, catalogue.territory, words or 0, unknowns)
            rank = list(Verdict).index(verdict)
            matches.append(Match(profile, verdict, reasons, (rank, *order)))
    verdicts = Counter(match.verdict for match in matches)
    counts = Counts(
        convient=verdicts[Verdict.FITS],
        verifier=verdicts[Verdict.TO_CHECK],
        presque=sum(match.near_miss_by is not None for match in matches),
        exclus=verdicts[Verdict.EXCLUDED],
        total=len(matches),
        sans_besoin=sum(map(scope.lacks_a_need, catalogue.profiles)),
        zone_inconnue=sum(map(scope.zone_unknown, catalogue.profiles)),
    )
    excluded_by = Counter(key for match in matches for key in match.refused_by)
    listed = [match for match in matches if is_listed(match, situation)]
    listed.sort(key=lambda match: match.order)
    suspended = [profile for profile in catalogue.suspended if scope.holds(profile)]
    return Results(situation, counts, excluded_by, listed, suspended)


def is_listed(match: Match, situation: Situation) -> bool:
    """Whether the reader asked to see this answer."""
    shown = situation.listed
    if situation.ecarte_par and situation.ecarte_par not in match.refused_by:
        return False
    return match.verdict in shown or (Shown.NEAR_MISS in shown and match.near_miss_by is not None)


def facet_counts(situation: Situation, catalogue: Catalogue) -> dict[str, dict[str, int]]:
    """For every option of every facet, how many would fit or be to check if it were chosen."""
    return {
        parameter: {
            option.slug: count_if(situation.choosing(parameter, option.slug), catalogue)
            for option in catalogue.vocabulary.options[parameter]
        }
        for parameter in FACETS
    }


def count_if(situation: Situation, catalogue: Catalogue) -> int:
    """How many services fit or are to check."""
    scope = Scope(situation, catalogue.territory)
    criteria = asked(situation, catalogue)
    return sum(
        scope.holds(profile) and all(c.answer(profile) is not Answer.NO for c in criteria)
        for profile in catalogue.profiles
    )
