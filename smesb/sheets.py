"""The sheets one hands over, in languages that the rest of the site does not speak (docs/adr/0024)."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import translation

from directory.views import emergency
from orientation.views_selection import selection, selection_qr, selection_text

View = Callable[[HttpRequest], HttpResponse]
# By their French address. The pages are offered to readers; what is beside, the pages link to.
PAGES: dict[str, View] = {"urgence/": emergency, "selection/": selection}
BESIDE: dict[str, View] = {"selection/texte/": selection_text, "selection/qr.svg": selection_qr}


def said_in(language: str, view: View) -> View:
    """The view, its words in a language that no address of the site proper can ask for."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        with translation.override(language):
            response = view(request)
        response["Content-Language"] = language
        return response

    return shown


def languages_of(french_path: str) -> list[tuple[str, str]]:
    """The languages, by code and name, that a page has beside those of the site."""
    return settings.SHEET_LANGUAGES if french_path.removeprefix("/") in PAGES else []


addresses = [
    path(f"{code}/{route}", said_in(code, view))
    for code, _name in settings.SHEET_LANGUAGES
    for route, view in {**PAGES, **BESIDE}.items()
]
