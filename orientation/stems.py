"""Stems of folded words in the three languages of the répertoire, by Snowball's own rules."""

from collections.abc import Sequence
from functools import lru_cache
from operator import eq

import Stemmer

LANGUAGES = ("french", "dutch", "english")
# Without a cache of their own (0): what is worth keeping is kept below, and threads share nothing.
_STEMMERS = tuple(Stemmer.Stemmer(language, 0) for language in LANGUAGES)


def stem(word: str, language: int) -> str:
    """The stem in one language, by its place in LANGUAGES. A word with a digit is its own stem."""
    return str(_STEMMERS[language].stemWord(word)) if word.isalpha() else word


@lru_cache(maxsize=10_000)
def stems(word: str) -> tuple[str, ...]:
    """The stem in each language."""
    return tuple(stem(word, language) for language in range(len(LANGUAGES)))


def alike(one: str, other: str) -> bool:
    """Whether two words have the same stem in one of the languages."""
    return any(map(eq, stems(one), stems(other)))


def in_order_of_stem(words: Sequence[str], language: int) -> list[int]:
    """The places of the alphabetic words, those of one stem side by side."""
    places = [place for place, word in enumerate(words) if word.isalpha()]
    found = _STEMMERS[language].stemWords([words[place] for place in places])
    return [place for _stem, place in sorted(zip(found, places, strict=True))]
