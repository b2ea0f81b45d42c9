"""Search that knows no accents nor capitals, the same on every database."""

import re
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from directory.models import Phone
from directory.text import fold, words


def pks_with(rows: QuerySet[Any], fields: tuple[str, ...], text: str) -> list[int]:
    """The keys of the rows in which every word of `text` begins or continues a word of `fields`.

    Reads the whole column: for lists of some thousands at most.
    """
    wanted = words(text)
    return [
        key
        for key, *values in rows.order_by().values_list("pk", *fields)
        if all(word in fold(" ".join(filter(None, values))) for word in wanted)
    ]


class FoldedSearch:
    """An admin whose search reads the columns `search_fields`, folded."""

    search_fields: Any

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The rows that hold every word asked."""
        if not words(search_term):
            return queryset, False
        return queryset.filter(pk__in=pks_with(queryset, self.search_fields, search_term)), False


def with_number(services: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The services whose telephone has the digits of `text`; none where it is no number."""
    digits = re.sub(r"\D", "", text).lstrip("0")  # numbers are stored with 32, without the first 0
    if len(digits) < 3 or any(character.isalpha() for character in text):
        return services.none()
    return services.filter(
        Exists(Phone.objects.filter(service=OuterRef("pk"), number__contains=digits))
    )
