"""What an import refuses, said so that whoever made the file can mend it."""

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

SHOWN = 60


class Refused(Exception):
    """The file is not taken: nothing of it is written. Its text says why, in plain French."""


class Unreadable(ValueError):
    """A value that a column cannot take; its text is what was expected."""


@dataclass(frozen=True)
class Problem:
    """One value that cannot be taken: where it stands, what it is, what was expected."""

    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return _("ligne %(line)d, colonne « %(column)s », valeur « %(value)s » : %(expected)s") % {
            "line": self.line,
            "column": self.column,
            "value": excerpt(self.value),
            "expected": self.expected,
        }


def excerpt(text: str) -> str:
    """The beginning of a text on one line, with what cannot be seen made visible."""
    visible = "".join(map(_visible, text[: SHOWN + 1]))
    return f"{visible[:SHOWN]}…" if len(visible) > SHOWN else visible


def _visible(character: str) -> str:
    if character in "\t\n" or unicodedata.category(character) == "Zs":
        return " "
    return character if character.isprintable() else f"\\x{ord(character):02x}"
