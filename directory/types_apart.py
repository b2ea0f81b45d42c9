"""What sets a type of service apart: what it is, when to choose it, and what its services say."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.languages import Localized
from directory.models import AccessCondition, Criterion, ServiceType
from directory.models.service import Status
from directory.models.taxonomy import CriterionCategory
from directory.sheet import Fact, State

MOST_WAYS = 5


@dataclass(frozen=True)
class Described:
    """A type, the number of its published services, and what these say of the way in and the price."""

    type: ServiceType
    count: int
    ways: tuple[Fact, ...] = ()

    @property
    def when(self) -> list[Localized]:
        """When to choose it, sentence by sentence."""
        text = self.type.distinction
        return [Localized(sentence, text.lang) for sentence in sentences(text)]


def sentences(text: str) -> list[str]:
    """A text cut after each full stop, question or exclamation mark that a capital follows."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])", text.strip()) if text.strip() else []


def described(types: QuerySet[ServiceType]) -> list[Described]:
    """The types with the number of their published services, in one query; nothing of the way in."""
    published = Count("services", Q(services__status=Status.PUBLISHED), distinct=True)
    counted = types.annotate(published=published).order_by("position", "slug")
    return [Described(kind, kind.published) for kind in counted]


def with_ways(types: list[Described]) -> list[Described]:
    """The same types, each with what its published services say: two queries whatever their number."""
    rows = (
        AccessCondition.objects.filter(
            service__type__in=[one.type for one in types],
            service__status=Status.PUBLISHED,
            criterion__category__in=[CriterionCategory.ENTRY, CriterionCategory.MONEY],
            answer__isnull=False,
        )
        .order_by()
        .values_list("service__type", "criterion")
        .annotate(yes=Count("pk", Q(answer=True)), no=Count("pk", Q(answer=False)))
    )
    said: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for kind, criterion, yes, no in rows:
        said[kind][criterion] = (yes, no)
    criteria = Criterion.objects.in_bulk({one for answers in said.values() for one in answers})
    return [
        replace(
            one,
            ways=ways(
                {criteria[key]: answers for key, answers in said[one.type.pk].items()}, one.count
            ),
        )
        for one in types
    ]


def ways(answers: dict[Criterion, tuple[int, int]], total: int) -> tuple[Fact, ...]:
    """What `total` services say of each condition: so many yes, so many no. The best known first."""
    best = sorted(answers.items(), key=lambda told: (-sum(told[1]), told[0].position))
    return tuple(way(criterion, yes, no, total) for criterion, (yes, no) in best[:MOST_WAYS])


def way(criterion: Criterion, yes: int, no: int, total: int) -> Fact:
    """One condition, and how many of the services say so: what the others do is not known."""
    counts = {"yes": yes, "no": no, "known": yes + no, "total": total}
    if yes and no:
        note = _("oui pour %(yes)d, non pour %(no)d, sur %(total)d services") % counts
        return Fact(State.SAID, criterion.name, note)
    note = (
        _("dit par le seul service de ce type")
        if total == 1
        else ngettext(
            "%(known)d service sur %(total)d le dit",
            "%(known)d services sur %(total)d le disent",
            yes + no,
        )
    )
    state, words = (State.YES, criterion.yes) if yes else (State.NO, criterion.no)
    return Fact(state, words, note % counts)
