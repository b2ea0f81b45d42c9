"""All that matching, and a card of the list, need to know of one service. No ORM."""

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Any


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
    card: Card = Card()
    words: frozenset[str] = frozenset()


# A process holds every profile: as bytes they take a tenth of the room, and are read back twenty a page.

_KEPT_AS_THEY_ARE = tuple(
    each.name
    for each in fields(Profile)
    if each.name not in ("places", "verified_on", "card", "words")
)
_facts = attrgetter(*_KEPT_AS_THEY_ARE)
_of_place = attrgetter(*(each.name for each in fields(ProfilePlace)))
_KEPT_OF_CARD = ("id", "organization", "phone", "phone_label")
_of_card = attrgetter(*_KEPT_OF_CARD)


def pack(profile: Profile) -> bytes:
    """A profile without its words (an index holds them), as few bytes."""
    card = profile.card
    at: Any = card.phone_place and _of_place(card.phone_place)
    return marshal.dumps(
        (
            _facts(profile),
            tuple(map(_of_place, profile.places)),
            _day(profile.verified_on),
            _of_card(card),
            at,
            _day(card.suspended_since),
        )
    )


def unpack(packed: bytes) -> Profile:
    """The profile that `pack` made these bytes of, without its words."""
    facts, places, verified, card, phone_place, suspended = marshal.loads(packed)  # noqa: S302 - our own bytes
    known: dict[str, Any] = dict(zip(_KEPT_AS_THEY_ARE, facts, strict=True))
    said: dict[str, Any] = dict(zip(_KEPT_OF_CARD, card, strict=True))
    return Profile(
        **known,
        places=tuple(ProfilePlace(*place) for place in places),
        verified_on=_date(verified),
        card=Card(
            **said,
            phone_place=ProfilePlace(*phone_place) if phone_place else None,
            suspended_since=_date(suspended),
        ),
    )


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _date(day: int | None) -> date | None:
    return date.fromordinal(day) if day else None
