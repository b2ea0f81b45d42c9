"""« En attendant »: what is open now, where the wait of a service is long."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Service
from directory.waits import is_long
from orientation.came_from import Before
from orientation.links import Links
from orientation.live import current
from orientation.matching import match
from orientation.page_parts import Tab
from orientation.selection import Selection
from orientation.situation import Delay, Shown, Situation

register = template.Library()
# Where one is received while one waits, whatever one waits for.
DOORS = ("liens", "entraide")


@register.inclusion_tag("components/meanwhile.html")
def meanwhile(service: Service, before: Before | None) -> dict[str, Any]:
    """Services for the same need that take people soon, then open doors; none when the wait is short."""
    day = timezone.localdate()
    if not any(is_long(wait.on(day), day) for wait in service.waits()):
        return {"doors": []}
    asked = before.situation.plain if before else Situation()
    links = Links(before.selection if before else Selection())
    own = service.needs.all() or service.type.needs.all()
    needs = tuple(sorted(need.slug for need in own))
    soon = asked.but(besoin=needs, delai=Delay.TWO_WEEKS, verdict=(Shown.FITS,), q="", type=())
    catalogue = current()
    doors = [_door(_("le même besoin, dans les 2 semaines"), soon, links)] if needs else []
    for need in DOORS:
        label = catalogue.vocabulary.label("besoin", need)
        doors.append(_door(label, Situation(besoin=(need,), age=asked.age), links))
    return {"doors": [door for door in doors if door.count]}


def _door(label: str, situation: Situation, links: Links) -> Tab:
    count = len(match(situation, current()).listed)
    return Tab(label, count, links.to(situation))
