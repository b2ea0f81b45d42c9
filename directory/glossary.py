"""Words of the field in plain words, read from one file at start; each in the three languages."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import get_language

from directory.acronyms import Acronym, Acronyms, name_and_letters
from directory.languages import LANGUAGES
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


def _read(name: str) -> dict[str, Any]:
    with (settings.FIXTURES / name).open("rb") as file:
        return tomllib.load(file)


def _acronyms(glossary: dict[str, Any]) -> Iterator[tuple[str, Acronym]]:
    """By their letters, with where they stand on the glossary's page; the glossary's own win."""
    for row in _read("reference/service_types.toml")["service_type"]:
        names = {code: name_and_letters(row[f"name_{code}"], row["acronym"]) for code in LANGUAGES}
        words = {code: name for code, (name, _letters) in names.items()}
        for letters in {row["acronym"], *(letters for _name, letters in names.values())}:
            if re.fullmatch("[A-Z]{3,}", letters):  # « 2A » is also the number of a house
                yield letters, Acronym(words, f"#type-{row['slug']}")
    for row in glossary["acronym"]:
        words = {code: row[code] for code in LANGUAGES}
        for letters in row["letters"]:
            yield letters, Acronym(words, f"#{row['word']}")


_FILE = _read("glossary.toml")
WORDS = tuple(Word(**row) for row in _FILE["word"])
ACRONYMS = Acronyms(_acronyms(_FILE))


def in_order() -> list[Word]:
    """The words, in the order of the language in use."""
    return sorted(WORDS, key=lambda word: sort_key(word.term))
