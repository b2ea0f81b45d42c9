"""Who is to be asked whether its entry is still true, and the sending of those letters."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from directory.asking import TOGETHER_WITHIN, Due
from directory.models import Service, UpdateContact, Upkeep
from directory.update_mail import Letter, compose

# What a mail server answers when there is no such mailbox; others may mean that it is full, or busy.
NO_MAILBOX = (550, 551, 553)
LINKS_A_DAY = 5  # that somebody asks for, sent to one contact


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
    except BaseException:  # an interruption too: what did not leave was not asked
        for key, (asked_on, reminded_on) in before.items():
            Upkeep.objects.filter(pk=key).update(asked_on=asked_on, reminded_on=reminded_on)
        raise


def send_one(service: Service, now: datetime) -> None:
    """Send a new link, that somebody asked for, to the address on record if there is one. Raises NotSent."""
    contact = UpdateContact.objects.reachable().filter(upkeeps__service=service).first()
    if contact and _takes_one_more(contact, timezone.localdate(now)):
        services = Service.objects.for_page().filter(pk=service.pk)
        _deliver(Letter(contact, list(services), None), now)


def _takes_one_more(contact: UpdateContact, today: date) -> bool:
    """Count a link that somebody asked for; False when this contact has received enough of them today."""
    rows = UpdateContact.objects.filter(pk=contact.pk)
    rows.exclude(links_on=today).update(links_on=today, links_count=0)
    return bool(rows.filter(links_count__lt=LINKS_A_DAY).update(links_count=F("links_count") + 1))


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
        if not all(_is_no_mailbox(*answer) for answer in refusal.recipients.values()):
            raise NotSent from refusal
        record_bounce(letter.contact.address, timezone.localdate(now))
        return False
    except (SMTPException, OSError, ValueError) as error:  # ValueError: no letter can be made of it
        raise NotSent from error
    return True


def _is_no_mailbox(code: int, reason: bytes) -> bool:
    status = reason.decode("ascii", "replace").partition(" ")[0]
    return code in NO_MAILBOX and (is_no_mailbox(status) or status.count(".") != 2)


def is_no_mailbox(status: str) -> bool:
    """Whether an enhanced status (RFC 3463) says that a mailbox does not exist, or is closed for good."""
    return status.startswith("5.1.") or status == "5.2.1"


def record_bounce(address: str, on: date) -> bool:
    """Write down that letters to an address come back; False if no contact has it."""
    contacts = UpdateContact.objects.filter(address=address.lower(), bounced_on=None)
    return bool(contacts.update(bounced_on=on))
