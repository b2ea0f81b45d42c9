"""Which facts of a service are known, as SQL says it: for the list, its column and its filter."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from directory.completeness import Completeness, Fact, completeness
from directory.models import (
    AccessCondition,
    Phone,
    Schedule,
    Service,
    ServiceTargetGroup,
    ServiceType,
)
from directory.models.contact import Level
from directory.models.taxonomy import Requester


def _has(rows: QuerySet[Any]) -> Q:
    return Q(Exists(rows))


_OF_SERVICE = {"service": OuterRef("pk")}

KNOWN: dict[Fact, Q] = {
    Fact.DESCRIPTION: ~Q(description_fr="", description_nl="", description_en=""),
    Fact.NEED: _has(Service.needs.through._default_manager.filter(**_OF_SERVICE))
    | _has(ServiceType.needs.through._default_manager.filter(servicetype=OuterRef("type_id"))),
    Fact.AUDIENCE: ~Q(audience="") | _has(ServiceTargetGroup.objects.filter(**_OF_SERVICE)),
    Fact.AGE: Q(age_min__isnull=False) | Q(age_max__isnull=False),
    Fact.LANGUAGES: _has(Service.languages.through._default_manager.filter(**_OF_SERVICE)),
    Fact.CONDITIONS: _has(AccessCondition.objects.filter(answer__isnull=False, **_OF_SERVICE)),
    Fact.REQUESTERS: reduce(or_, (Q(**{f"asks_{who}": True}) for who in Requester)),
    Fact.COVERAGE: ~Q(coverage=""),
    Fact.PHONE: _has(Phone.objects.filter(level=Level.PUBLIC, **_OF_SERVICE)),
    Fact.HOURS: _has(Schedule.objects.filter(**_OF_SERVICE)),
}


def with_known_facts(services: QuerySet[Any]) -> QuerySet[Any]:
    """Services that `completeness_of` can judge without another query."""
    annotations = {
        f"known_{fact.value}": ExpressionWrapper(known, output_field=BooleanField())
        for fact, known in KNOWN.items()
    }
    annotated: QuerySet[Any] = services.annotate(**annotations)
    return annotated


def completeness_of(service: Service) -> Completeness:
    """How much is known of a service that came through `with_known_facts`."""
    return completeness({fact: getattr(service, f"known_{fact.value}") for fact in Fact})


def incomplete(services: QuerySet[Any], fact: Fact | None = None) -> QuerySet[Any]:
    """The services of which a fact is not known: this one, or any."""
    if fact:
        return services.filter(~KNOWN[fact])
    return services.filter(reduce(or_, (~known for known in KNOWN.values())))
