"""Acronyms explained where they stand: the first one of a page becomes a link that says its words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape

# In these, a text is left as it is: it is a link already, a title, something to press, or no prose.
QUIET = frozenset(
    {"a", "abbr", "bdi", "button", "code", "h1", "h2", "h3", "label", "option", "script", "select"}
    | {"style", "summary", "svg", "textarea", "title"}
)
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
_TAG = re.compile(r"(<[^>]*>)")
_WITH_LETTERS = re.compile(r"(.+) \(([A-Z0-9]{2,})\)")
_NAME = re.compile(r"</?([a-z][\w-]*)")
_LANGUAGE = re.compile(r'\slang="([^"]*)"')


def name_and_letters(name: str, acronym: str) -> tuple[str, str]:
    """A name and its acronym, apart: the one that the name ends with in its language, or else `acronym`.

    « … maatschappelijk welzijn (OCMW) » has its own beside « CPAS »; a name in brackets takes no other.
    """
    own = _WITH_LETTERS.fullmatch(name) if acronym else None
    if own:
        return own[1], own[2]
    return name, "" if name.endswith(")") else acronym


@dataclass(frozen=True)
class Acronym:
    """What some letters stand for, by language, and the part of the glossary's page that says more."""

    words: Mapping[str, str]
    anchor: str


class Acronyms(dict[str, Acronym]):
    """The acronyms that are known, by their letters."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds them as whole words, in their own capitals."""
        longest_first = sorted(map(re.escape, self), key=len, reverse=True)
        return re.compile(rf"(?<![\w-])({'|'.join(longest_first)})(?![\w-])")

    def told_in(self, html: str, found: set[str]) -> set[str]:
        """Those that the text says itself: « service de santé mentale (SSM) », or the other way round."""
        text = _plain(unescape(_TAG.sub(" ", html)))
        return {
            letters
            for letters in found
            for words in map(_plain, self[letters].words.values())
            if f"{words} {letters.casefold()}" in text or f"{letters.casefold()} {words}" in text
        }


@dataclass(frozen=True)
class _Inside:
    """What the open elements make of a text: left alone or not, folded away or not, its language."""

    is_quiet: bool = False
    is_folded: bool = False
    language: str = ""

    def a(self, name: str, tag: str) -> "_Inside":
        language = _LANGUAGE.search(tag)
        return _Inside(
            self.is_quiet or name in QUIET or "sr-only" in tag,
            self.is_folded or name == "details",
            language[1] if language else self.language,
        )


@dataclass
class _Explaining:
    """One page being read, from its beginning to its end."""

    acronyms: Mapping[str, Acronym]
    language: str
    glossary: str
    inside: list[_Inside] = field(default_factory=lambda: [_Inside()])
    in_sight: set[str] = field(default_factory=set)
    folded_away: set[str] = field(default_factory=set)

    def meets(self, tag: str) -> None:
        """Go into an element or out of it."""
        name = _NAME.match(tag)
        if name is None or name[1] in VOID or tag.endswith("/>"):
            return
        if not tag.startswith("</"):
            self.inside.append(self.inside[-1].a(name[1], tag))
        elif len(self.inside) > 1:
            self.inside.pop()

    def link(self, match: re.Match[str]) -> str:
        """The acronym, as a link where one sees it for the first time."""
        letters, here = match[1], self.inside[-1]
        acronym = self.acronyms.get(letters)
        seen = self.folded_away if here.is_folded else self.in_sight
        if acronym is None or letters in self.in_sight | seen:
            return letters
        seen.add(letters)
        apart = f' lang="{self.language}"' if here.language not in ("", self.language) else ""
        return (
            f'<a class="word" href="{escape(self.glossary + acronym.anchor)}"{apart}>'
            f'<abbr title="{escape(acronym.words[self.language])}">{letters}</abbr></a>'
        )


def explained(html: str, acronyms: Acronyms, language: str, glossary: str) -> str:
    """Well-formed HTML, each known acronym a link into the glossary the first time that one can see it.

    What is folded away (`details`) is apart: it does not count as seen for what follows. An acronym whose
    words the text gives itself is left alone. Without its tags, the text stays the same.
    """
    found = set(acronyms.pattern.findall(html))
    if not found:
        return html
    to_say = {letters: acronyms[letters] for letters in found - acronyms.told_in(html, found)}
    return "".join(_parts(html, acronyms.pattern, _Explaining(to_say, language, glossary)))


def _parts(html: str, pattern: re.Pattern[str], page: _Explaining) -> Iterator[str]:
    for part in _TAG.split(html):
        if part.startswith("<"):
            page.meets(part)
            yield part
        else:
            yield part if page.inside[-1].is_quiet else pattern.sub(page.link, part)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
