"""Every service a list may show, as sets. Built once, patched when something changes, swapped whole.

A service has a slot. Those read at the building are numbered in the order of names; one that changes
afterwards leaves its slot empty and takes a new one at the end, the tail, whose order is kept apart.
So a patch only ever adds a bit here and there, and what a request holds never changes under it.
"""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Self

from orientation import bits
from orientation.columns import Columns
from orientation.draft import Draft, Read, coordinates
from orientation.points import Points
from orientation.profile import Profile, pack, unpack
from orientation.search import parse
from orientation.shelf import Shelf
from orientation.word_index import WordIndex


@dataclass(frozen=True)
class Found:
    """What the words of a question find, at each rank; `meant` is the nearest spelling, when it is used."""

    ranks: tuple[int, int, int]
    meant: str = ""

    @property
    def any_rank(self) -> int:
        """Found at all."""
        whole, stem, prefix = self.ranks
        return whole | stem | prefix

    def rank(self, slot: int) -> int:
        """At which rank a service was found; 0 for all when no word was asked."""
        return next((rank for rank, these in enumerate(self.ranks) if bits.holds(these, slot)), 0)


@dataclass(frozen=True)
class Snapshot:
    """The services by slot. `published` and `suspended` are sets of live slots; the others are empty."""

    keys: "array[int]"
    packed: Sequence[bytes]  # of the slots in order; never copied: forked processes share it
    columns: Columns
    words: WordIndex
    points: Points
    published: int
    suspended: int
    in_order: int  # how many slots, from the first, stand in the order of names
    late: tuple[bytes, ...] = ()  # of the slots of the tail
    tail: tuple[tuple[int, int], ...] = ()  # (slot it stands before, slot), in the order of names
    memo: dict[Hashable, Any] = field(default_factory=dict, compare=False)
    # What others keep of each slot, patches included: a slot never comes to hold another service.
    of_slots: dict[Hashable, Shelf] = field(default_factory=dict, compare=False)

    @classmethod
    def build(
        cls,
        order: Sequence[int],
        services: Iterable[Read],
        spellings: Mapping[str, str] = MappingProxyType({}),
    ) -> Self:
        """From the keys in the order of names and the services in any order.

        Raises ValueError if a key has no service. `spellings`: folded words as one writes them.
        """
        return cls.of(Draft(order).add(services), spellings)

    @classmethod
    def of(cls, draft: Draft, spellings: Mapping[str, str] = MappingProxyType({})) -> Self:
        """From a draft that holds every service of its order; raises ValueError if it does not."""
        size = len(draft.order)
        return cls(
            points=Points.build(draft.places_in_order()),
            keys=array("q", draft.order),
            packed=draft.packed,
            columns=Columns.build(draft.listed, size),
            words=WordIndex.of(size, draft.words, spellings),
            published=bits.of(draft.published, size),
            suspended=bits.of(draft.suspended, size),
            in_order=size,
        )

    @property
    def size(self) -> int:
        """How many slots there are, empty ones included."""
        return self.in_order + len(self.late)

    def profile(self, slot: int) -> Profile:
        """What is known of one service, without its words."""
        return unpack(self.bytes_of(slot))

    def bytes_of(self, slot: int) -> bytes:
        """The same, packed: these very bytes as long as the service has not changed."""
        return self.packed[slot] if slot < self.in_order else self.late[slot - self.in_order]

    def find(self, text: str) -> Found:
        """The services that the words of a question find; every service when there are none."""
        if not text:
            return Found((self.columns.everything, 0, 0))
        query = parse(text)
        found = Found(self.words.find(query))
        if not found.any_rank & self.published and (
            meant := self.words.nearest(query, self.published)
        ):
            return Found(self.words.find(meant), meant.text)
        return found

    def with_changes(self, keys: Iterable[int], services: Iterable[Read]) -> Self:
        """These services as they are now; one of `keys` that is not read again is there no more."""
        changed = self.without_services(keys)
        for read in services:
            changed = changed._with(*read)
        return changed

    def without_services(self, keys: Iterable[int]) -> Self:
        """Without these services: their slots are left empty."""
        bit = 0
        for key in keys:
            for slot in self._slots_of(key):
                bit |= bits.one(slot)
        return replace(
            self,
            published=bits.without(self.published, bit),
            suspended=bits.without(self.suspended, bit),
            tail=tuple(place for place in self.tail if not bits.holds(bit, place[1])),
            memo={},
        )

    def slot_of(self, key: int) -> int | None:
        """Where a published service stands."""
        here = (slot for slot in self._slots_of(key) if bits.holds(self.published, slot))
        return next(here, None)

    def _slots_of(self, key: int) -> Iterator[int]:
        """The slot of a service, and those it has left."""
        start = 0
        with suppress(ValueError):
            while True:
                start = self.keys.index(key, start) + 1
                yield start - 1

    def _with(self, key: int, is_published: bool, profile: Profile) -> Self:
        """With one service more, in a slot of the tail."""
        slot, bit = self.size, bits.one(self.size)
        before = bisect_left(range(self.in_order), _name(profile), key=self._name_at)
        tail = sorted(
            (*self.tail, (before, slot)),
            key=lambda place: (place[0], self._tail_name(place[1], profile)),
        )
        return replace(
            self,
            keys=self.keys + array("q", [key]),
            late=(*self.late, pack(profile)),
            columns=self.columns.with_profile(profile),
            words=self.words.with_service(slot, profile.words),
            points=self.points.with_service(coordinates(profile)),
            published=self.published | (bit if is_published else 0),
            suspended=self.suspended | (0 if is_published else bit),
            tail=tuple(tail),
            memo={},
        )

    def _name_at(self, slot: int) -> tuple[str, str]:
        return _name(self.profile(slot))

    def _tail_name(self, slot: int, new: Profile) -> tuple[str, str]:
        return _name(new) if slot == self.size else self._name_at(slot)

    def by_name(self, these: int, start: int, count: int) -> list[int]:
        """The slots of a set in the order of names: `count` of them from the `start`-th on."""
        if not self.tail:
            return list(bits.members(these, start, count))
        in_order = these & bits.below(self.in_order)
        late = [place for place in self.tail if bits.holds(these, place[1])]
        at = {
            (in_order & bits.below(before)).bit_count() + rank: slot
            for rank, (before, slot) in enumerate(late)
        }
        here = range(start, min(start + count, these.bit_count()))
        skipped = sum(index < start for index in at)
        others = bits.members(in_order, start - skipped)
        return [at[index] if index in at else next(others) for index in here]


def _name(profile: Profile) -> tuple[str, str]:
    return profile.sort_key, profile.slug
