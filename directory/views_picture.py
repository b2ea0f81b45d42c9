"""The picture of a service where its address is shared."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.models import Service
from directory.picture import Picture
from directory.picture_words import picture_of


@require_safe
@cache_control(no_cache=True)
def service_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a service that has a page; one that is no more says so, as its page does."""
    service = get_object_or_404(Service.objects.with_a_page().for_picture(), slug=slug)
    return answer_with(picture_of(service, timezone.localdate()), request)


def answer_with(picture: Picture, request: HttpRequest) -> HttpResponse:
    """The picture as PNG; nothing is drawn for who has it already."""
    site = _("Santé mentale à Bruxelles")
    etag = f'"{sha256(repr((settings.RELEASE, site, picture)).encode()).hexdigest()[:16]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    return HttpResponse(picture.png(site), content_type="image/png", headers={"ETag": etag})
