"""Every fact one may ask about, as the set of services that it is true of. Pure.

A fact is a kind and a value: ("language", "ar"), ("covers", "21005-1040"). A day is the bits of its
number, so that an order of days takes twenty sets. What no service says is the empty set. Criteria ask
`of` and `any_of`; nothing else reads a profile in number.
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Self

from orientation import bits, wait_facts
from orientation.days import bits_of
from orientation.profile import Profile

# The slots of each value of each kind; a fact said twice of a service stands there twice.
Listed = dict[Hashable, defaultdict[Hashable, "array[int]"]]
_SETS = (
    ("need", attrgetter("needs")),
    ("help", attrgetter("helps")),
    ("reserved", attrgetter("reserved")),
    ("specialised", attrgetter("specialised")),
    ("refused", attrgetter("refused")),
    ("language", attrgetter("languages")),
    ("profession", attrgetter("professions")),
    ("theme", attrgetter("themes")),
    ("asks", attrgetter("who_may_ask")),
)


def facts(profile: Profile) -> Iterator[tuple[Hashable, Iterable[Hashable]]]:
    """What is true of one service: kinds, each with its values."""
    some = []
    for kind, values_of in _SETS:
        if values := values_of(profile):
            yield kind, values
            some.append(kind)
    yield "type", (profile.type,)
    for kind, bound in (("age_min", profile.age_min), ("age_max", profile.age_max)):
        if bound is not None:
            yield kind, (bound,)
            some.append(kind)
    stated = profile.conditions.items()
    yield "condition", [slug for slug, answer in stated if answer]
    yield "not_condition", [slug for slug, answer in stated if answer is False]
    coverage = profile.coverage
    if coverage is not None:
        some.append("coverage")
        listed = not isinstance(coverage, str)
        yield "coverage", ("areas" if listed else coverage,)
        yield "covers", coverage if listed else ()
    complete = (
        ("language", profile.languages_complete),
        ("profession", profile.professions_complete),
        ("theme", profile.themes_complete),
        ("everyone", profile.everyone),
    )
    yield "complete", [kind for kind, said in complete if said]
    if profile.schedules:
        yield "schedules", (profile.schedules,)
    for place in profile.places:
        some.append("place")
        if place.commune:
            some.append("commune")
            yield "commune", (place.commune,)
        if place.area:
            yield "area", (place.area,)
        yield "bassin", place.bassins
        if place.latitude is not None and place.longitude is not None:
            some.append("point")
    if profile.verified_on:
        yield "verified", bits_of(profile.verified_on.toordinal())
    yield from wait_facts.facts(profile.waits)
    yield "some", some


class Columns:
    """The sets of `size` services, by kind and value. Never changed: `with_profile` makes another."""

    def __init__(self, size: int, sets: Mapping[Hashable, Mapping[Hashable, int]]) -> None:
        self.size = size
        self._sets = sets
        self.memo: dict[str, Any] = {}  # what others keep of these sets
        self.everything = bits.below(size)

    @classmethod
    def build(cls, listed: Listed, size: int) -> Self:
        """From the slots of each fact."""
        sets = {
            kind: {value: bits.of(slots, size) for value, slots in values.items()}
            for kind, values in listed.items()
        }
        return cls(size, sets)

    def with_profile(self, profile: Profile) -> Self:
        """These columns with one service more, in the slot `size`."""
        bit = bits.one(self.size)
        sets = {kind: dict(values) for kind, values in self._sets.items()}
        for kind, values in facts(profile):
            known = sets.setdefault(kind, {})
            for value in values:
                known[value] = known.get(value, 0) | bit
        return type(self)(self.size + 1, sets)

    def of(self, kind: Hashable, value: Hashable) -> int:
        """The services of which this is true."""
        return self._sets.get(kind, {}).get(value, 0)

    def any_of(self, kind: Hashable, values: Iterable[Hashable]) -> int:
        """The services of which at least one of these is true."""
        found, known = 0, self._sets.get(kind, {})
        for value in values:
            found |= known.get(value, 0)
        return found

    def values(self, kind: Hashable) -> Mapping[Hashable, int]:
        """Every value of a kind, with its set."""
        return self._sets.get(kind, {})
