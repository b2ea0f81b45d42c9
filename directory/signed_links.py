"""Links by which a service keeps its own entry true: signed and dated; they hold no address and no name."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from django.core import signing
from django.utils import timezone

LINK_DAYS = 45  # a link lives until after the next one has come
FORM_HOURS = 12
_LINK, _STOP, _FORM = "update-link", "update-stop", "update-form"


class Problem(StrEnum):
    """Why a link is worth nothing."""

    BROKEN = "broken"
    EXPIRED = "expired"
    REPLACED = "replaced"
    USED = "used"
    TOO_LONG = "too_long"


class Refused(ValueError):
    """A link is worth nothing; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Opened(NamedTuple):
    """A form that a link has opened: by which link, when at first and when last shown, on which facts."""

    issued: datetime
    at: datetime
    shown: datetime
    nonce: str
    facts: str
    observations: tuple[int, ...]


def update_link(service: int, now: datetime) -> str:
    """The token of a link to the entry with that key."""
    return _signer(_LINK).sign_object([service, _number(now)])


def read_update_link(token: str, service: int, now: datetime) -> datetime:
    """When the link to that entry was made. Raises Refused: it is broken or too old."""
    try:
        wanted, issued = _signer(_LINK).unsign_object(token)
    except (ValueError, signing.BadSignature) as error:
        raise Refused(Problem.BROKEN) from error
    if wanted != service:
        raise Refused(Problem.BROKEN)
    made = _moment(issued)
    check_age(made, now)
    return made


def check_age(issued: datetime, now: datetime) -> None:
    """Raise Refused if a link that was made then is too old now."""
    if timezone.localdate(now) > good_until(issued):
        raise Refused(Problem.EXPIRED)


def good_until(issued: datetime) -> date:
    """The last day of a link."""
    return timezone.localdate(issued) + timedelta(days=LINK_DAYS)


def stop_link(contact: int, address: str) -> str:
    """The token by which an address says « do not write »; it never grows old, and is of this address."""
    return _signer(_STOP).sign_object([contact, _digest(address)])


def read_stop_link(token: str) -> tuple[int, str]:
    """The key of the contact, and what `is_of` compares with its address. Raises Refused."""
    try:
        contact, digest = _signer(_STOP).unsign_object(token)
    except (ValueError, TypeError, signing.BadSignature) as error:
        raise Refused(Problem.BROKEN) from error
    return contact, digest


def is_of(address: str, digest: str) -> bool:
    """Whether a token was made for this address."""
    return digest == _digest(address)


def _digest(address: str) -> str:
    return sha256(f"{_STOP}:{address}".encode()).hexdigest()[:16]


def stamp(service: int, opened: Opened) -> str:
    """What the form of an entry carries, so that it comes back as it was opened."""
    moments, rest = opened[:3], opened[3:]
    return _signer(_FORM).sign_object([service, *map(_number, moments), *rest])


def read_stamp(text: str, service: int) -> Opened:
    """The form as it was opened; its age is for the caller to judge. Raises Refused."""
    try:
        wanted, issued, at, shown, nonce, facts, rows = _signer(_FORM).unsign_object(text)
    except (ValueError, signing.BadSignature) as error:
        raise Refused(Problem.BROKEN) from error
    if wanted != service:
        raise Refused(Problem.BROKEN)
    return Opened(_moment(issued), _moment(at), _moment(shown), nonce, facts, tuple(rows))


def _signer(salt: str) -> signing.Signer:
    return signing.Signer(salt=salt)


def _number(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def _moment(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1_000_000, UTC)
