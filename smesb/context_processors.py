"""What every page needs; nothing here touches the database or a session."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from directory.emergency import EVERYWHERE


def site(request: HttpRequest) -> dict[str, Any]:
    """The emergency lines, whether this is a demonstration, and this page in each language."""
    return {
        "demo": settings.DEMO,
        "emergency_lines": EVERYWHERE,
        "page_languages": [
            (code, name, translate_url(request.get_full_path(), code))
            for code, name in settings.LANGUAGES
        ],
    }
