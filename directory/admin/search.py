"""Search that knows no accents nor capitals, the same on every database."""

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from directory.models import Phone, ServiceType
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


def search_services(services: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Services by the words of their name, organisation or type, or by the digits of a number."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 3 and not any(character.isalpha() for character in text):
        number = Phone.objects.filter(service=OuterRef("pk"), number__contains=digits.lstrip("0"))
        return services.filter(Exists(number))
    types = ServiceType.objects.all()
    for word in words(text):
        services = services.filter(
            Q(sort_key__contains=word)
            | Q(organization__sort_key__contains=word)
            | Q(alternate_name__icontains=word)
            | Q(type__in=pks_with(types, ("name_fr", "name_nl", "name_en", "acronym"), word))
        )
    return services
