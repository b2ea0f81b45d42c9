"""Which services one may want to compare with those already chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from directory.models import Service, ServiceAtLocation, ServiceType

SAME_TYPE, EACH_LOOK_ALIKE, ALL_LOOK_ALIKES = 5, 2, 6


@dataclass(frozen=True)
class Proposals:
    """A few published services: of the same types, and of the types one takes for these."""

    same_type: list[Service]
    look_alikes: list[Service]


def comparable_with(chosen: Sequence[Service]) -> Proposals:
    """What to compare the chosen services with (read with their places): those of their communes first."""
    own = {service.type_id for service in chosen}
    types = own.union(ServiceType.objects.filter(look_alikes__in=own).values_list("pk", flat=True))
    communes = {
        at.location.municipality_id for service in chosen for at in service.at_locations.all()
    }
    beside = ServiceAtLocation.objects.filter(
        service=OuterRef("pk"), location__municipality__in=communes - {None}
    )
    order = (F("near").desc(), F("sort_key"), F("slug"))
    found = (
        Service.objects.published()
        .exclude(pk__in=[service.pk for service in chosen])
        .filter(type__in=types)
        .annotate(near=Exists(beside))
        .annotate(rank=Window(RowNumber(), partition_by=F("type"), order_by=order))
        .filter(rank__lte=SAME_TYPE)
        .with_card_data()
        .order_by("type__position", "type__slug", "rank")
    )
    same_type = [service for service in found if service.type_id in own]
    others = [service for service in found if service.type_id not in own]
    by_type = groupby(others, key=lambda service: service.type_id)
    look_alikes = [one for _type, some in by_type for one in islice(some, EACH_LOOK_ALIKE)]
    return Proposals(same_type[:SAME_TYPE], look_alikes[:ALL_LOOK_ALIKES])
