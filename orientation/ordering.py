"""The order of a list, said in words on the page. No hidden weights, no randomness.

Keys hold numbers and strings only, and are of one length within one answer.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientation.profile import Profile, ProfilePlace
from orientation.situation import Order, Situation
from orientation.territory import Place, Territory, metres

IN_AREA, IN_COMMUNE, IN_BASSIN, IN_REGION, ELSEWHERE = range(5)
Key = tuple[int | str, ...]
StrOrPromise = str | Promise
ORDER_IN_WORDS: Mapping[str, StrOrPromise] = {
    Order.RELEVANCE: _(
        "D’abord ce qui convient, puis ce dont on sait le plus, puis le plus proche."
    ),
    Order.PROXIMITY: _("D’abord ce qui convient, puis le plus proche à vol d’oiseau."),
    Order.NAME: _("D’abord ce qui convient, puis par ordre alphabétique."),
    Order.VERIFICATION: _("D’abord ce qui convient, puis ce qui a été confirmé le plus récemment."),
}


def order_key(
    situation: Situation, profile: Profile, territory: Territory, words: int, unknowns: int
) -> Key:
    """The key after the verdict. `words`: how `q` was found; `unknowns`: reasons not known."""
    specialised = not (
        profile.specialised.isdisjoint(situation.public)
        and profile.themes.isdisjoint(situation.theme)
    )
    # The intake (open, waiting list, suspended) takes its place after `specialised`.
    knowledge: Key = (words, unknowns, 0 if specialised else 1)
    near = proximity(profile, situation.code_postal, territory)
    name: Key = (profile.sort_key, profile.slug)
    match situation.tri:
        case Order.NAME:
            return name
        case Order.PROXIMITY:
            return (near, *distance(profile, situation.code_postal, territory), *knowledge, *name)
        case Order.VERIFICATION:
            verified = -profile.verified_on.toordinal() if profile.verified_on else 0
            return (verified, *knowledge, near, *name)
        case _:
            return (*knowledge, near, *name)


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
    labels = [
        (area.latitude, area.longitude)
        for code in place.areas
        if (area := territory.areas.get(code))
        and area.latitude is not None
        and area.longitude is not None
    ]
    found = [
        metres(label, (at.latitude, at.longitude))
        for label in labels
        for at in profile.places
        if at.latitude is not None and at.longitude is not None
    ]
    return (0, min(found)) if found else (1, 0)
