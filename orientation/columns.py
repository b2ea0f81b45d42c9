"""Every fact one may ask about, as the set of services that it is true of. Pure.

A fact is a kind and a value: ("language", "ar"), ("covers", "21005-1040"). A day is the bits of its
number, so that an order of days takes twenty sets. What no service says is the empty set. Criteria ask
`of` and `any_of`; nothing else reads a profile in number.
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Self

from orientation import bits
from orientation.profile import Profile

BITS_OF_A_DAY = date.max.toordinal().bit_length()
Fact = tuple[str, Hashable]
# The slots of each fact; a fact said twice of a service stands there twice.
Listed = defaultdict[Fact, "array[int]"]


def facts(profile: Profile) -> Iterator[Fact]:
    """What is true of one service."""
    for kind, values in (
        ("need", profile.needs),
        ("help", profile.helps),
        ("reserved", profile.reserved),
        ("specialised", profile.specialised),
        ("refused", profile.refused),
        ("language", profile.languages),
        ("profession", profile.professions),
        ("theme", profile.themes),
        ("asks", profile.who_may_ask),
    ):
        for value in values:
            yield kind, value
        if values:
            yield "some", kind
    yield "type", profile.type
    for kind, bound in (("age_min", profile.age_min), ("age_max", profile.age_max)):
        if bound is not None:
            yield kind, bound
            yield "some", kind
    for slug, answer in profile.conditions.items():
        if answer is not None:
            yield ("condition" if answer else "not_condition"), slug
    coverage = profile.coverage
    if coverage is not None:
        yield "some", "coverage"
    if isinstance(coverage, str):
        yield "coverage", coverage
    elif coverage is not None:
        yield "coverage", "areas"
        for area in coverage:
            yield "covers", area
    for kind, complete in (
        ("language", profile.languages_complete),
        ("profession", profile.professions_complete),
        ("theme", profile.themes_complete),
        ("everyone", profile.everyone),
    ):
        if complete:
            yield "complete", kind
    if profile.schedules:
        yield "schedules", profile.schedules
    for place in profile.places:
        yield "some", "place"
        if place.commune:
            yield "some", "commune"
            yield "commune", place.commune
        if place.area:
            yield "area", place.area
        for bassin in place.bassins:
            yield "bassin", bassin
        if place.latitude is not None and place.longitude is not None:
            yield "some", "point"
    if profile.verified_on:
        day = profile.verified_on.toordinal()
        for bit in range(BITS_OF_A_DAY):
            if day >> bit & 1:
                yield "verified", bit


class Columns:
    """The sets of `size` services, by kind and value. Never changed: `with_profile` makes another."""

    def __init__(self, size: int, sets: Mapping[str, Mapping[Hashable, int]]) -> None:
        self.size = size
        self._sets = sets
        self.everything = bits.below(size)

    @classmethod
    def build(cls, listed: Listed, size: int) -> Self:
        """From the slots of each fact."""
        sets: dict[str, dict[Hashable, int]] = {}
        for (kind, value), slots in listed.items():
            sets.setdefault(kind, {})[value] = bits.of(slots, size)
        return cls(size, sets)

    def with_profile(self, profile: Profile) -> Self:
        """These columns with one service more, in the slot `size`."""
        bit = bits.one(self.size)
        sets = {kind: dict(values) for kind, values in self._sets.items()}
        for kind, value in set(facts(profile)):
            values = sets.setdefault(kind, {})
            values[value] = values.get(value, 0) | bit
        return type(self)(self.size + 1, sets)

    def of(self, kind: str, value: Hashable) -> int:
        """The services of which this is true."""
        return self._sets.get(kind, {}).get(value, 0)

    def any_of(self, kind: str, values: Iterable[Hashable]) -> int:
        """The services of which at least one of these is true."""
        found, known = 0, self._sets.get(kind, {})
        for value in values:
            found |= known.get(value, 0)
        return found

    def values(self, kind: str) -> Mapping[Hashable, int]:
        """Every value of a kind, with its set."""
        return self._sets.get(kind, {})
