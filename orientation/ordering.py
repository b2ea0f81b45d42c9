"""The order of a list, said in words on the page. No hidden weights, no randomness.

It is written twice, and the tests hold the two together: as the key of one service, which the API
shows, and as levels that part a set of services into smaller ones, which find a page among many
without a look at the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from directory.languages import StrOrPromise
from directory.planar import metres
from directory.waits import for_whom, intake_key
from orientation.catalogue import Catalogue
from orientation.days import BITS_OF_A_DAY
from orientation.profile import Profile, ProfilePlace
from orientation.situation import Order, Situation
from orientation.snapshot import Found
from orientation.territory import Place, Territory
from orientation.wait_sets import Heard

IN_AREA, IN_COMMUNE, IN_BASSIN, IN_REGION, ELSEWHERE = range(5)
Key = tuple[int | str, ...]
# Parts a set of services into smaller ones, the first in order first.
Level = Callable[[int], Iterator[int]]
ORDER_IN_WORDS: Mapping[str, StrOrPromise] = {
    Order.RELEVANCE: _(
        "D’abord ce qui convient, puis ce dont on sait le plus, puis le plus proche."
    ),
    Order.PROXIMITY: _("D’abord ce qui convient, puis le plus proche à vol d’oiseau."),
    Order.NAME: _("D’abord ce qui convient, puis par ordre alphabétique."),
    Order.VERIFICATION: _("D’abord ce qui convient, puis ce qui a été confirmé le plus récemment."),
    Order.WAIT: _(
        "D’abord ce qui convient, puis le délai le plus court ; les délais inconnus ou périmés sont à part, "
        "avant les services qui ne prennent personne."
    ),
}


def order_key(
    situation: Situation,
    profile: Profile,
    territory: Territory,
    day: date,
    words: int,
    unknowns: int,
) -> Key:
    """The key after the verdict. `words`: how `q` was found; `unknowns`: reasons not known."""
    specialised = not (
        profile.specialised.isdisjoint(situation.public)
        and profile.themes.isdisjoint(situation.theme)
    )
    intake: Key = intake_of(situation, profile, day)
    understood: Key = (words, unknowns, 0 if specialised else 1)
    knowledge: Key = (*understood, *intake)
    near = proximity(profile, situation.code_postal, territory)
    name: Key = (profile.sort_key, profile.slug)
    match situation.tri:
        case Order.NAME:
            return name
        case Order.WAIT:
            return (*intake, *understood, near, *name)
        case Order.PROXIMITY:
            return (near, *distance(profile, situation.code_postal, territory), *knowledge, *name)
        case Order.VERIFICATION:
            verified = -profile.verified_on.toordinal() if profile.verified_on else 0
            return (verified, *knowledge, near, *name)
        case _:
            return (*knowledge, near, *name)


def intake_of(situation: Situation, profile: Profile, day: date) -> tuple[int, int]:
    """Where the wait that counts for this question puts a service."""
    wait = for_whom(profile.waits, situation.public, situation.age, day)
    return intake_key(wait.on(day) if wait else None, situation.is_crisis, day)


def proximity(profile: Profile, place: Place | None, territory: Territory) -> int:
    """The tier of the nearest place; 0 for all when no place is asked."""
    if place is None or place.without_address:
        return 0
    areas = [territory.areas[code] for code in place.areas if code in territory.areas]
    communes = {area.commune for area in areas}
    bassins = {area.bassin for area in areas if area.bassin}

    def tier(at: ProfilePlace) -> int:
        if at.area in place.areas:
            return IN_AREA
        if at.commune in communes:
            return IN_COMMUNE
        if at.bassins & bassins:
            return IN_BASSIN
        return IN_REGION if at.commune else ELSEWHERE

    return min(map(tier, profile.places), default=ELSEWHERE)


def distance(profile: Profile, place: Place | None, territory: Territory) -> tuple[int, int]:
    """(0, whole metres) to the nearest place; (1, 0) without coordinates on either side."""
    if place is None or place.without_address:
        return (0, 0)
    found = [
        metres(label, (at.latitude, at.longitude))
        for label in label_points(place, territory)
        for at in profile.places
        if at.latitude is not None and at.longitude is not None
    ]
    return (0, min(found)) if found else (1, 0)


def label_points(place: Place, territory: Territory) -> Iterator[tuple[float, float]]:
    """Where the labels of the asked areas stand, in degrees."""
    for code in place.areas:
        area = territory.areas.get(code)
        if area and area.latitude is not None and area.longitude is not None:
            yield area.latitude, area.longitude


def heard_for(situation: Situation, catalogue: Catalogue) -> Heard:
    """Which observation counts for this question, of every service."""
    day = catalogue.at.date()
    return Heard.of(catalogue.snapshot.columns, situation.public, situation.age, day)


# Levels


def levels(
    situation: Situation, catalogue: Catalogue, found: Found, unknowns: Sequence[int]
) -> tuple[Level, ...]:
    """What `order_key` says, as levels; the order of names stands behind them all.

    `unknowns`: at index k, the services with more than k answers unknown.
    """
    columns = catalogue.snapshot.columns
    specialised = columns.any_of("specialised", situation.public)
    specialised |= columns.any_of("theme", situation.theme)
    understood = [first(found.ranks), fewest(unknowns), first([specialised])]
    heard = heard_for(situation, catalogue)
    kinds, weeks = heard.ranks(situation.is_crisis)
    # Where nobody has said anything, there is nothing to part.
    intake = (
        [first(kinds), *(fewest([longer]) for longer in weeks if longer)] if heard.words else []
    )
    knowledge = [*understood, *intake]
    near = first(_tiers(situation.code_postal, catalogue))
    match situation.tri:
        case Order.NAME:
            return ()
        case Order.WAIT:
            return (*intake, *understood, near)
        case Order.PROXIMITY:
            return (near, *_nearest(situation.code_postal, catalogue), *knowledge)
        case Order.VERIFICATION:
            latest = [
                first([columns.of("verified", bit)]) for bit in reversed(range(BITS_OF_A_DAY))
            ]
            return (*latest, *knowledge, near)
        case _:
            return (*knowledge, near)


def first(sets: Iterable[int]) -> Level:
    """Those of the first set, then those of the second that are left, and so on; the rest last."""
    sets = tuple(sets)

    def parts(these: int) -> Iterator[int]:
        for chosen in sets:
            part = these & chosen
            these ^= part
            yield part
        yield these

    return parts


def fewest(more_than: Sequence[int]) -> Level:
    """Those in none of the sets first; each set lies within the one before."""

    def parts(these: int) -> Iterator[int]:
        for more in more_than:
            rest = these & more
            yield these ^ rest
            these = rest
        yield these

    return parts


def _tiers(place: Place | None, catalogue: Catalogue) -> Iterator[int]:
    """The tiers of `proximity`, but for the last."""
    if place is None or place.without_address:
        return
    columns, known = catalogue.snapshot.columns, catalogue.territory.areas
    areas = [known[code] for code in place.areas if code in known]
    yield columns.any_of("area", place.areas)
    yield columns.any_of("commune", {area.commune for area in areas})
    yield columns.any_of("bassin", {area.bassin for area in areas if area.bassin})
    yield columns.of("some", "commune")


def _nearest(place: Place | None, catalogue: Catalogue) -> Iterator[Level]:
    """The whole metres of `distance`, bit by bit from the highest; without coordinates, last."""
    if place is None or place.without_address:
        return
    labels = tuple(label_points(place, catalogue.territory))
    if labels:
        yield first([catalogue.snapshot.columns.of("some", "point")])
        for plane in reversed(catalogue.snapshot.points.metres(labels)):
            yield fewest([plane])


def select(
    parts: Iterable[int],
    below: Sequence[Level],
    start: int,
    count: int,
    leaf: Callable[[int, int, int], list[int]],
) -> list[int]:
    """The slots from the `start`-th on, `count` of them, of sets in order.

    `below` are the levels that order each set; `leaf` gives those of a set that nothing parts any more.
    """
    found: list[int] = []
    for part in parts:
        size = part.bit_count()
        if start >= size:
            start -= size
            continue
        wanted = min(count - len(found), size - start)
        if below and size > 1:
            found += select(below[0](part), below[1:], start, wanted, leaf)
        else:
            found += leaf(part, start, wanted)
        start = 0
        if len(found) == count:
            break
    return found
