"""Links by which a service keeps its own entry true: signed and dated; they hold no address and no name."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.core import signing

LINK_DAYS = 45  # a link lives until after the next one has come
FORM_HOURS = 12
_LINK, _STOP, _FORM = "update-link", "update-stop", "update-form"


class Problem(StrEnum):
    """Why a link is worth nothing."""

    BROKEN = "broken"
    EXPIRED = "expired"
    REPLACED = "replaced"
    USED = "used"


class Refused(ValueError):
    """A link is worth nothing; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Opened(NamedTuple):
    """A form that a link has opened: when, by which link, on which facts and observations."""

    issued: datetime
    at: datetime
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
    if now - issued > timedelta(days=LINK_DAYS):
        raise Refused(Problem.EXPIRED)


def good_until(now: datetime) -> datetime:
    """When a link that is made now is too old."""
    return now + timedelta(days=LINK_DAYS)


def stop_link(contact: int) -> str:
    """The token by which a contact says « do not write »; it never grows old."""
    return _signer(_STOP).sign_object(contact)


def read_stop_link(token: str) -> int:
    """The key of the contact. Raises Refused."""
    try:
        contact: int = _signer(_STOP).unsign_object(token)
    except (ValueError, signing.BadSignature) as error:
        raise Refused(Problem.BROKEN) from error
    return contact


def stamp(service: int, opened: Opened) -> str:
    """What the form of an entry carries, so that it comes back as it was opened."""
    issued, at, *rest = opened
    return _signer(_FORM).sign_object([service, _number(issued), _number(at), *rest])


def read_stamp(text: str, service: int) -> Opened:
    """The form as it was opened; its age is for the caller to judge. Raises Refused."""
    try:
        wanted, issued, at, nonce, facts, rows = _signer(_FORM).unsign_object(text)
    except (ValueError, signing.BadSignature) as error:
        raise Refused(Problem.BROKEN) from error
    if wanted != service:
        raise Refused(Problem.BROKEN)
    return Opened(_moment(issued), _moment(at), nonce, facts, tuple(rows))


def _signer(salt: str) -> signing.Signer:
    return signing.Signer(salt=salt)


def _number(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def _moment(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1_000_000, UTC)
