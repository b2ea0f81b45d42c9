"""All that matching needs to know of one service. No ORM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class ProfilePlace:
    """Where a service stands. A confidential place has no area and no coordinates."""

    commune: str | None
    area: str | None
    bassins: frozenset[str]
    latitude: float | None = None
    longitude: float | None = None


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
    words: frozenset[str] = frozenset()
