"""What this process knows of the répertoire: one snapshot, brought up to date by the request that needs it.

A request reads the revision, once. If it has moved, the process patches the services that changed, or
reads everything anew when it does not know which, and swaps the snapshot. When that fails, the last good
one goes on answering, without the services that changed (one of them may have become confidential), and
`health` says so.
"""

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.utils import timezone
from django.utils.translation import get_language

from directory import hours
from directory.models import Location, Revision, Service
from directory.models.service import Status
from directory.revision import CountsRevisions
from orientation.catalogue import Catalogue
from orientation.reading import Reader, every_key
from orientation.reference import Reference, read_reference
from orientation.snapshot import Snapshot

LONGEST_TAIL = 500  # services changed since the building; then everything is put in order again
RETRY_AFTER = 30.0  # seconds before a failed update is tried again

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """The snapshot and the reference lists of a revision; `failure` says why it is not the last one."""

    number: int
    token: str
    snapshot: Snapshot
    reference: Mapping[str, Reference]
    failure: str = ""
    failed_for: str = ""  # the revision that could not be read
    failed_at: float = 0.0

    @property
    def revision(self) -> str:
        """« 42-9f3c », as the API and ETags say it."""
        return f"{self.number}-{self.token[:4]}"


_known: Known | None = None
_updating = Lock()


def current() -> Catalogue:
    """The catalogue as it is now, with its words in the language in use.

    Raises DatabaseError when nothing was ever read and nothing can be.
    """
    known = up_to_date()
    reference = known.reference[get_language() or "fr"]
    at = hours.rounded(timezone.now())
    return Catalogue(known.snapshot, reference.territory, reference.vocabulary, at, known.revision)


def health() -> str:
    """Why this process does not show the last revision; "" when all is well."""
    return _known.failure if _known else ""


def up_to_date() -> Known:
    """What this process knows, after one look at the revision."""
    global _known
    try:
        number, token = read_revision()
    except DatabaseError:
        if _known is None:
            raise
        logger.exception("The revision cannot be read; what was known answers")
        return replace(_known, failure="the database does not answer")
    known = _known
    if known and (known.number, known.token) == (number, token):
        return known
    if known and known.failed_for == token and monotonic() - known.failed_at < RETRY_AFTER:
        return known
    with _updating:
        known = _known
        if known is None:
            _known = read_everything(number, token)
        elif (known.number, known.token) != (number, token):
            _known = _updated(known, number, token)
        assert _known is not None
        return _known


def forget() -> None:
    """Know nothing any more: the next request reads everything. For tests and for a fork."""
    global _known
    _known = None


def read_revision() -> tuple[int, str]:
    """The number and the token of the last change; (0, "") before the first."""
    if connection.in_atomic_block:
        # Inside a transaction its own changes are seen already, before they are counted at the commit.
        cast(CountsRevisions, connections[DEFAULT_DB_ALIAS]).count_revision()
    row = Revision.objects.values_list("number", "token").first()
    return row or (0, "")


def read_everything(number: int, token: str) -> Known:
    """Every service and every reference list, at a revision."""
    with collection_paused():
        order = every_key()
        services = (
            (key, status == Status.PUBLISHED, it) for key, status, it in Reader().read(order)
        )
        return Known(number, token, Snapshot.build(order, services), read_reference())


def _updated(known: Known, number: int, token: str) -> Known:
    """What is known, brought to that revision; or what was known, without what changed."""
    changed: set[int] | None = None
    try:
        changed = _changed_since(known)
        if changed is None or len(known.snapshot.tail) + len(changed) > LONGEST_TAIL:
            return read_everything(number, token)
        keys = sorted(changed)
        services = [
            (key, status == Status.PUBLISHED, it) for key, status, it in Reader().read(keys)
        ]
        return replace(
            known,
            number=number,
            token=token,
            snapshot=known.snapshot.with_changes(keys, services),
            failure="",
        )
    except Exception as error:
        logger.exception("Revision %s cannot be read; what was known answers", number)
        return replace(
            known,
            snapshot=known.snapshot.without_services(_unsafe(known, changed)),
            failure=f"revision {number} cannot be read: {type(error).__name__}",
            failed_for=token,
            failed_at=monotonic(),
        )


def _changed_since(known: Known) -> set[int] | None:
    """The services changed since; None when that is not known, or when it may be any."""
    revision = Revision.objects.first()
    steps = revision.since(known.number, known.token) if revision else None
    if steps is None or any(step.services is None for step in steps):
        return None
    return {key for step in steps for key in step.services or ()}


def _unsafe(known: Known, changed: set[int] | None) -> set[int]:
    """The services that must not be shown as they were known: withdrawn, or confidential now.

    When even that cannot be read: those that changed, as far as is known.
    """
    try:
        shown = set(Service.objects.listed().values_list("pk", flat=True))
        confidential = Location.objects.filter(is_confidential=True)
        hidden = set(confidential.values_list("at_locations__service", flat=True))
        return (set(known.snapshot.keys) - shown) | hidden | (changed or set())
    except DatabaseError:
        return changed or set()


@contextmanager
def collection_paused() -> Iterator[None]:
    """Without the garbage collector, which would walk through millions of new objects again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
