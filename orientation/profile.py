"""All that matching, and a card of the list, need to know of one service. No ORM."""

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from directory.waits import Audience, Observation, Wait


@dataclass(frozen=True, slots=True)
class ProfilePlace:
    """Where a service stands, as published: a confidential place has no area and no coordinates.

    `outside` names a locality outside the Region, where there is no commune.
    """

    commune: str | None
    area: str | None
    bassins: frozenset[str]
    latitude: float | None = None
    longitude: float | None = None
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a list says of a service beside its answers. `phone` is the first public number, as stored."""

    id: str = ""
    organization: str = ""
    phone: str = ""
    phone_label: str = ""
    phone_place: ProfilePlace | None = None
    suspended_since: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One published service. Sets hold slugs; what is not known is None or an empty set.

    `coverage`: None (unknown), "belgique", "region_min", "region", or the areas served.
    `conditions`: criterion slug → True, False, or None; absent = unknown. `notes` are theirs.
    `schedules`: opening hours in OSM syntax, each of them opening the service.
    `waits`: what is known of the wait for a first contact, for each audience, without notes.
    `words`: the folded words one may search it by.
    """

    slug: str
    name: str
    sort_key: str
    type: str
    needs: frozenset[str] = frozenset()
    helps: frozenset[str] = frozenset({"personne"})
    age_min: int | None = None
    age_max: int | None = None
    coverage: str | frozenset[str] | None = None
    places: tuple[ProfilePlace, ...] = ()
    everyone: bool = False
    reserved: frozenset[str] = frozenset()
    specialised: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    conditions: Mapping[str, bool | None] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    languages_complete: bool = False
    professions: frozenset[str] = frozenset()
    professions_complete: bool = False
    themes: frozenset[str] = frozenset()
    themes_complete: bool = False
    who_may_ask: frozenset[str] = frozenset()
    schedules: tuple[str, ...] = ()
    verified_on: date | None = None
    waits: tuple[Wait, ...] = ()
    card: Card = Card()
    words: frozenset[str] = frozenset()


# A process holds every profile: as bytes they take a tenth of the room, and are read back twenty a page.

_facts = attrgetter(*(each.name for each in fields(Profile) if each.name != "words"))
_PLACES, _VERIFIED, _WAITS, _CARD = (
    [each.name for each in fields(Profile)].index(name)
    for name in ("places", "verified_on", "waits", "card")
)
_of_place = attrgetter(*(each.name for each in fields(ProfilePlace)))


def pack(profile: Profile) -> bytes:
    """A profile without its words (an index holds them), as few bytes."""
    facts, card = list(_facts(profile)), profile.card
    facts[_PLACES] = tuple(map(_of_place, profile.places))
    facts[_VERIFIED] = _day(profile.verified_on)
    facts[_WAITS] = marshal.dumps(tuple(map(_packed_wait, profile.waits)))
    facts[_CARD] = (
        card.id,
        card.organization,
        card.phone,
        card.phone_label,
        card.phone_place and _of_place(card.phone_place),
        _day(card.suspended_since),
    )
    return marshal.dumps(facts)


def unpack(packed: bytes) -> Profile:
    """The profile that `pack` made these bytes of, without its words."""
    facts = marshal.loads(packed)  # noqa: S302 - our own bytes
    facts[_PLACES] = tuple([ProfilePlace(*place) for place in facts[_PLACES]])
    facts[_VERIFIED] = _date(facts[_VERIFIED])
    facts[_WAITS] = _waits(facts[_WAITS])
    id_, organization, phone, label, place, suspended = facts[_CARD]
    phone_place = ProfilePlace(*place) if place else None
    facts[_CARD] = Card(id_, organization, phone, label, phone_place, _date(suspended))
    return Profile(*facts)


@lru_cache(maxsize=2_048)
def _waits(packed: bytes) -> tuple[Wait, ...]:
    """Waits read back: the costliest part of a profile, kept for as many services as Brussels has."""
    return tuple([_wait(*each) for each in marshal.loads(packed)])  # noqa: S302 - our own bytes


def _packed_wait(wait: Wait) -> tuple[Any, ...]:
    audience = wait.audience
    bounds = (audience.group, audience.age_min, audience.age_max)
    return bounds, _packed_word(wait.last), wait.by_service and _packed_word(wait.by_service)


def _packed_word(said: Observation) -> tuple[Any, ...]:
    return (
        *(str(said.state), said.observed_on.toordinal(), str(said.said_by)),
        *(said.weeks_from, said.weeks_to, _day(said.until), said.is_fictional),
    )


def _wait(bounds: tuple[Any, ...], last: tuple[Any, ...], own: tuple[Any, ...] | None) -> Wait:
    return Wait(Audience(*bounds), _word(*last), _word(*own) if own else None)


def _word(
    state: str,
    day: int,
    said_by: str,
    weeks_from: int | None,
    weeks_to: int | None,
    until: int | None,
    is_fictional: bool,
) -> Observation:
    seen = date.fromordinal(day)
    return Observation(state, seen, said_by, weeks_from, weeks_to, _date(until), "", is_fictional)


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _date(day: int | None) -> date | None:
    return date.fromordinal(day) if day else None
