"""What a service's page says to a reader who comes from the list: what it answers to their question."""

from typing import Any

from django import template

from directory.models import Service
from directory.models.service import Status
from directory.sheet import Fact
from orientation import came_from
from orientation.came_from import Before
from orientation.cards import MARKS, STATES, in_one_line
from orientation.catalogue import Catalogue
from orientation.chips import chips
from orientation.criteria import Answer
from orientation.live import current
from orientation.matching import Match, match
from orientation.selection import Selection

register = template.Library()
FIRST = (Answer.NO, Answer.UNKNOWN, Answer.YES)  # what may stop one, then what to ask


@register.simple_tag(takes_context=True)
def list_before(context: dict[str, Any]) -> Before | None:
    """The list one comes from, for the tags that say something of it."""
    return came_from.list_before(context["request"])


@register.inclusion_tag("components/your_question.html")
def your_question(service: Service, before: Before | None) -> dict[str, Any]:
    """The question asked in the list one comes from, this service's answer, and the way back."""
    if before is None:
        return {"before": None}
    catalogue = current()
    found = _answer(service, before, catalogue)
    reasons = sorted(found.reasons, key=lambda reason: FIRST.index(reason.answer)) if found else []
    return {
        "before": before,
        "asked": [chip.label for chip in chips(before.situation, catalogue)],
        "verdict": found and found.verdict,
        "mark": found and MARKS[found.verdict],
        "said": found and in_one_line(found),
        "facts": [Fact(STATES[reason.answer], reason.text) for reason in reasons],
    }


@register.simple_tag
def choosing_url(service: Service, before: Before | None) -> str:
    """The selection with this service too, and those chosen in the list one comes from."""
    chosen = before.selection.slugs if before else ()
    return Selection((*dict.fromkeys((*chosen, service.slug)),)).url


def _answer(service: Service, before: Before, catalogue: Catalogue) -> Match | None:
    """What this service answers; None when nothing was asked of it, or when it takes no one."""
    if service.status != Status.PUBLISHED or not before.situation.asks_a_criterion:
        return None
    slot = catalogue.snapshot.slot_of(service.pk)
    return None if slot is None else match(before.situation, catalogue).explain(slot)
