"""What every page needs; nothing here touches the database or a session."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from directory.emergency import EVERYWHERE
from directory.languages import is_site_language
from smesb.sheets import languages_of


def site(request: HttpRequest) -> dict[str, Any]:
    """The emergency lines, whether this is a demonstration, and this page in each language.

    `page_languages` and `sheet_languages` (those that the site does not speak) have the question of the
    address, for readers; `page_address` and `alternates` have not: they are the page from anywhere, for
    search engines and for who shares it.
    """
    here = request.get_full_path()
    path = here.partition("?")[0]
    return {
        "demo": settings.DEMO,
        "emergency_lines": EVERYWHERE,
        "page_languages": [
            (code, name, in_language(here, code)) for code, name in settings.LANGUAGES
        ],
        "sheet_languages": [
            (code, name, in_language(here, code)) for code, name in _sheet_languages(path)
        ],
        "is_site_language": is_site_language(),
        "page_address": settings.SITE_URL + path,
        "alternates": from_anywhere(path),
    }


def in_language(here: str, code: str) -> str:
    """The address of this page in a language: French at the root, the same paths under the others."""
    path = here.removeprefix(f"/{get_language()}/").removeprefix("/")
    return f"/{path}" if code == settings.LANGUAGE_CODE else f"/{code}/{path}"


def from_anywhere(path: str) -> list[tuple[str, str]]:
    """The addresses of a page of the language in use, by language, and where none is said."""
    codes = [code for code, _name in (*settings.LANGUAGES, *_sheet_languages(path))]
    found = [(code, settings.SITE_URL + in_language(path, code)) for code in codes]
    return [*found, ("x-default", settings.SITE_URL + in_language(path, settings.LANGUAGE_CODE))]


def _sheet_languages(path: str) -> list[tuple[str, str]]:
    return languages_of(in_language(path, settings.LANGUAGE_CODE))
