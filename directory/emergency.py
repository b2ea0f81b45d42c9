"""Emergency and listening lines, read from one file at start: they answer when the database does not."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.dates import in_words, validate_partial_date
from directory.languages import listed
from directory.text import unbroken


@dataclass(frozen=True)
class Line:
    """One line; `texts` holds `name`, `when`, `hours` and `strip` by field and language."""

    slug: str
    number: str
    tel: str
    level: str
    everywhere: bool
    languages: tuple[str, ...]
    free: bool | None
    source: str
    source_url: str
    source_date: str
    to_confirm: bool
    texts: Mapping[str, str]

    def _text(self, field: str) -> str:
        language = (get_language() or "fr")[:2]
        return self.texts.get(f"{field}_{language}") or self.texts.get(f"{field}_fr", "")

    @property
    def name(self) -> str:
        """Its legal name in the language in use, where it has one."""
        return self._text("name")

    @property
    def when(self) -> str:
        """When to call it: one plain sentence in the language in use."""
        return self._text("when")

    @property
    def hours(self) -> str:
        """When it answers."""
        return self._text("hours")

    @property
    def strip(self) -> str:
        """The few words of the strip on every page."""
        return self._text("strip")

    @property
    def spoken(self) -> str:
        """The languages it answers in: « français, néerlandais »; "" when not known."""
        return listed(str(SPOKEN[language]) for language in self.languages)

    @property
    def checked(self) -> str:
        """The date of the source, in words."""
        return in_words(self.source_date)


def _line(row: dict[str, Any]) -> Line:
    validate_partial_date(row["source_date"]) if row.get("source_date") else None
    return Line(
        slug=row["slug"],
        number=row["number"],
        tel=row["tel"],
        level=row["level"],
        everywhere=row.get("everywhere", False),
        languages=tuple(row.get("languages", ())),
        free=row.get("free"),
        source=row.get("source", ""),
        source_url=row.get("source_url", ""),
        source_date=row.get("source_date", ""),
        to_confirm=row.get("to_confirm", False),
        texts=MappingProxyType(
            {
                field: unbroken(text) if field.endswith("_fr") else text
                for field, text in row.items()
                if field[:-2] in ("name_", "when_", "hours_", "strip_")
            }
            | {"name_fr": row["name"]}
        ),
    )


SPOKEN = {"fr": _("français"), "nl": _("néerlandais"), "en": _("anglais")}


def _read() -> dict[str, Any]:
    with (settings.FIXTURES / "emergency.toml").open("rb") as file:
        return tomllib.load(file)


LEVELS = {
    "danger": _("Danger de mort, ou besoin de protection tout de suite"),
    "crise": _("Crise : quelqu’un vous écoute"),
    "ecoute": _("Écoute et conseil"),
    "pratique": _("Numéros pratiques"),
}
_FILE = _read()
LINES: Mapping[str, Line] = MappingProxyType({row["slug"]: _line(row) for row in _FILE["line"]})
# 112, 107 and 0800 32 123: on every page, before any search, and in print.
EVERYWHERE: tuple[Line, ...] = tuple(line for line in LINES.values() if line.everywhere)


def levels() -> list[tuple[str, list[Line]]]:
    """The lines under headings, the gravest need first; in each, those that speak the language in use."""
    language = get_language()
    lines = sorted(LINES.values(), key=lambda line: language not in line.languages)
    return [
        (str(heading), [line for line in lines if line.level == level])
        for level, heading in LEVELS.items()
    ]


def easy() -> str:
    """Whom to call, for who reads little: a sentence a line, in the language in use."""
    text: str = _FILE[f"easy_{(get_language() or 'fr')[:2]}"]
    return text
