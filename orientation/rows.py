"""Rows of the database in number, as plain values: by the service they belong to, keys as one text.

As model instances, the rows of a hundred thousand services would take minutes.
"""

from collections.abc import Mapping
from sys import intern
from typing import Any

from django.db.models import Model, QuerySet

from directory.querysets import Keys
from directory.text import words

# A lookup on the key of a service, and what it takes
Which = Mapping[str, Any]


class Pieces(dict[str, tuple[str, ...]]):
    """The folded words of a piece of text without spaces; pieces come back again and again."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        found = self[piece] = tuple(map(intern, words(piece)))
        return found


class Terms(dict[str, frozenset[str]]):
    """The slugs of terms by their keys in one text, « 3,17 »; the same few come back again and again."""

    def __init__(self, model: type[Model]) -> None:
        rows = model._default_manager.values_list("pk", "slug")
        self.slugs = {str(key): slug for key, slug in rows}

    def __missing__(self, keys: str) -> frozenset[str]:
        found = self[keys] = frozenset(self.each(keys))
        return found

    def each(self, keys: str) -> list[str]:
        """The slugs, not remembered."""
        return [self.slugs[key] for key in keys.split(",")] if keys else []


class Rows:
    """The rows of one lot of services, by the service they belong to."""

    def __init__(self, which: Which) -> None:
        self._which = which

    def of(self, rows: QuerySet[Any], column: str = "service") -> QuerySet[Any]:
        """Those of these services."""
        return rows.filter(**{f"{column}__{lookup}": it for lookup, it in self._which.items()})

    def keys(self, model: type[Model], column: str, **only: Any) -> dict[int, str]:
        """The keys that each service has in a column, as « 3,17,4 »."""
        rows = self.of(model._default_manager.order_by().filter(**only))
        return dict(rows.values_list("service_id").annotate(Keys(column)))

    def gather(self, rows: QuerySet[Any], *columns: str) -> dict[int, list[list[Any]]]:
        """The columns of each row of each service, in the order of the rows."""
        found: dict[int, list[list[Any]]] = {}
        for service, *values in self.of(rows).values_list("service_id", *columns):
            found.setdefault(service, []).append(values)
        return found


def split(keys: str | None) -> list[str]:
    """« 3,17,4 » apart; none for None."""
    return keys.split(",") if keys else []
