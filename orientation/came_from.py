"""The question one has just asked, known only by the page one comes from."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import translation

from orientation.filters import OrientationFilter
from orientation.links import Links
from orientation.live import current
from orientation.selection import Selection
from orientation.situation import Situation


@dataclass(frozen=True)
class Before:
    """The question of this site's list, and the services chosen while it was asked."""

    situation: Situation
    selection: Selection

    @property
    def url(self) -> str:
        """The way back."""
        return Links(self.selection).to(self.situation)


def list_before(request: HttpRequest) -> Before | None:
    """The list that the reader comes from, or its map; else None.

    It is read from the Referer, so that no address but theirs ever tells the question.
    """
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
        if referer.netloc != request.get_host() or referer.path not in _lists():
            return None
        query = QueryDict(referer.query, mutable=True)
    except (ValueError, SuspiciousOperation):
        return None
    selection = Selection.taken_from(query)
    situation = OrientationFilter(query, current()).situation if query else Situation()
    return Before(situation, selection)


def _lists() -> set[str]:
    """The addresses of the list and of its map in each language."""
    addresses = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            addresses |= {reverse("orientation:list"), reverse("orientation:map")}
    return addresses
