"""The situation one has just asked about, known only by the page one comes from."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import translation

from orientation.filters import OrientationFilter
from orientation.live import current
from orientation.situation import Situation


def situation_before(request: HttpRequest) -> Situation | None:
    """The question of this site's list, when the reader comes from it; else None.

    It is read from the Referer, so that the address of a selection never tells it.
    """
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
        if referer.netloc != request.get_host() or referer.path not in _lists():
            return None
        query = QueryDict(referer.query)
    except (ValueError, SuspiciousOperation):
        return None
    return OrientationFilter(query, current()).situation if query else Situation()


def _lists() -> set[str]:
    """The address of the list in each language."""
    addresses = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            addresses.add(reverse("orientation:list"))
    return addresses
