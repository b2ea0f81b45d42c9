"""Folding of text: one way to compare, find and order words, the same on every database."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "·": None, "‧": None}
)
_NAMES = ("Alzheimer", "Asperger", "Diogène", "Diogenes", "Korsakoff", "Parkinson", "Tourette")
_NOT_A_WORD = re.compile(r"[\W_]+")
_PARTED = re.compile(r" (?=[?!;:»])|(?<=«) ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def fold(text: str) -> str:
    """Lower case, without accents, words separated by one space.

    « L’Équipe – Centre Ados » → "l equipe centre ados"; the middle dot of inclusive writing
    joins (« assistant·e » → "assistante"). `fold(fold(x)) == fold(x)`.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFKC", plain).casefold().translate(_LETTERS)
    return _NOT_A_WORD.sub(" ", plain).strip()


def sort_key(name: str) -> str:
    """The key that orders names, compared by code point; also what makes two names the same."""
    return fold(name)


def in_sentence(name: str) -> str:
    """The name of a theme as it stands within a sentence: « Trauma » → "trauma".

    An acronym (« TDAH ») or one of the few people whose name the field uses keeps its capital.
    """
    first = name.partition(" ")[0]
    kept = first[1:] != first[1:].lower() or name.startswith(_NAMES)
    return name if kept else name[:1].lower() + name[1:]


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(fold(text).split())


def unbroken(french: str) -> str:
    """French as print sets it: no line begins with « ? », « : » or what closes a quotation."""
    return _PARTED.sub("\u00a0", french)


def without_control_characters(text: str) -> str:
    """The text without what `control_character` finds."""
    return _CONTROL.sub("", text)


def control_character(text: str) -> str | None:
    """The first C0 or C1 control character other than tab and line breaks, or None."""
    found = _CONTROL.search(text)
    return found.group() if found else None
