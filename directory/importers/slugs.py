"""Addresses of pages for new entries: unique, and the same whenever the same file is imported."""

from django.utils.text import slugify

from directory.models.base import Entry
from directory.text import fold


class Slugs:
    """Gives out slugs that no entry of a model has."""

    def __init__(self, model: type[Entry]) -> None:
        self._taken = set(model._default_manager.values_list("slug", flat=True))
        self._last: dict[str, int] = {}
        self._length = (model._meta.get_field("slug").max_length or 50) - 8
        self._fallback = model._meta.model_name or "fiche"

    def new(self, name: str) -> str:
        """« L’Équipe » → "l-equipe", then "l-equipe-2"…"""
        base = slugify(fold(name))[: self._length].strip("-") or self._fallback
        number = self._last.get(base, 1)
        slug = base if number == 1 else f"{base}-{number}"
        while slug in self._taken:
            number += 1
            slug = f"{base}-{number}"
        self._last[base] = number
        self._taken.add(slug)
        return slug
