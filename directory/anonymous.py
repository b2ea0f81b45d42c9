"""Forms that anyone may send: no account, no cookie, and nothing kept of who sent.

What stands in for the CSRF cookie: the form came from a page of this site (`same_origin`), which was
opened a moment ago (`Stamp`), by someone who does not fill in everything (the trap), and not too often
(`allowed`). Each check answers with what to do, and keeps what was typed where there is a form to show.
"""

import secrets
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest, SuspiciousOperation, ValidationError
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from directory.models.sending import SendingCount

MIN_AGE = 3  # seconds: nobody reads and answers faster
MAX_AGE = 12 * 60 * 60
MAX_BODY = 32_000  # bytes: every question answered and the longest note are under 10,000
PER_SENDER = 20  # an hour: an office shares one address
PER_SUBJECT = 60  # an hour, about one service
TRAP = "sujet"


class Unreadable(ValueError):
    """What was sent is no form."""


class TooLong(Unreadable):
    """What was sent is longer than any form of ours; it was not read."""


def same_origin(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this site, as the browser says.

    Sec-Fetch-Site, else Origin, else Referer: what sends none of them is no browser, or an old one told
    to say nothing, and is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in ours
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return f"{referer.scheme}://{referer.netloc}" in ours


def posted(request: HttpRequest) -> QueryDict:
    """The fields that were sent. Raises TooLong, unread, or Unreadable."""
    request.encoding = "utf-8"  # whatever else the sender says it is
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise TooLong
        return request.POST
    except TooLong:
        raise
    except (
        BadRequest,
        MultiPartParserError,
        SuspiciousOperation,
        UnreadablePostError,
        ValueError,
    ) as error:
        raise Unreadable from error


@dataclass(frozen=True)
class Stamp:
    """When a form was opened, and its number: signed, so that nobody makes one up.

    `problem` says why the form has to be sent once more, to the person who sent it; "" if nothing.
    """

    nonce: str
    text: str
    problem: str = ""


def new_stamp(purpose: str, problem: str = "") -> Stamp:
    """The stamp of a form that is opened now; good for that purpose only."""
    nonce = secrets.token_hex(16)
    return Stamp(nonce, signing.dumps([nonce, int(time.time())], salt=purpose), problem)


def read_stamp(text: str, purpose: str, min_age: int | None = None) -> Stamp:
    """The stamp a form came back with; a new one, with the problem, if it cannot be taken.

    `min_age`: the seconds it takes to read and answer the form, if not MIN_AGE.
    """
    try:
        nonce, opened = signing.loads(text, salt=purpose)
    except signing.BadSignature:
        return new_stamp(
            purpose,
            _("Le formulaire est arrivé incomplet. Relisez, puis envoyez-le de nouveau."),
        )
    age = time.time() - opened
    if age > MAX_AGE:
        return new_stamp(
            purpose,
            _(
                "Le formulaire est resté ouvert trop longtemps. Relisez, puis envoyez-le de nouveau."
            ),
        )
    if age < (MIN_AGE if min_age is None else min_age):
        return Stamp(
            nonce,
            text,
            _("Le formulaire est parti trop vite. Relisez, puis envoyez-le de nouveau."),
        )
    return Stamp(nonce, text)


class AnonymousForm(forms.Form):
    """A form with its stamp and its trap; components/anonymous.html writes both."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        purpose: str,
        min_age: int | None = None,
        **named: Any,
    ) -> None:
        super().__init__(data, **named)
        self.purpose = purpose
        self.stamp = (
            new_stamp(purpose)
            if data is None
            else read_stamp(data.get("stamp", ""), purpose, min_age)
        )

    @property
    def is_trapped(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.data.get(TRAP))

    def clean(self) -> dict[str, Any]:
        """Refuse, beside all that is wrong, a form whose stamp cannot be taken."""
        if self.stamp.problem:
            raise ValidationError(self.stamp.problem)
        return self.cleaned_data

    def ask_again(self, problem: str, *, renew: bool = False) -> None:
        """Say a problem above the form; `renew` makes it another form, with another number."""
        if renew:
            self.stamp = new_stamp(self.purpose)
        self.add_error(None, problem)


def allowed(
    request: HttpRequest,
    form: str,
    subject: int,
    per_subject: int | None = None,
    per_sender: int | None = None,
) -> bool:
    """Count one sending of that form about that subject; False if there are too many this hour.

    The limits are PER_SUBJECT and PER_SENDER unless others are given. The sender is known by a hash of the
    address, whose salt is secret and changes each day.
    """
    now = timezone.now()
    day = timezone.localdate(now).isoformat()
    sender = salted_hmac(f"{form}:{day}", sender_address(request), algorithm="sha256").hexdigest()
    limits = [
        (f"{form}:sender:{sender[:32]}", per_sender or PER_SENDER),
        (f"{form}:subject:{subject}", per_subject or PER_SUBJECT),
    ]
    return SendingCount.objects.take(limits, now)


def sender_address(request: HttpRequest) -> str:
    """The address that sent: the first public one, going from our own proxies outwards.

    What stands further out, the sender wrote; so someone who reaches us directly cannot pass for another.
    Of IPv6, the network: a household has more addresses than there are forms.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    nearest = ""
    for hop in (request.META.get("REMOTE_ADDR", ""), *reversed(forwarded)):
        written = str(hop).strip()
        if not written:
            continue
        try:
            address = ip_address(_without_port(written))
        except ValueError:
            return written[:100]
        address = getattr(address, "ipv4_mapped", None) or address
        written = str(address)
        nearest = nearest or written
        if address.is_global:
            return _network(written) if isinstance(address, IPv6Address) else written
    return nearest


def _without_port(written: str) -> str:
    """An address as some proxies write it: « 8.8.8.8:1234 », « [2001:db8::1]:1234 »."""
    if written.startswith("["):
        return written[1:].partition("]")[0]
    return written.partition(":")[0] if written.count(":") == 1 else written


def _network(address: str) -> str:
    return str(ip_network(f"{address}/64", strict=False))
