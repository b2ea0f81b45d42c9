"""The nearest known word, for whoever misspelt one. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from directory.text import fold


def nearest(text: str, known: Iterable[str]) -> str:
    """« ; le plus proche : ssm », or "" when nothing is known."""
    found = process.extractOne(fold(text), list(known), scorer=fuzz.WRatio, processor=fold)
    return _(" ; le plus proche : %(word)s") % {"word": found[0]} if found else ""
