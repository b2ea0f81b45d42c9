"""What an entry says, short enough to be read over by the service itself before it confirms it."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import sheet
from directory.languages import Quoting
from directory.models import Criterion, Service
from directory.models.contact import Level
from directory.sheet import Fact, State, said

Section = tuple[str, list[Fact]]


def sections(service: Service, today: date) -> list[Section]:
    """The facts that are known, under their headings, how to reach it first; not what is unknown."""
    found = [
        (_("Nous joindre"), _reached(service)),
        (_("Nos horaires"), sheet.opening(service, today)),
        (_("Où nous recevons"), [said(place) for place in _places(service)]),
        (_("Qui nous recevons"), [*sheet.audience(service), sheet.coverage(service)]),
        (_("Comment venir"), list(sheet.first_step(service))),
        (_("Les conditions"), sheet.conditions(service, Criterion.objects.all(), today)),
        (_("L’équipe"), list(sheet.team(service))),
    ]
    known = [
        (heading, [fact for fact in facts if fact.state is not State.UNKNOWN])
        for heading, facts in found
    ]
    return [(heading, facts) for heading, facts in known if facts]


def digest(service: Service, today: date) -> str:
    """What differs when one of these facts does, in whatever language they are read."""
    with override("fr"):
        facts = [
            fact.text + fact.note for _heading, each in sections(service, today) for fact in each
        ]
    return sha256("\n".join([service.name, *facts]).encode()).hexdigest()[:16]


def _reached(service: Service) -> list[Fact]:
    phones = [phone for phone in service.phones.all() if phone.level != Level.INTERNAL]
    emails = [email for email in service.emails.all() if email.level != Level.INTERNAL]
    return [
        said(str(way), ", ".join(filter(None, (way.label, _seen_by(way.level)))))
        for way in (*phones, *emails)
    ] + ([said(service.website)] if service.website else [])


def _seen_by(level: str) -> str:
    return _("pour professionnel·les") if level == Level.PROFESSIONAL else ""


def _places(service: Service) -> Iterator[Quoting]:
    for at in service.at_locations.all():
        place = at.location.published
        address = ", ".join(filter(None, (place.name, place.street, place.town)))
        yield Quoting(address, *filter(None, [place.street]))
