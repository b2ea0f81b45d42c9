"""The facts of every published service as the API says them. `docs/orientation.md` is the contract."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from directory import hours
from directory.models import AccessCondition, Phone, Schedule, Service
from directory.models.base import Term
from directory.models.contact import Level
from directory.models.organization import PublishedPlace
from directory.models.service import Audience, Coverage
from directory.models.service_rows import GroupRelation
from directory.waits import Wait
from orientation.api import Json, absolute, minute, service_url
from orientation.catalogue import Catalogue
from orientation.territory import Area

PER_PAGE = 200
Dated = AccessCondition | Phone | Schedule
_A_WEEK = (hours.A_MONDAY, 7)


def page_of_services(page: int, per_page: int, catalogue: Catalogue) -> Json:
    """The facts of one page, in a fixed number of queries; no result past the end.

    In the order in which services were entered: a new one comes last, and moves no page read before.
    """
    published = Service.objects.published()
    count, end = published.count(), page * per_page
    found = published.with_facts().prefetch_related("phones").order_by("pk")
    following = urlencode({"page": page + 1, "per_page": per_page})
    return {
        "revision": catalogue.revision,
        "at": minute(catalogue.at),
        "count": count,
        "page": page,
        "per_page": per_page,
        "next": absolute(f"{reverse('orientation:api_services')}?{following}")
        if end < count
        else None,
        "areas": [area(one) for one in catalogue.territory.areas.values()],
        "results": [facts(one, catalogue.at.date()) for one in found[end - per_page : end]],
    }


def area(one: Area) -> Json:
    """One postal area of the Region, with its label point."""
    return {
        "area": one.code,
        "postal_code": one.postal_code,
        "commune": one.commune,
        "bassin": one.bassin,
        "lat": one.latitude,
        "lon": one.longitude,
    }


def facts(service: Service, today: date) -> Json:
    """One service read `with_facts()` and its phones: what readers may know of it, no more."""
    schedules = [row for row in service.schedules.all() if row.osm]
    return {
        "id": str(service.uuid),
        "slug": service.slug,
        "name": service.name,
        "sort_key": service.sort_key,
        "type": service.type.slug,
        "url": service_url(service.slug),
        "needs": slugs(service.needs.all()) or slugs(service.type.needs.all()),
        "helps": sorted(service.helps),
        "age_min": service.age_min,
        "age_max": service.age_max,
        "coverage": coverage(service),
        "places": [place(at.location.published) for at in service.at_locations.all()],
        "everyone": service.audience == Audience.EVERYONE or None,
        "reserved": groups(service, GroupRelation.RESERVED)
        if service.audience == Audience.RESERVED
        else [],
        "specialised": groups(service, GroupRelation.SPECIALISED),
        "refused": groups(service, GroupRelation.REFUSED),
        "conditions": {
            row.criterion.slug: {
                "answer": answer_in_words(row.answer),
                "note": row.note,
                **provenance(row, service),
            }
            for row in service.conditions.all()
        },
        "languages": slugs(service.languages.all()),
        "languages_complete": service.languages_complete,
        "professions": slugs(service.professions.all()),
        "professions_complete": service.professions_complete,
        "themes": slugs(service.themes.all()),
        "themes_complete": service.themes_complete,
        "who_may_ask": sorted(service.who_may_ask),
        "waits": [wait(one, today) for one in service.waits()],
        "hours": hours_in_one(schedules, service),
        "opening": opening(schedules, today),
        "phones": [
            {"number": row.number, **provenance(row, service)}
            for row in service.phones.all()
            if row.level == Level.PUBLIC
        ],
        "verified_on": service.verified_on and service.verified_on.isoformat(),
        "updated_on": timezone.localdate(service.updated_at).isoformat(),
        "source": service.source,
    }


def wait(one: Wait, today: date) -> Json:
    """What counts today of the wait of one audience for a first contact."""
    said, audience = one.on(today), one.audience
    return {
        "age_min": audience.age_min,
        "age_max": audience.age_max,
        "group": audience.group or None,
        "state": said.state,
        "weeks_from": said.weeks_from,
        "weeks_to": said.weeks_to,
        "until": said.until and said.until.isoformat(),
        "observed_on": said.observed_on.isoformat(),
        "said_by": said.said_by,
    }


def slugs(terms: Iterable[Term]) -> list[str]:
    """A sorted set."""
    return sorted({term.slug for term in terms})


def groups(service: Service, relation: GroupRelation) -> list[str]:
    """The publics of which the service says this."""
    return slugs(row.group for row in service.target_groups.all() if row.relation == relation)


def answer_in_words(answer: bool | None) -> str | None:
    """« oui », « non », or None when it is not known."""
    return None if answer is None else "oui" if answer else "non"


def coverage(service: Service) -> str | list[str] | None:
    """Whom it serves by residence; an announced list that is still empty is unknown."""
    if service.coverage != Coverage.AREAS:
        return service.coverage or None
    rows = service.areas.all()
    return sorted(row.area.code if row.area else row.outside_postal_code for row in rows) or None


def place(published: PublishedPlace) -> Json:
    """Where it stands. Without bassin, it counts in every bassin of its commune."""
    bassins = published.bassins
    return {
        "commune": published.municipality and published.municipality.nis_code,
        "area": published.area and published.area.code,
        "bassin": next(iter(bassins)) if len(bassins) == 1 else None,
        "lat": published.latitude,
        "lon": published.longitude,
    }


def provenance(row: Dated, entry: Service) -> Json:
    """When a fact was known (a day, a month or a year) and who says so: its own, else the entry's."""
    said = row if row.source or row.source_date else entry
    return {"on": said.source_date or None, "source": said.source or entry.source}


def opening(schedules: Iterable[Schedule], today: date) -> list[list[str]] | None:
    """When it is open, today and the seven days after; None when no hours are known."""
    stated = tuple(row.osm for row in schedules)
    if not stated:
        return None
    return [[minute(begin), minute(end)] for begin, end in hours.opening(stated, today)]


def hours_in_one(schedules: list[Schedule], service: Service) -> Json | None:
    """All hours as one text, with their oldest date, when they can be said so; else the first."""
    if not schedules:
        return None
    osm = joined(tuple(row.osm for row in schedules))
    said_here = schedules if osm else schedules[:1]
    said = [provenance(row, service) for row in said_here]
    days = [each["on"] for each in said]
    sources = dict.fromkeys(each["source"] for each in said if each["source"])
    return {
        "osm": osm or schedules[0].osm,
        "on": min(days) if all(days) else None,
        "source": " · ".join(sources),
    }


@lru_cache(maxsize=4096)
def joined(schedules: tuple[str, ...]) -> str:
    """One text of rules that opens when any of the schedules does; "" when it would say otherwise."""
    different = tuple(dict.fromkeys(schedules))
    if len(different) == 1:
        return different[0]
    if "24/7" in different:
        return "24/7"
    if not all(map(hours.is_weekly, different)):
        return ""
    # A rule after a comma adds to those before it; after a semicolon it would replace them.
    both = ", ".join(rule.strip() for osm in different for rule in osm.split(";"))
    same = hours.opening((both,), *_A_WEEK) == hours.opening(different, *_A_WEEK)
    return both if same else ""
