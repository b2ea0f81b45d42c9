"""The waits of every listed service, read and counted; kept until the répertoire or the day changes."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from threading import Lock
from typing import NamedTuple

from directory.last_revision import database, read_revision
from directory.models import PostalArea, Service, ServiceAtLocation, WaitingTime
from directory.querysets import published_place
from directory.wait_statistics import Figures, Said, Standing, add_up, days_to, standing
from directory.waits import Audience, Observation

# Two of these are made by `published_place`.
_PLACE: tuple[str, ...] = ("service", "area", "commune")


class Counted(NamedTuple):
    """The figures of all services, of each type and of each bassin (their keys), and of those in none."""

    days: list[date]
    everywhere: Figures
    types: dict[int, Figures]
    bassins: dict[int, Figures]
    no_bassin: Figures
    is_fictional: bool  # some of what was said is


_kept: tuple[object, Counted] | None = None
_counting = Lock()


def counted(today: date) -> Counted:
    """The figures of that day, from this process's memory where nothing changed since they were counted."""
    global _kept
    with _counting:
        stands = (read_revision(), today)
        if _kept is None or _kept[0] != stands:
            with database().one_state():
                _kept = (read_revision(), today), count(today)
        return _kept[1]


def forget() -> None:
    """Keep nothing: for tests, which undo what they wrote."""
    global _kept
    _kept = None


def count(today: date) -> Counted:
    """Read every listed service, its places and what was said of its wait; one pass."""
    days = days_to(today)
    silent = standing((), days)
    services = dict(Service.objects.listed().order_by("pk").values_list("pk", "type"))
    standings = dict.fromkeys(services, silent)
    is_fictional = False
    for service, said in groupby(_observations(), key=lambda row: row[0]):
        observations = [one for _service, one in said]
        standings[service] = standing(observations, days)
        is_fictional = is_fictional or any(one.is_fictional for _whom, one in observations)
    by_type: dict[int, list[Standing]] = defaultdict(list)
    by_bassin: dict[int, list[Standing]] = defaultdict(list)
    nowhere = []
    bassins = _bassins()
    for service, kind in services.items():
        by_type[kind].append(standings[service])
        for bassin in bassins[service]:
            by_bassin[bassin].append(standings[service])
        if not bassins[service]:
            nowhere.append(standings[service])
    return Counted(
        days=days,
        everywhere=add_up(list(standings.values()), days),
        types={kind: add_up(found, days) for kind, found in by_type.items()},
        bassins={bassin: add_up(found, days) for bassin, found in by_bassin.items()},
        no_bassin=add_up(nowhere, days),
        is_fictional=is_fictional,
    )


def _observations() -> Iterator[tuple[int, Said]]:
    """What counts of what was said of listed services, a service after the other, by day."""
    rows = (
        WaitingTime.objects.that_count()
        .filter(service__in=Service.objects.listed())
        .order_by("service", "observed_on", "pk")
        .values_list(
            *("service", "group__slug", "age_min", "age_max", "state", "observed_on", "said_by"),
            *("weeks_from", "weeks_to", "until", "is_fictional"),
        )
    )
    for service, group, low, high, state, day, by, least, most, until, fictional in rows.iterator():
        said = Observation(state, day, by, least, most, until, "", fictional)
        yield service, (Audience(group or "", low, high), said)


def _bassins() -> dict[int, set[int]]:
    """The bassins of each service's places, as `PublishedPlace.bassins` says them of one place."""
    of_area: dict[int, int | None] = {}
    of_commune: dict[int, set[int]] = defaultdict(set)
    for area, commune, bassin in PostalArea.objects.values_list("pk", "municipality", "bassin"):
        of_area[area] = bassin
        of_commune[commune] |= {bassin} if bassin else set()
    found: dict[int, set[int]] = defaultdict(set)
    places = ServiceAtLocation.objects.annotate(**published_place("location"))
    for service, area, commune in places.values_list(*_PLACE):
        own = of_area.get(area)
        found[service] |= {own} if own else of_commune[commune]
    return found
