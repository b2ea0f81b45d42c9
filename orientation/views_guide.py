"""The guided entry: one plain question after the other, then the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from orientation.filters import OrientationFilter
from orientation.guide import STEP
from orientation.guide_page import GuidePage
from orientation.live import current


# An address tells a situation: no shared cache keeps it, and a shared computer asks again.
@require_safe
@cache_control(private=True, no_cache=True)
def guide(request: HttpRequest) -> HttpResponse:
    """A question, whom to call, or the summary: the address says which, and what is answered."""
    query = request.GET.copy()
    *_superseded, etape = query.pop(STEP, [""]) or [""]
    catalogue = current()
    page = GuidePage(OrientationFilter(query, catalogue), catalogue, etape)
    return render(request, "orientation/guide.html", {"page": page})
