"""Contexts of the list that are ready: nothing is left but to render.

Each is what the templates read of a real page, kept while they rendered it once; the same text must come
out of it, or the start fails. The fixed parts of cards are rendered each time: no cache helps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from directory.sheet import State
from directory.waits_in_words import Line
from orientation import live
from orientation.cards import Row, Sign
from orientation.catalogue import Catalogue
from orientation.matching import Match, Results
from orientation.page import ListPage
from orientation.page_parts import NearMisses

TEMPLATE = "orientation/list.html"
Context = dict[str, Any]
_contexts: dict[str, Iterator[Context]] = {}


def following(language: str) -> Context:
    """The next context in a language."""
    return next(_contexts[language])


def prepare(addresses: Iterable[str]) -> None:
    """Keep the contexts of these addresses of the list, for this process and those it forks."""
    found: dict[str, list[Context]] = {language: [] for language, _name in settings.LANGUAGES}
    for address in addresses:
        language = translation.get_language_from_path(address.partition("?")[0]) or "fr"
        with translation.override(language):
            found[language].append(context_of(RequestFactory().get(address)))
    _contexts.update({language: cycle(contexts) for language, contexts in found.items()})


def context_of(request: HttpRequest) -> Context:
    """What the view of the list gives its template for this request, all worked out."""
    catalogue = live.current()
    real = _real(request, catalogue)
    kept = {
        "listing": Kept(real["listing"], catalogue),
        "page": worked_out(real["page"], catalogue),
    }
    render_to_string(TEMPLATE, kept, request)  # what it reads is kept
    kept["listing"].close()
    if render_to_string(TEMPLATE, kept, request) != render_to_string(TEMPLATE, real, request):
        raise AssertionError(f"A ready context gives another page: {request.get_full_path()}")
    return kept


def _real(request: HttpRequest, catalogue: Catalogue) -> Context:
    """The same as `orientation.views.orientation`."""
    listing = ListPage(request.GET, catalogue)
    return {"listing": listing, "page": listing.page}


class Kept:
    """An object whose attributes are worked out when first read, and kept; once closed, no other is known."""

    def __init__(self, origin: object, catalogue: Catalogue) -> None:
        self._origin, self._catalogue = origin, catalogue

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = worked_out(getattr(self._origin, name), self._catalogue)
        setattr(self, name, value)
        return value

    def close(self) -> None:
        """Forget the origin, here and below."""
        del self._origin, self._catalogue
        for value in vars(self).values():
            if isinstance(value, Kept):
                value.close()


def worked_out(value: Any, catalogue: Catalogue) -> Any:
    """The same value, with nothing left to compute but what its templates do."""
    match value:
        case Results():
            return Kept(value, catalogue)
        case Page():
            value.object_list = list(value.object_list)
            return value
        case Row():
            return ReadyRow.of(value, catalogue)
        case NearMisses():
            return replace(value, rows=worked_out(list(value.rows), catalogue))
        case list():
            return [worked_out(one, catalogue) for one in value]
    return value


@dataclass
class ReadyRow:
    """A card whose answer is ready and whose fixed parts are not."""

    match: Match
    choices: tuple[tuple[str, str], ...]
    wait: Line | None
    chosen: bool
    choose_url: str
    questions: str
    mark: State
    verdict: str
    sign: Sign

    @classmethod
    def of(cls, row: Row, catalogue: Catalogue) -> "ReadyRow":
        """From a card of the list."""
        return cls(
            row.match,
            row.choices,
            row.wait,
            row.chosen,
            row.choose_url,
            row.questions,
            row.mark,
            row.verdict,
            Sign.of(row.match.profile, catalogue),
        )

    @property
    def head(self) -> SafeString:
        """What stands above the verdict."""
        return _render("components/card_head.html", self.sign)

    @property
    def foot(self) -> SafeString:
        """What stands below."""
        return _render("components/card_foot.html", self.sign)


def _render(name: str, sign: Sign) -> SafeString:
    return mark_safe(get_template(name).render({"sign": sign}))  # noqa: S308 - a template's own output
