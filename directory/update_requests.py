"""Who is to be asked whether its entry is still true, and the sending of those letters."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from directory.asking import TOGETHER_WITHIN, Due
from directory.models import Service, UpdateContact, Upkeep
from directory.update_mail import Letter, compose

PERMANENT = range(500, 600)  # what a mail server answers when it will never deliver


class NotSent(Exception):
    """A letter could not leave; it may later."""


def may_write() -> bool:
    """Whether letters may leave this machine: a demonstration shows fictional figures to nobody."""
    return not (settings.DEMO and settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"))


def due_letters(today: date) -> Iterator[Letter]:
    """What is to be sent on that day: for each contact one letter with all its entries that are due."""
    contacts = UpdateContact.objects.reachable()
    rows = Upkeep.objects.of_listed_services().with_news().filter(contact__in=contacts)
    for contact, each in groupby(
        rows.order_by("contact", "service__sort_key"), lambda row: row.contact
    ):
        if found := _due(list(each), today):
            kind, chosen = found
            yield Letter(contact, [row.service for row in chosen], kind)


def _due(rows: Iterable[Upkeep], today: date) -> tuple[Due, list[Upkeep]] | None:
    """A question about all that is or soon will be due; else a reminder of what was not answered."""
    now_due = {row.pk: row.asked.due(today) for row in rows}
    if Due.QUESTION in now_due.values():
        return Due.QUESTION, [row for row in rows if row.asked.due(today, TOGETHER_WITHIN)]
    reminded = [row for row in rows if now_due[row.pk]]
    return (Due.REMINDER, reminded) if reminded else None


def send(letter: Letter, now: datetime, only_if_due: bool = True) -> bool:
    """Send a letter, unless another process just has; say whether it left.

    What is sent is written down first: a process that stops half-way never has anybody asked twice.
    A mailbox that does not exist is written down as such. Raises NotSent, with nothing written.
    """
    before = _take(letter, timezone.localdate(now), only_if_due)
    if not before:
        return False
    services = Service.objects.for_page().filter(upkeep__in=before).order_by("sort_key")
    try:
        return _deliver(letter._replace(services=list(services)), now)
    except NotSent:
        for key, (asked_on, reminded_on) in before.items():
            Upkeep.objects.filter(pk=key).update(asked_on=asked_on, reminded_on=reminded_on)
        raise


def send_one(service: Service, now: datetime) -> None:
    """Send a new link, that somebody asked for, to the address on record if there is one. Raises NotSent."""
    contact = UpdateContact.objects.reachable().filter(upkeeps__service=service).first()
    if contact:
        services = Service.objects.for_page().filter(pk=service.pk)
        _deliver(Letter(contact, list(services), None), now)


def _take(letter: Letter, today: date, only_if_due: bool) -> dict[int, tuple[date | None, ...]]:
    """Write down what is asked today; the days that stood there before, by the key of their row."""
    ahead = TOGETHER_WITHIN if letter.kind == Due.QUESTION else 0
    contacts = UpdateContact.objects.reachable().filter(pk=letter.contact.pk)
    rows = Upkeep.objects.filter(service__in=letter.services, contact__in=contacts)
    before: dict[int, tuple[date | None, ...]] = {}
    with transaction.atomic():
        list(rows.order_by("pk").select_for_update())
        for row in rows.with_news():
            kind = row.asked.due(today, ahead) if only_if_due else letter.kind
            if kind:
                before[row.pk] = row.asked_on, row.reminded_on
                day = {"asked_on" if kind == Due.QUESTION else "reminded_on": today}
                Upkeep.objects.filter(pk=row.pk).update(**day)
    return before


def _deliver(letter: Letter, now: datetime) -> bool:
    """Hand a letter to the mail server; False if there is no such mailbox. Raises NotSent."""
    if not may_write():
        raise NotSent
    try:
        compose(letter, now).send()
    except SMTPRecipientsRefused as refusal:
        if any(code not in PERMANENT for code, _reason in refusal.recipients.values()):
            raise NotSent from refusal
        record_bounce(letter.contact.address, timezone.localdate(now))
        return False
    except (SMTPException, OSError) as error:
        raise NotSent from error
    return True


def record_bounce(address: str, on: date) -> bool:
    """Write down that letters to an address come back; False if no contact has it."""
    contacts = UpdateContact.objects.filter(address=address.lower(), bounced_on=None)
    return bool(contacts.update(bounced_on=on))
