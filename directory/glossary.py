"""Words of the field in plain words, read from one file at start; each in the three languages."""

import tomllib
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language

from directory.text import sort_key


class Word(NamedTuple):
    """A word of the field, with what it means."""

    slug: str
    term_fr: str
    term_nl: str
    term_en: str
    meaning_fr: str
    meaning_nl: str
    meaning_en: str

    @property
    def term(self) -> str:
        """The word, in the language in use."""
        return self._text("term")

    @property
    def meaning(self) -> str:
        """What it means, in the language in use."""
        return self._text("meaning")

    def _text(self, field: str) -> str:
        text: str = getattr(self, f"{field}_{(get_language() or 'fr')[:2]}")
        return text


def _read() -> tuple[Word, ...]:
    with (settings.FIXTURES / "glossary.toml").open("rb") as file:
        return tuple(Word(**row) for row in tomllib.load(file)["word"])


WORDS = _read()


def in_order() -> list[Word]:
    """The words, in the order of the language in use."""
    return sorted(WORDS, key=lambda word: sort_key(word.term))
