"""What the words typed in `q` mean: which services they find, and how well. No ORM.

A service is known by the set of its folded words, of all languages together (`Profile.words`).

**A text is read as units**, all of which must be found. Accents, case and punctuation do not count
(`directory.text.fold`); nothing is read beyond 200 characters. Function words and the single letters
that elision leaves (« l’alcool », « centre de guidance ») are dropped, unless nothing else is left.
From left to right, the longest run of words that is a phrase of `fixtures/synonyms.toml`, word for
word or else stem for stem, is one unit, and the phrases that the file gives for it are its
alternatives; any other word is a unit by itself.

**How well a service is found by one unit**:

- WHOLE: every word of the unit is one of its words;
- STEM: every word of the unit, or every word of one alternative, is one of its words or has the
  same stem as one of them, in French, in Dutch or in English. A word with a digit is its own stem;
- PREFIX, for the last unit only: its last word begins one of the service's words, and its other
  words are found whole or by stem.

A service is found as well as by its worst unit, and not at all if one unit does not find it. A text
without a word finds everything, WHOLE.

**A misspelling** is looked for only if nothing published is found. Each word that by itself finds
nothing published (the last one: not even as a prefix) becomes the nearest word of a published service
or of a synonym phrase; a phrase of the synonyms is well spelled. Near is one edit from 4 letters on,
two from 8 letters on; a shorter word, or one with a digit, has no neighbour. An edit adds, drops,
replaces or swaps letters, and never replaces the first one (*rental* is neither *dental* nor *mental*).
Of equally near words: the one with the same first letter, then the one in more services, then the
alphabet. A text has no correction if the corrected one finds nothing either, if a word has no
neighbour, or if more than three words would change.

`rank` is this definition for one service; `orientation.word_index` answers it for all at once.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.text import fold
from orientation.stems import alike
from orientation.synonyms import SYNONYMS, WRITTEN_WORD, Phrase, meaningful, says_something

WHOLE, STEM, PREFIX = 0, 1, 2
LONGEST = 200
# Two edits in a word of six letters make another word of it.
ONE_EDIT_FROM, TWO_EDITS_FROM = 4, 8
MOST_CORRECTIONS = 3
AFTER_EVERY_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that mean one thing.

    `alternatives`: phrases that find it as well; `begun`: its last word may be a prefix.
    """

    words: Phrase
    alternatives: tuple[Phrase, ...] = ()
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A text and how it was read. `text` is as typed, tidied: what a page shows."""

    text: str
    units: tuple[Unit, ...] = ()

    @property
    def words(self) -> Phrase:
        """The words that must be found."""
        return tuple(word for unit in self.units for word in unit.words)


def parse(text: str) -> Query:
    """Any text as a query."""
    return _parse(text[:LONGEST])


@lru_cache(maxsize=1_000)
def _parse(text: str) -> Query:
    left = meaningful(text)
    units = []
    while left:
        length, alternatives = SYNONYMS.longest(left)
        units.append(Unit(left[:length], alternatives))
        left = left[length:]
    if units:
        units[-1] = replace(units[-1], begun=True)
    return Query(tidy(text), tuple(units))


def tidy(text: str) -> str:
    """One space between words, accents on their letters, nothing else changed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def rank(query: Query, words: frozenset[str]) -> int | None:
    """How well a service with these words is found: WHOLE, STEM, PREFIX; None = not found."""
    worst = WHOLE
    for unit in query.units:
        found = _rank(unit, words)
        if found is None:
            return None
        worst = max(worst, found)
    return worst


def _rank(unit: Unit, words: frozenset[str]) -> int | None:
    def all_held(phrase: Phrase) -> bool:
        return all(w in words or any(alike(w, word) for word in words) for w in phrase)

    if words.issuperset(unit.words):
        return WHOLE
    if all_held(unit.words) or any(map(all_held, unit.alternatives)):
        return STEM
    *firsts, last = unit.words
    if unit.begun and any(word.startswith(last) for word in words) and all_held(tuple(firsts)):
        return PREFIX
    return None


@dataclass(frozen=True)
class KnownWords:
    """Rows of words in alphabetical order, and in how many published services each of them is."""

    rows: Sequence[Sequence[str]]
    services_with: Callable[[str], int]

    def begun_as(self, word: str) -> Iterator[str]:
        """The words that begin with one of the first two letters of this one, or whose second is its first.

        A word may come twice.
        """
        for row in self.rows:
            for begun in {*word[:2]}:
                yield from _begun(row, begun)
            at = 0
            while at < len(row):
                letter = row[at][0]
                yield from _begun(row, letter + word[0])
                at = bisect_left(row, letter + AFTER_EVERY_LETTER)


def _begun(row: Sequence[str], begun: str) -> Sequence[str]:
    """The words of a row that begin so."""
    return row[bisect_left(row, begun) : bisect_left(row, begun + AFTER_EVERY_LETTER)]


def nearest(
    query: Query,
    vocabulary: KnownWords,
    finds: Callable[[Query], bool],
    spellings: Mapping[str, str] = SYNONYMS.spellings,
) -> Query | None:
    """The query in its nearest spelling, if as it is it finds nothing; None if there is none.

    `finds`: whether a query finds a published service; `spellings`: folded word → with accents.
    """
    if finds(query):
        return None
    corrections: dict[str, str] = {}
    for unit in query.units:
        if finds(Query("", (unit,))):
            continue
        if unit.alternatives or len(corrections) == MOST_CORRECTIONS:
            return None
        known = nearest_word(unit.words[0], vocabulary)
        if known is None:
            return None
        corrections[unit.words[0]] = spellings.get(known, known)
    corrected = _corrected(query, corrections)
    return corrected if finds(corrected) else None


def nearest_word(word: str, vocabulary: KnownWords) -> str | None:
    """The known word that was probably meant; see the module."""
    if len(word) < ONE_EDIT_FROM or not word.isalpha():
        return None
    edits, first, start = 1 + (len(word) >= TWO_EDITS_FROM), word[0], word[:2]
    # The first letters and the lengths before the distance: they rule out most words at less cost.
    synonyms = (w for w in SYNONYMS.words if w[0] in start or first == w[1:2])
    candidates = [
        known
        for known in chain(vocabulary.begun_as(word), synonyms)
        if abs(len(known) - len(word)) <= edits
    ]
    near = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None)
    in_order = sorted(
        (distance, known[0] != first, -vocabulary.services_with(known), known)
        for known, distance, _place in near
        if known.isalpha() and says_something(known)
    )
    meant = (known for *_, count, known in in_order if count or known in SYNONYMS.words)
    return next(meant, None)


def _corrected(query: Query, corrections: Mapping[str, str]) -> Query:
    """The text with its words replaced where they stand, or else its words alone."""
    expected = tuple(fold(corrections.get(word, word)) for word in query.words)
    in_place = WRITTEN_WORD.sub(lambda w: corrections.get(fold(w[0]), w[0]), query.text)
    corrected = parse(in_place)
    if corrected.words == expected:
        return corrected
    return parse(" ".join(corrections.get(word, word) for word in query.words))
