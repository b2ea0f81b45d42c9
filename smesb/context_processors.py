"""What every page needs; nothing here touches the database or a session."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from directory.emergency import EVERYWHERE


def site(request: HttpRequest) -> dict[str, Any]:
    """The emergency lines, whether this is a demonstration, and this page in each language."""
    return {
        "demo": settings.DEMO,
        "emergency_lines": EVERYWHERE,
        "page_languages": [
            (code, name, in_language(request, code)) for code, name in settings.LANGUAGES
        ],
    }


def in_language(request: HttpRequest, code: str) -> str:
    """The address of this page in a language: French at the root, the same paths under the others."""
    path = request.get_full_path().removeprefix(f"/{get_language()}/").removeprefix("/")
    return f"/{path}" if code == settings.LANGUAGE_CODE else f"/{code}/{path}"
