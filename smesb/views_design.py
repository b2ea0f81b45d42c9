"""The design as it stands: every component in every state, for those who build and keep the site."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from smesb.specimens import everything

PARTS = (
    *("tokens", "icons", "states", "forms", "facts", "waits", "contacts", "rows", "list"),
    *("question", "guide", "types", "compare", "selection", "offline", "charts", "map", "api"),
)
# The colours of static/css/tokens.css, and those that are for a state: its letters on its ground.
COLOURS = (
    *("paper", "raised", "ink", "soft-ink", "petrol", "petrol-ink", "petrol-soft"),
    *("line", "field"),
)
STATES = ("green", "amber", "red")
# What is not on every page.
SHEETS = (
    *("words", "sheet", "report", "doors", "guide", "types", "compare", "selection", "charts"),
    *("map", "api", "design"),
)


@require_safe
@never_cache
def design(request: HttpRequest, part: str = PARTS[0]) -> HttpResponse:
    """The components of one part. With DEBUG, or for staff; nobody else is told that it exists."""
    if part not in PARTS or not (settings.DEBUG or request.user.is_staff):
        raise Http404
    context = everything(timezone.localdate()) | {
        "parts": PARTS,
        "part": part,
        "colours": COLOURS,
        "state_colours": STATES,
        "icons": re.findall(r'id="([a-z]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()),
        "sheets": [static(f"css/{name}.css") for name in SHEETS],
    }
    return render(request, "smesb/design.html", context)
