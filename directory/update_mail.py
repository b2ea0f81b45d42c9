"""The letter that asks a service whether its entries are still true: one for all of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from directory import sheet, signed_links
from directory.asking import Due
from directory.models import Service, UpdateContact
from directory.waits_in_words import Line


class Asked(NamedTuple):
    """An entry in a letter: what it says of the wait, and the link that keeps it true."""

    name: str
    waits: list[Line]
    link: str


class Letter(NamedTuple):
    """What one contact is asked. `kind` None: a link that somebody has asked for."""

    contact: UpdateContact
    services: Sequence[Service]
    kind: Due | None


def compose(letter: Letter, now: datetime) -> EmailMultiAlternatives:
    """The letter in the contact's language, as text and as a page. Services read `for_page()`."""
    with translation.override(letter.contact.language):
        today = timezone.localdate(now)
        stop_url = _address(
            reverse("directory:stop"),
            signed_links.stop_link(letter.contact.pk, letter.contact.address),
        )
        context = {
            "asked": [_asked(service, today, now) for service in letter.services],
            "is_reminder": letter.kind == Due.REMINDER,
            "was_asked_for": letter.kind is None,
            "stop_url": stop_url,
            "until": signed_links.good_until(now),
            "language": letter.contact.language,
        }
        mail = EmailMultiAlternatives(
            subject=_subject(letter),
            body=render_to_string("directory/mail/update.txt", context).strip() + "\n",
            to=[letter.contact.address],
            headers={
                "Content-Language": letter.contact.language,
                # A program wrote it: programs that answer for people on leave keep silent.
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        mail.attach_alternative(
            render_to_string("directory/mail/update.html", context), "text/html"
        )
        return mail


def _asked(service: Service, today: date, now: datetime) -> Asked:
    path = reverse("directory:update", args=[service.uuid])
    link = _address(path, signed_links.update_link(service.pk, now))
    return Asked(service.name, sheet.waits(service, today), link)


def _address(path: str, token: str) -> str:
    return f"{settings.SITE_URL}{path}?lien={token}"


def _subject(letter: Letter) -> str:
    # A name that holds a line break would make a header of its own.
    names = {"name": " ".join(letter.services[0].name.split()), "count": len(letter.services)}
    is_one = len(letter.services) == 1
    match letter.kind:
        case None:
            return _("Votre lien pour mettre à jour la fiche : %(name)s") % names
        case Due.REMINDER if is_one:
            return _("Rappel : votre fiche est-elle toujours juste ? %(name)s") % names
        case Due.REMINDER:
            return _("Rappel : vos %(count)s fiches sont-elles toujours justes ?") % names
        case Due.QUESTION if is_one:
            return _("Votre fiche est-elle toujours juste ? %(name)s") % names
        case Due.QUESTION:
            return _("Vos %(count)s fiches sont-elles toujours justes ?") % names
