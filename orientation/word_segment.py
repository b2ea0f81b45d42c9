"""The words of a run of services, small in memory and quick to ask."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from itertools import takewhile
from operator import or_

from orientation import bits
from orientation.search import AFTER_EVERY_LETTER
from orientation.stems import LANGUAGES, in_order_of_stem, stem

# A word in more than one service in so many is kept as a set, a rarer one as a list: a set takes a bit
# for every service of the segment, and lists take time to join, as the many words of a short prefix are.
COMMON = 128


def services_of_each(words_of_each: Iterable[Iterable[str]]) -> dict[str, "array[int]"]:
    """By word, the services that have it, from the words of each service."""
    found: dict[str, array[int]] = {}
    for slot, words in enumerate(words_of_each):
        for word in {*words}:
            found.setdefault(word, array("I")).append(slot)
    return found


class Segment:
    """The words of consecutive services, the first of which is number `first`. Never changed.

    Words are in alphabetical order and known by their place in it: those that begin alike stand side
    by side, and so do the lists of their services.
    """

    def __init__(self, first: int, size: int, services_of: Mapping[str, "array[int]"]) -> None:
        """`services_of`: by word, the services that have it, counted from 0 on, each once."""
        self.first = first
        self.size = size
        self.words = sorted(services_of)
        self._common: dict[int, int] = {}
        self._slots = array("I")
        self._starts = array("I", (0,))
        for place, word in enumerate(self.words):
            slots = services_of[word]
            if len(slots) * COMMON > self.size:
                self._common[place] = self._as_set(slots)
            else:
                self._slots.extend(slots)
            self._starts.append(len(self._slots))
        self._common_places = array("I", self._common)
        self._by_stem = tuple(
            array("I", in_order_of_stem(self.words, language)) for language in range(len(LANGUAGES))
        )
        self.alike = lru_cache(maxsize=256)(self._alike)
        self.begun = lru_cache(maxsize=128)(self._begun)

    def whole(self, word: str) -> int:
        """The services with this word."""
        place = bisect_left(self.words, word)
        found = place < len(self.words) and self.words[place] == word
        return self._services(place, place + 1) if found else 0

    def _alike(self, word: str) -> int:
        """The services with this word, or with one of the same stem in one of the languages."""
        if not word.isalpha():
            return self.whole(word)
        places = {p for language in range(len(LANGUAGES)) for p in self._of_stem(word, language)}
        return reduce(or_, (self._services(place, place + 1) for place in places), 0)

    def _begun(self, prefix: str) -> int:
        """The services with a word that begins so."""
        return self._services(*self._range(prefix))

    def counts(self, prefix: str, among: int) -> Iterator[tuple[str, int]]:
        """Each word that begins so, and how many of these services have it."""
        here = among >> self.first & bits.below(self.size)
        asked = here.to_bytes(self.size // 8 + 1, "little")
        slots, starts = self._slots, self._starts
        for place in range(*self._range(prefix)):
            if place in self._common:
                count = (self._common[place] & here).bit_count()
            else:
                rare = slots[starts[place] : starts[place + 1]]
                count = sum(asked[slot >> 3] >> (slot & 7) & 1 for slot in rare)
            yield self.words[place], count

    def _range(self, prefix: str) -> tuple[int, int]:
        end = bisect_left(self.words, prefix + AFTER_EVERY_LETTER)
        return bisect_left(self.words, prefix), end

    def _of_stem(self, word: str, language: int) -> Iterator[int]:
        """The places of the words with the same stem as this one."""

        def stem_at(place: int) -> str:
            return stem(self.words[place], language)

        wanted, places = stem(word, language), self._by_stem[language]
        start = bisect_left(places, wanted, key=stem_at)
        following = (places[at] for at in range(start, len(places)))
        return takewhile(lambda place: stem_at(place) == wanted, following)

    def _services(self, start: int, end: int) -> int:
        """The services with one of the words from the place `start` up to `end`."""
        first, last = (bisect_left(self._common_places, place) for place in (start, end))
        found = self._as_set(self._slots[self._starts[start] : self._starts[end]])
        for place in self._common_places[first:last]:
            found |= self._common[place]
        return found << self.first

    def _as_set(self, slots: "array[int]") -> int:
        return bits.one(slots[0]) if len(slots) == 1 else bits.of(slots, self.size)
