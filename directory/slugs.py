"""Addresses of pages, made of names. Pure."""

from collections.abc import Container
from itertools import count

from django.utils.text import slugify

from directory.text import fold

LONGEST = 112  # the column holds 120: the rest is for a number


def slug_of(name: str) -> str:
    """« L’Équipe » → "l-equipe"; "fiche" for a name without Latin letters or digits."""
    return slugify(fold(name))[:LONGEST].strip("-") or "fiche"


def free(slug: str, taken: Container[str]) -> str:
    """The slug, or the first of "slug-2", "slug-3"… that is not taken."""
    if slug not in taken:
        return slug
    return next(numbered for n in count(2) if (numbered := f"{slug}-{n}") not in taken)
