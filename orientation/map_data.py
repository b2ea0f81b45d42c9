"""The map as data, for the larger one that a reader may ask for: nothing that the page does not tell.

Places are [latitude, longitude] in degrees. A confidential place is in the number of its commune only.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientation import bits
from orientation.map_page import MapPage
from orientation.map_parts import AreaOnMap, BassinOnMap
from orientation.matching import Verdict
from orientation.outlines import DECIMALS, Place, Point, outlines

Json = dict[str, Any]


def drawn(page: MapPage) -> Json:
    """The part that is seen first (two corners), the areas, the borders of bassins, the dots."""
    frame = page.frame
    corners = [(frame.x, frame.y), (frame.x + frame.width, frame.y + frame.height)]
    areas = [_area(area, bassin) for bassin in page.bassins for area in bassin.areas]
    return {
        "frame": _places(corners),
        "areas": areas + [_area(area, None) for area in page.apart],
        "borders": [_places(line) for line in page.border_lines],
        "asked": _places(page.asked_points),
        "dots": [] if page.too_many else list(_dots(page).values()),
    }


def _area(area: AreaOnMap, bassin: BassinOnMap | None) -> Json:
    """A commune or a part of one; its number stands at `label`, or in another part of it."""
    commune = area.commune
    said = ngettext(
        "%(count)s service y a un lieu", "%(count)s services y ont un lieu", commune.count
    )
    at = commune.at if area.has_label else None
    return {
        "name": commune.name,
        "count": commune.count,
        "said": said % {"count": commune.count},
        "bassin": bassin and {"name": str(bassin.name), "url": bassin.url},
        "label": at and outlines().place(at),
        "rings": [_places(ring) for ring in outlines().rings(area.code)],
    }


def _dots(page: MapPage) -> dict[Place, Json]:
    """Each place once, with the services that stand there; the first of them says how it looks."""
    snapshot, dots = page.catalogue.snapshot, dict[Place, Json]()
    for verdict, these in page.results.possible_by_verdict.items():
        for slot in bits.members(these):
            at = {(round(a, DECIMALS), round(b, DECIMALS)) for a, b in snapshot.points.of(slot)}
            for place in sorted(at):
                dot = dots.setdefault(place, {"at": place, "verdict": verdict, "services": []})
                profile = snapshot.profile(slot)
                dot["services"].append(
                    {
                        "name": profile.name,
                        "url": reverse("directory:service", args=[profile.slug]),
                        "said": _in_a_word(verdict) if page.situation.asks_a_criterion else "",
                    }
                )
    return dots


def _in_a_word(verdict: Verdict) -> str:
    return _("Convient") if verdict == Verdict.FITS else _("À vérifier")


def _places(points: Iterable[Point]) -> list[Place]:
    return [outlines().place(point) for point in points]
