"""The nearest known word, for whoever misspelt one. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from directory.text import fold


def nearest(text: str, known: Iterable[str]) -> str:
    """« ; le plus proche : ssm », or "" when nothing is known."""
    words = list(known)
    if not words:
        return ""
    found = process.extractOne(fold(text), words, scorer=fuzz.WRatio, processor=fold)
    return _(" ; le plus proche : %(word)s") % {"word": found[0]}
