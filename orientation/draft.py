"""What a snapshot is made of, while services are read one after the other, in no order. No ORM."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Self

from orientation.columns import Listed, facts
from orientation.profile import Profile, pack

# key, whether it is published (else suspended), and the profile
Read = tuple[int, bool, Profile]
_slots = partial(array, "I")


class Draft:
    """Services in their slots, as lists; several processes may each write their part of it."""

    def __init__(self, order: Sequence[int]) -> None:
        """`order`: the keys of all services, in the order of names."""
        self.order = order
        self.packed = [b""] * len(order)
        self.places: dict[int, tuple[float, ...]] = {}
        self.listed: Listed = {}
        self.words: dict[str, array[int]] = defaultdict(_slots)
        self.published, self.suspended = _slots(), _slots()

    def add(self, services: Iterable[Read]) -> Self:
        """Write these services. Raises KeyError for one that is not in the order."""
        slots = {key: slot for slot, key in enumerate(self.order)}
        listed, words = self.listed, self.words
        words_of = []
        for key, is_published, profile in services:
            slot = slots[key]
            self.packed[slot] = pack(profile)
            self.places[slot] = coordinates(profile)
            for kind, values in facts(profile):
                of_kind = listed.get(kind) or listed.setdefault(kind, defaultdict(_slots))
                for value in values:
                    of_kind[value].append(slot)
            words_of.append((slot, tuple(profile.words)))
            (self.published if is_published else self.suspended).append(slot)
        # Millions of words, apart from the rest: each step then finds the last one's memory at hand.
        for slot, each in words_of:
            for word in each:
                words[word].append(slot)
        return self

    def join(self, other: "Draft") -> None:
        """Write what another draft of the same order holds: other services than this one."""
        for slot in (*other.published, *other.suspended):
            self.packed[slot] = other.packed[slot]
        self.places.update(other.places)
        for kind, values in other.listed.items():
            listed = self.listed.setdefault(kind, defaultdict(_slots))
            for value, slots in values.items():
                listed[value].extend(slots)
        for word, slots in other.words.items():
            self.words[word].extend(slots)
        self.published.extend(other.published)
        self.suspended.extend(other.suspended)

    def places_in_order(self) -> Iterator[tuple[float, ...]]:
        """The coordinates of each service, by slot. Raises ValueError if one was never written."""
        if b"" in self.packed:
            raise ValueError("A key of the order has no service.")
        return (self.places[slot] for slot in range(len(self.order)))


def coordinates(profile: Profile) -> tuple[float, ...]:
    """Latitude and longitude by turns, of the places that have them."""
    return tuple(
        degrees
        for place in profile.places
        if place.latitude is not None and place.longitude is not None
        for degrees in (place.latitude, place.longitude)
    )
