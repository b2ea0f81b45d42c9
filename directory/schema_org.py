"""A service in the words of schema.org: what its page says to everyone, for programs that read pages.

What is not known is left out, never said to be false; so is what these words cannot say exactly. A
suspended service is named and placed, without a way to reach it.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from directory import hours
from directory.languages import readable
from directory.models import Schedule, Service
from directory.models.contact import ContactPoint, Level
from directory.models.organization import PublishedPlace
from directory.models.service import Coverage, Status
from directory.models.service_rows import ServiceAtLocation

Json = dict[str, Any]
# Types of service that are exactly one of schema.org's; any other is an organisation.
HOSPITAL, CLINIC, MEDICAL = "Hospital", "MedicalClinic", "MedicalOrganization"
TYPES = {
    "hopital_general": HOSPITAL,
    "hopital_psychiatrique": HOSPITAL,
    "cgg": CLINIC,
    "hopital_jour": CLINIC,
    "maison_medicale": CLINIC,
    "planning_familial": CLINIC,
    "ssm": CLINIC,
    "centre_jour": MEDICAL,
    "centre_nuit": MEDICAL,
    "equipe_mobile": MEDICAL,
    "equipe_mobile_2a": MEDICAL,
    "equipe_mobile_2b": MEDICAL,
    "msp": MEDICAL,
    "soins_domicile": MEDICAL,
    "urgences": "EmergencyService",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# What would end the script, or be read as HTML.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


def script(service: Service) -> SafeString:
    """The data block of the page of a service read `for_page()`. It runs nothing."""
    text = json.dumps(page(service), ensure_ascii=False, separators=(",", ":"))
    data = mark_safe(text.translate(_ESCAPES))  # noqa: S308 - nothing left that HTML could read
    return format_html('<script type="application/ld+json">{}</script>', data)


def page(service: Service) -> Json:
    """The page of a service, in the language in use, and what it is about."""
    return {
        "@context": "https://schema.org",
        **_thing(
            "WebPage",
            url=settings.SITE_URL + service.get_absolute_url(),
            inLanguage=get_language(),
            lastReviewed=service.verified_on and service.verified_on.isoformat(),
            mainEntity=_organization(service),
        ),
    }


def _organization(service: Service) -> Json:
    parent = service.organization
    return _thing(
        TYPES.get(service.type.slug, "Organization"),
        name=service.name,
        alternateName=service.alternate_name,
        description=readable(service.description),
        url=service.website,
        parentOrganization=parent and _thing("Organization", name=parent.name),
        contactPoint=list(_contacts(service)),
        location=list(_places(service)),
        areaServed=_coverage(service),
        # Spoken by somebody there; which are spoken on the telephone (`availableLanguage`), nobody said.
        knowsLanguage=[language.slug for language in service.languages.all()],
    )


def _thing(kind: str, **facts: object) -> Json:
    """A thing of this type with what is known of it."""
    return {"@type": kind, **{name: fact for name, fact in facts.items() if fact}}


def _contacts(service: Service) -> Iterator[Json]:
    """The telephones and addresses that are public."""
    if service.status == Status.SUSPENDED:
        return
    for phone in service.phones.all():
        yield from _contact(phone, telephone=phone.number)
    for email in service.emails.all():
        yield from _contact(email, email=email.address)


def _contact(way: ContactPoint, **reach: str) -> Iterator[Json]:
    if way.level == Level.PUBLIC:
        yield _thing("ContactPoint", **reach, contactType=way.label)


def _places(service: Service) -> Iterator[Json]:
    """Where it receives people, each place with its hours."""
    places = list(service.at_locations.all())
    for at in places:
        if address := _address(at.location.published):
            yield _thing(
                "Place",
                name=at.location.published.name,
                address=address,
                openingHoursSpecification=_hours(service, at, is_only=len(places) == 1),
            )


def _address(place: PublishedPlace) -> Json | None:
    """The address as published: of a confidential place, its commune."""
    locality = place.area or place.municipality
    if not (locality or place.outside):
        return None
    return _thing(
        "PostalAddress",
        streetAddress=place.street,
        postalCode=place.area and place.area.postal_code,
        addressLocality=locality.name if locality else place.outside,
        addressCountry=locality and "BE",
    )


def _coverage(service: Service) -> str | list[str]:
    """The area it serves, in the words of its page."""
    if service.coverage == Coverage.AREAS:
        return [str(row) for row in service.areas.all()]
    return str(service.get_coverage_display()) if service.coverage else ""


def _hours(service: Service, at: ServiceAtLocation, is_only: bool) -> list[Json]:
    """The hours of a place, if all that is known of them is days and times, the same every week."""
    if service.status == Status.SUSPENDED:
        return []
    known = [row for row in service.schedules.all() if row.location_id in (None, at.location_id)]
    if not all(_is_exact(row) and (is_only or row.location_id) for row in known):
        return []
    osm = tuple(row.osm for row in known)
    days: dict[tuple[str, str], list[str]] = {}
    for ahead, name in enumerate(DAYS):
        for begin, end in hours.opening(osm, hours.A_MONDAY + timedelta(days=ahead), days=1):
            # The last minute of a day stands for midnight, as search engines ask.
            closes = "23:59" if end.date() > begin.date() else f"{end:%H:%M}"
            days.setdefault((f"{begin:%H:%M}", closes), []).append(name)
    return [
        _thing("OpeningHoursSpecification", dayOfWeek=names, opens=opens, closes=closes)
        for (opens, closes), names in days.items()
    ]


def _is_exact(row: Schedule) -> bool:
    """Whether the hours are days and times, and the words of the source say no more."""
    if not hours.is_weekly(row.osm):
        return False
    try:
        return not row.note or hours.parse(row.note) == row.osm
    except ValueError:
        return False
