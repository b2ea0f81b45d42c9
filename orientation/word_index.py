"""Which services a query finds, of all services at once; the rules are in `orientation.search`. No ORM.

Services are numbered from 0; their sets are those of `orientation.bits`.
"""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from types import MappingProxyType

from directory.text import fold, words
from orientation import bits, search
from orientation.search import WHOLE, KnownWords, Query, Unit, parse
from orientation.synonyms import SYNONYMS, says_something
from orientation.word_segment import Segment, services_of_each

# Services that came last are written again each time one more comes: this many at most.
MOST_RECENT = 64
# Completions: from two letters on, to words of four or more (acronyms are among the synonyms).
SHORTEST_BEGUN, SHORTEST_COMPLETED = 2, 4
_LAST_WORD = re.compile(r"[^\W_]+\Z")


class WordIndex:
    """The words of services 0 to `size` - 1. Never changed: one more service makes another index.

    It does not know which services are still published: the caller masks what `find` gives.
    """

    def __init__(
        self,
        segments: tuple[Segment, ...],
        recent: tuple[frozenset[str], ...],
        spellings: Mapping[str, str],
    ) -> None:
        self.size = sum(segment.size for segment in segments)
        self._segments = segments
        self._recent = recent  # the words of the last segment, if it is not full
        self._spellings = spellings

    @classmethod
    def build(
        cls,
        words_of_each: Iterable[Iterable[str]],
        spellings: Mapping[str, str] = MappingProxyType({}),
    ) -> "WordIndex":
        """The index of all these services, in their order.

        `spellings`: folded word → as one shows it, with accents (see `synonyms.spellings`);
        the words of the synonyms are known.
        """
        rows = list(words_of_each)
        return cls.of(len(rows), services_of_each(rows), spellings)

    @classmethod
    def of(
        cls, size: int, services_of: Mapping[str, "array[int]"], spellings: Mapping[str, str]
    ) -> "WordIndex":
        """The same from the services that have each word."""
        segment = Segment(0, size, services_of)
        return cls((segment,), (), {**SYNONYMS.spellings, **spellings})

    def with_service(self, slot: int, words: Iterable[str]) -> "WordIndex":
        """The index with one more service, whose number must be the next one (`size`).

        The more of them, the slower `find`: build anew after a thousand or so.
        """
        if slot != self.size:
            raise ValueError(f"The next service is number {self.size}, not {slot}.")
        recent = (*self._recent, frozenset(words))
        before = self._segments[:-1] if self._recent else self._segments
        segments = (
            *before,
            Segment(self.size + 1 - len(recent), len(recent), services_of_each(recent)),
        )
        return WordIndex(segments, recent if len(recent) < MOST_RECENT else (), self._spellings)

    def find(self, query: Query) -> tuple[int, int, int]:
        """The services found WHOLE, by STEM, by PREFIX: no service is in two of them."""
        whole = stem = begun = self._everything
        for unit in query.units:
            found = self._find_unit(unit)
            whole, stem, begun = whole & found[0], stem & found[1], begun & found[2]
            if not begun:
                break
        return whole, stem ^ whole, begun ^ stem

    def nearest(self, query: Query, published: int) -> Query | None:
        """The query in its nearest spelling, if it finds none of the published services."""

        def finds(asked: Query) -> bool:
            return bool(self._found(asked) & published)

        def services_with(word: str) -> int:
            return (self._whole(word) & published).bit_count()

        known = KnownWords([segment.words for segment in self._segments], services_with)
        return search.nearest(query, known, finds, self._spellings)

    def suggestions(self, text: str, published: int, limit: int = 8) -> list[str]:
        """Longer texts that begin as this one and find something published, the most fruitful first.

        The last word is completed, from two letters on, to words of the services that the words
        before it find; the whole text, to the phrases of the synonyms.
        """
        if text[-1:].isspace():
            return []
        text = search.tidy(text[: search.LONGEST])
        typed = fold(text)
        if len(typed) < SHORTEST_BEGUN:
            return []
        counts = {**self._completed(text, published), **self._phrases(typed, published)}
        found = {fold(longer): (-count, longer) for longer, count in counts.items() if count}
        found.pop(typed, None)
        in_order = sorted((count, folded, longer) for folded, (count, longer) in found.items())
        return [longer for _count, _folded, longer in in_order[:limit]]

    def _completed(self, text: str, published: int) -> dict[str, int]:
        """The text with its last word completed, and how many services have that word."""
        last = _LAST_WORD.search(text)
        if last is None or len(begun := fold(last[0])) < SHORTEST_BEGUN:
            return {}
        before = text[: last.start()]
        if any(map(says_something, words(before))):
            units = tuple(replace(unit, begun=False) for unit in parse(before).units)
            published &= self._found(Query("", units))
        counts: Counter[str] = Counter()
        for segment in self._segments:
            counts.update(dict(segment.counts(begun, published)))
        return {
            before + self._spellings.get(word, word): count
            for word, count in counts.items()
            if len(word) >= SHORTEST_COMPLETED and says_something(word)
        }

    def _phrases(self, typed: str, published: int) -> dict[str, int]:
        """The phrases that begin so, and how many services they find.

        Of those that find the same services, one: that which most of these use, then the first in the file.
        """
        found = [
            (self.find(parse(phrase)), phrase)
            for folded, phrase in SYNONYMS.phrases.items()
            if folded.startswith(typed)
        ]
        found.sort(key=lambda one: (one[0][WHOLE] & published).bit_count(), reverse=True)
        best: dict[int, str] = {}
        for services, phrase in found:
            best.setdefault(reduce(or_, services) & published, phrase)
        return {phrase: services.bit_count() for services, phrase in best.items()}

    @property
    def _everything(self) -> int:
        return bits.below(self.size)

    def _found(self, query: Query) -> int:
        return reduce(or_, self.find(query))

    def _find_unit(self, unit: Unit) -> tuple[int, int, int]:
        """The services found WHOLE; so or by STEM; so or by PREFIX."""
        whole = self._all_of(unit.words, self._whole)
        phrases = (unit.words, *unit.alternatives)
        stem = reduce(or_, (self._all_of(phrase, self._alike) for phrase in phrases))
        if not unit.begun:
            return whole, stem, stem
        *firsts, last = unit.words
        return whole, stem, stem | self._begun(last) & self._all_of(firsts, self._alike)

    def _all_of(self, words: Iterable[str], find: Callable[[str], int]) -> int:
        return reduce(and_, map(find, words), self._everything)

    def _whole(self, word: str) -> int:
        return reduce(or_, (segment.whole(word) for segment in self._segments))

    def _alike(self, word: str) -> int:
        return reduce(or_, (segment.alike(word) for segment in self._segments))

    def _begun(self, prefix: str) -> int:
        return reduce(or_, (segment.begun(prefix) for segment in self._segments))
