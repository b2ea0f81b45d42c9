"""An address as a QR code. No ORM."""

from io import BytesIO

import segno
from django.http import Http404, HttpResponse

LONGEST = 1_200  # characters: beyond, the printed squares are too small for a telephone


def drawn(address: str) -> HttpResponse:
    """The address as black squares on white, in SVG; 404 when it is too long for a code."""
    if len(address) > LONGEST:
        raise Http404
    drawing = BytesIO()
    segno.make(address, error="l", micro=False).save(drawing, kind="svg", light="#fff")
    answer = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    answer["X-Robots-Tag"] = "noindex"
    return answer
