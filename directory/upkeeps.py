"""What coordinators do to keep entries true: follow services, ask them now, note whom they called in vain."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import update_requests
from directory.actions import Author, Refused
from directory.asking import Due
from directory.models import Service, UpdateContact, Upkeep
from directory.models.contact import Level
from directory.update_mail import Letter

# The address that is asked, where nobody said which: the least public one.
_FIRST = (Level.INTERNAL, Level.PROFESSIONAL, Level.PUBLIC)


def follow(
    services: Iterable[Service],
    *,
    by: Author,
    rhythm: int,
    pauses_in_summer: bool,
    language: str,
) -> int:
    """Ask services at that rhythm from now on, at the address of their entry if none is chosen yet.

    `language`: of contacts that are new. Return how many services have an address.
    """
    with_address = 0
    with transaction.atomic():
        for service in services:
            upkeep, _created = Upkeep.objects.select_for_update().get_or_create(service=service)
            upkeep.rhythm, upkeep.pauses_in_summer = rhythm, pauses_in_summer
            upkeep.contact = upkeep.contact or _contact_of(service, language)
            upkeep.save()
            with_address += upkeep.contact is not None
    return with_address


def _contact_of(service: Service, language: str) -> UpdateContact | None:
    emails = sorted(service.emails.all(), key=lambda email: _FIRST.index(Level(email.level)))
    if not emails:
        return None
    address, new = emails[0].address.lower(), {"language": language}
    return UpdateContact.objects.get_or_create(address=address, defaults=new)[0]


def ask_now(services: Iterable[Service], *, by: Author) -> int:
    """Send their link to services now, due or not; return how many were asked.

    One without a contact, whose contact wants no letters, or that was asked today already, is not. Raises
    Refused when letters cannot leave; those that did are written down.
    """
    contacts = UpdateContact.objects.reachable()
    rows = Upkeep.objects.of_listed_services().filter(service__in=services, contact__in=contacts)
    rows = rows.filter(Q(asked_on=None) | Q(asked_on__lt=timezone.localdate()))
    together: dict[UpdateContact, list[Service]] = {}
    for row in rows.select_related("service", "contact"):
        if row.contact:
            together.setdefault(row.contact, []).append(row.service)
    now, asked = timezone.now(), 0
    try:
        for contact, each in together.items():
            letter = Letter(contact, each, Due.QUESTION)
            asked += len(each) * update_requests.send(letter, now, only_if_due=False)
    except update_requests.NotSent as error:
        raise Refused(
            _(
                "Le courrier ne part pas pour le moment (%(count)s déjà partis). Réessayez plus tard."
            )
            % {"count": asked}
        ) from error
    return asked


def called_in_vain(services: Iterable[Service], *, by: Author) -> int:
    """Note that nobody answered the telephone today; return how many."""
    today, count = timezone.localdate(), 0
    with transaction.atomic():
        for service in services:
            Upkeep.objects.update_or_create(service=service, defaults={"called_on": today})
            count += 1
    return count


def revoke(upkeeps: Iterable[Upkeep]) -> int:
    """Make the links sent so far worth nothing; return of how many entries."""
    keys = [upkeep.pk for upkeep in upkeeps]
    return Upkeep.objects.filter(pk__in=keys).update(links_since=timezone.now())
