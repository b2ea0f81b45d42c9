"""Phrases of the field that lead to the same services, read from one file at start.

The file is `fixtures/synonyms.toml`; it says in French how to change it.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from directory.text import fold, words
from orientation.stems import LANGUAGES, stem

Phrase = tuple[str, ...]

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "synonyms.toml"
# Words that say nothing of what is looked for. « sans » says much (sans abri, sans mutuelle); « est » is a
# point of the compass here.
FUNCTION_WORDS = frozenset(
    words(
        "le la les l un une des du de d et ou en a au aux dans par pour avec sur chez qu "
        "que qui tout toute tous toutes "
        "het een van voor te ten ter der op bij met aan om uit naar "
        "the an of for and or to in at with by"
    )
)
# One word as it is written, inclusive middle dots within it.
WRITTEN_WORD = re.compile(r"[^\W_]+(?:[·‧][^\W_]+)*")


def says_something(word: str) -> bool:
    """Whether a folded word is neither a function word nor the letter an elision leaves."""
    return word not in FUNCTION_WORDS and not (len(word) == 1 and word.isalpha())


def meaningful(text: str) -> Phrase:
    """The folded words of a text that say something; all of them if none does."""
    every = words(text)
    return tuple(filter(says_something, every)) or every


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """How each word is usually written, in lower case: "sante" → « santé ».

    Words written as they fold are left out.
    """
    seen = Counter(word for text in texts for word in WRITTEN_WORD.findall(text.lower()))
    usual: dict[str, str] = {}
    for written, _times in seen.most_common():
        usual.setdefault(fold(written), written)
    return {folded: written for folded, written in usual.items() if folded != written}


@dataclass(frozen=True)
class Synonyms:
    """`phrases`: what may be typed, folded → as written; `alternatives`: what each phrase also finds."""

    phrases: Mapping[str, str]
    alternatives: Mapping[Phrase, tuple[Phrase, ...]]

    def longest(self, typed: Phrase) -> tuple[int, tuple[Phrase, ...]]:
        """The longest phrase that the typed words begin with: its length and what it also finds.

        A phrase is known by its words; failing that, by the stems of them all in one language.
        One word and nothing more if no phrase is known.
        """
        for length in range(min(self._most, len(typed)), 0, -1):
            run = typed[:length]
            phrases = (run,) if run in self.alternatives else self._by_stems(run)
            found = {a: None for phrase in phrases for a in self.alternatives[phrase]}
            if found:
                return length, tuple(found)
        return 1, ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every phrase that may be typed."""
        return frozenset(word for phrase in self.alternatives for word in phrase)

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """How the file writes its words."""
        return spellings(self.phrases.values())

    def _by_stems(self, run: Phrase) -> list[Phrase]:
        keys = (_stemmed(run, language) for language in range(len(LANGUAGES)))
        return [phrase for key in keys for phrase in self._stemmed.get(key, ())]

    @cached_property
    def _most(self) -> int:
        return max(map(len, self.alternatives), default=0)

    @cached_property
    def _stemmed(self) -> Mapping[Phrase, list[Phrase]]:
        found: dict[Phrase, list[Phrase]] = {}
        for phrase in self.alternatives:
            for language in range(len(LANGUAGES)):
                found.setdefault(_stemmed(phrase, language), []).append(phrase)
        return found


def _stemmed(phrase: Phrase, language: int) -> Phrase:
    return (LANGUAGES[language], *(stem(word, language) for word in phrase))


def from_groups(content: Mapping[str, list[Any]]) -> Synonyms:
    """The synonyms of a file's content: each of `same` finds the others; `wider` goes one way."""
    ways = [(group["phrases"], group["phrases"]) for group in content.get("same", ())]
    ways += [(group["typed"], group["finds"]) for group in content.get("wider", ())]
    found: dict[Phrase, dict[Phrase, None]] = {}
    for typed, finds in ways:
        for one in typed:
            phrase = meaningful(one)
            others = dict.fromkeys(map(meaningful, finds))
            found.setdefault(phrase, {}).update(others)
            found[phrase].pop(phrase, None)
    phrases = {fold(phrase): phrase for typed, _finds in ways for phrase in typed}
    return Synonyms(phrases, {phrase: tuple(others) for phrase, others in found.items()})


def _read() -> Synonyms:
    with FILE.open("rb") as file:
        return from_groups(tomllib.load(file))


SYNONYMS = _read()
