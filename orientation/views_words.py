"""The words suggested to who types in a search field."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from orientation.live import current


# What one is typing is one's own: no shared cache keeps it.
@require_safe
@cache_control(private=True, no_cache=True)
def words(request: HttpRequest) -> JsonResponse:
    """At most eight longer texts that begin as `q` and find something; any text is answered."""
    snapshot = current().snapshot
    found = snapshot.words.suggestions(request.GET.get("q", ""), snapshot.published)
    return JsonResponse({"suggestions": found})
