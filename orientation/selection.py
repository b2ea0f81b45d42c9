"""The services one gathers for somebody: the address is the list, nothing is stored. No ORM.

The address carries the chosen services only, never the situation they were found for.
"""

import re
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

PARAMETER = "s"
MOST = 30
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")


@dataclass(frozen=True)
class Selection:
    """Slugs of services, each once, in the order they were chosen.

    `beyond` are those past the thirtieth and `unreadable` what is no slug: to be said, no more.
    """

    slugs: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """From the address: any `s`, empty ones as if absent."""
        stated = dict.fromkeys(filter(None, map(str.strip, query.getlist(PARAMETER))))
        slugs = tuple(one for one in stated if _SLUG.fullmatch(one))
        unreadable = tuple(one for one in stated if not _SLUG.fullmatch(one))
        return cls(slugs[:MOST], slugs[MOST:], unreadable)

    @classmethod
    def taken_from(cls, query: QueryDict) -> Self:
        """The same, out of an address that also asks a question: the query is left without the services."""
        found = cls.from_query(query)
        query.pop(PARAMETER, None)
        return found

    def without(self, *slugs: str) -> "Selection":
        """Without these services."""
        return Selection(tuple(one for one in self.slugs if one not in slugs))

    def replacing(self, slug: str, by: str) -> "Selection":
        """With another service in its place, or without it if the other is already chosen."""
        if by in self.slugs:
            return self.without(slug)
        return Selection(tuple(by if one == slug else one for one in self.slugs))

    def to_query(self) -> list[tuple[str, str]]:
        """The parameters that make this selection, for any address."""
        return [(PARAMETER, slug) for slug in self.slugs]

    def at(self, name: str) -> str:
        """The address of a page of this selection, by the page's name."""
        query = urlencode(self.to_query())
        return reverse(name) + (f"?{query}" if query else "")

    @property
    def url(self) -> str:
        """The address of the selection's page."""
        return self.at("orientation:selection")

    @property
    def full_url(self) -> str:
        """The same from anywhere: what is copied, sent and put in the QR code."""
        return settings.SITE_URL + self.url

    def __contains__(self, slug: str) -> bool:
        return slug in self.slugs

    def __len__(self) -> int:
        return len(self.slugs)
