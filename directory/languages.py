"""Texts that know in which language they are, so that a page can mark them with `lang`."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi, override, pgettext
from django.utils.translation import gettext as _

StrOrPromise = str | Promise  # a text, or one that takes the language of who reads it
LANGUAGES = ("fr", "nl", "en")  # in which the reference data is written
REFERENCE = "répertoire"  # the context of the names of reference lists in the catalogue of a sheet
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"  # what isolates a text from the direction around it


class Localized(str):
    """A text that knows its language, so that a page can mark it with `lang`."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> "Localized":
        """Make a text in the language `lang` ("fr", "nl", "en" or that of a sheet; "" for a proper name)."""
        localized = super().__new__(cls, text)
        localized.lang = lang
        return localized

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What a copy or a pickle is made from."""
        return str(self), self.lang


class Quoting(str):
    """A sentence in the language in use that quotes words of another."""

    __slots__ = ("words",)
    words: tuple[Localized, ...]

    def __new__(cls, sentence: str, *words: Localized) -> "Quoting":
        """Make a sentence; the words stand in it as they are."""
        quoting = super().__new__(cls, sentence)
        quoting.words = words
        return quoting

    def __getnewargs__(self) -> tuple[str, *tuple[Localized, ...]]:  # type: ignore[override]
        """What a copy or a pickle is made from."""
        return str(self), *self.words

    def parts(self) -> Iterator[str]:
        """The sentence in pieces, in order: what is quoted is Localized, the rest is not."""
        quoted = {str(words): words for words in self.words if words}
        longest_first = sorted(quoted, key=len, reverse=True)
        pattern = "|".join(map(re.escape, longest_first))
        for part in re.split(f"({pattern})", self) if quoted else (str(self),):
            yield quoted.get(part, part)


def readable(text: Localized) -> str:
    """A text, for where no `lang` can mark it: "" on a page in another language."""
    return text if text.lang == (get_language() or "fr")[:2] else ""


def quoted_in(*texts: str) -> tuple[Localized, ...]:
    """The words of another language that these texts quote, for a sentence that is made of them."""
    return tuple(words for text in texts if isinstance(text, Quoting) for words in text.words)


def named(name: str) -> Localized:
    """A proper name, an address, a number: set apart only where the page reads the other way."""
    return Localized(name, "")


def listed(words: Iterable[str]) -> str:
    """« psychiatre, psychologue », as the language in use writes a list."""
    return pgettext("liste", ", ").join(words)


def either(words: Iterable[str]) -> str:
    """« arabe, turc ou pachto »: any of them will do, as the language in use writes it."""
    *others, last = words
    return _(" ou ").join([listed(others), last]) if others else last


# A sheet can be in a language of its own, which the rest of the site does not speak (docs/adr/0024).


def site_language() -> str:
    """The language in use, or French where it is that of a sheet only: pages beyond the sheet have it."""
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def address(name: str, *args: str) -> str:
    """The address of a page, in French from a sheet in a language that the site does not speak."""
    with override(site_language()):
        return reverse(name, args=args)


def is_site_language() -> bool:
    """Whether the whole site is in the language in use."""
    return get_language() in (None, site_language())


def on_sheet(name: Localized) -> Localized:
    """A name of the reference lists in the language of the sheet, where its catalogue knows it."""
    language = get_language()
    if language in (None, name.lang) or is_site_language():
        return name
    words = pgettext(REFERENCE, str(name))
    return name if words == name else Localized(words, language)


def apart(text: str) -> str:
    """For plain text: the words that read the other way than the page are isolated from it."""
    if not get_language_bidi():
        return str(text)
    parts = text.parts() if isinstance(text, Quoting) else (text,)
    return "".join(_isolated(part) for part in parts)


def _isolated(text: str) -> str:
    is_other = isinstance(text, Localized) and text.lang != get_language()
    return f"{_LEFT_TO_RIGHT}{text}{_END}" if text and is_other else str(text)
