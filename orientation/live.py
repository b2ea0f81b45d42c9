"""What this process knows of the répertoire: one snapshot, brought up to date by the request that needs it.

A request reads the revision, once. If it has moved, the process patches the services that changed, or
reads everything anew when it does not know which, and swaps the snapshot. What it reads then is one state
of the database, revision included: a commit in the middle shows whole, and at the request after it.

When that fails, the last good snapshot goes on answering, without the services that changed (one of them
may have become confidential), and `health` says so.
"""

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic

from django.db import Error
from django.utils import timezone
from django.utils.translation import get_language

from directory import hours
from directory.last_revision import database, read_revision
from directory.models import Location, Revision, Service
from directory.revision import services_at
from orientation import bits
from orientation.catalogue import Catalogue
from orientation.draft import Draft
from orientation.many_hands import Part, write_together
from orientation.profile import Profile
from orientation.reading import READ_AT_ONCE, Reader, every_key
from orientation.reference import Reference, read_reference
from orientation.snapshot import Snapshot
from orientation.synonyms import spellings

LONGEST_TAIL = 500  # services changed since the building; then everything is put in order again
LONGEST_PATCH = 50  # services changed at once; beyond, reading everything is as quick
RETRY_AFTER = 30.0  # seconds before a failed update is tried again

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """An update that could not be made: why, to which revision, when, and the services left out since."""

    why: str
    token: str
    at: float
    dropped: frozenset[int]


@dataclass(frozen=True)
class Known:
    """The snapshot and the reference lists of a revision; `failure` says why it is not the last one."""

    number: int
    token: str
    snapshot: Snapshot
    reference: Mapping[str, Reference]
    # With the reference lists of that revision: any change of theirs changes everything.
    reader: Reader
    failure: Failure | None = None

    @property
    def revision(self) -> str:
        """« 42-9f3c », as the API and ETags say it."""
        return f"{self.number}-{self.token[:4]}"

    def will_do(self, number: int, token: str) -> bool:
        """Whether this answers for that revision: it is it, or it could not be read a moment ago."""
        if (self.number, self.token) == (number, token):
            return True
        failed = self.failure
        return (
            failed is not None and failed.token == token and monotonic() - failed.at < RETRY_AFTER
        )


_known: Known | None = None
_updating = Lock()


def current() -> Catalogue:
    """The catalogue as it is now, with its words in the language in use.

    Raises when nothing was ever read and nothing can be.
    """
    return catalogue_of(up_to_date())


def catalogue_of(known: Known) -> Catalogue:
    """What is known, in the words of the language in use, at this moment."""
    reference = known.reference[get_language() or "fr"]
    at = hours.rounded(timezone.now())
    return Catalogue(known.snapshot, reference.territory, reference.vocabulary, at, known.revision)


def health() -> str:
    """Why this process does not show the last revision it saw; "" when all is well."""
    return _known.failure.why if _known and _known.failure else ""


def up_to_date() -> Known:
    """What this process knows, after one look at the revision. Raises as `current` does."""
    global _known
    try:
        stands = read_revision()
    except Error:
        if _known is None:
            raise
        logger.exception("The revision cannot be read; what was known answers")
        return _known
    known = _known
    if known and known.will_do(*stands):
        return known
    with _updating:
        known = _known  # another thread may have been here
        if known is None:
            known = _known = read_everything()
        elif not known.will_do(*stands):
            known = _known = _updated(known, *stands)
        return known


def prepare() -> None:
    """Know everything before the first request, in a process that has no threads yet. Raises as `current`."""
    global _known
    if Service.objects.count() > READ_AT_ONCE:
        _known = read_with_every_core()
    up_to_date()


def forget() -> None:
    """Know nothing any more: the next request reads everything. For tests and for a fork."""
    global _known
    _known = None


def read_everything() -> Known:
    """Every service and every reference list, at the revision they are read at."""
    with collection_paused(), database().one_state():
        reader = Reader()
        return _known_from(read_revision(), Draft(every_key()).add(reader.read_all()), reader)


def read_with_every_core() -> Known | None:
    """The same, for a process without threads; None when the cores could not agree."""
    with collection_paused():
        written = write_together(_share)
        if written is None:
            return None
        with database().one_state():
            return _known_from(*written, Reader()) if read_revision() == written[0] else None


def _share(index: int, count: int) -> Part:
    """A share of the services, with the revision it was read at."""
    with database().one_state():
        return read_revision(), Draft(every_key()).add(Reader().read_all(index, count))


def _known_from(revision: tuple[int, str], draft: Draft, reader: Reader) -> Known:
    """What a draft of every service tells, with the reference lists of now."""
    reference = read_reference()
    written = spellings(name for each in reference.values() for name in each.names)
    return Known(*revision, Snapshot.of(draft, written), reference, reader)


def _updated(known: Known, number: int, token: str) -> Known:
    """What is known, brought to that revision or a later one; or what was known, without what changed."""
    changed: set[int] | None = None
    left_out = known.failure.dropped if known.failure else frozenset[int]()
    try:
        with database().one_state():
            revision = Revision.objects.first() or Revision()
            number, token = revision.number, revision.token
            changed = _changed_since(known, revision)
            late = known.snapshot.size - known.snapshot.in_order  # slots that were left count too
            too_many = (
                len(changed or ()) > LONGEST_PATCH or late + len(changed or ()) > LONGEST_TAIL
            )
            if changed is None or too_many:
                return read_everything()
            keys = sorted(changed | left_out)
            services = list(known.reader.read(keys))
            snapshot = known.snapshot.with_changes(keys, services) if keys else known.snapshot
            return Known(number, token, snapshot, known.reference, known.reader)
    except Exception as error:
        logger.exception("Revision %s cannot be read; what was known answers", number)
        dropped = left_out | _unsafe(known, changed)
        why = f"revision {number} cannot be read: {type(error).__name__}"
        return replace(
            known,
            snapshot=known.snapshot.without_services(dropped),
            failure=Failure(why, token, monotonic(), dropped),
        )


def _changed_since(known: Known, revision: Revision) -> set[int] | None:
    """The services changed since; None when that is not known, or when it may be any."""
    steps = revision.since(known.number, known.token)
    if steps is None or any(step.services is None for step in steps):
        return None
    return {key for step in steps for key in step.services or ()}


def _unsafe(known: Known, changed: set[int] | None) -> set[int]:
    """The services that must not be shown as they were known: those that changed.

    When these are not known: withdrawn since, or known by an address that is confidential now. When the
    database does not say that either: none.
    """
    if changed is not None:
        return changed
    try:
        listed = set(Service.objects.listed().values_list("pk", flat=True))
        hidden = set(services_at(Location.objects.filter(is_confidential=True)))
    except Error:
        return set()
    snapshot = known.snapshot
    live = snapshot.published | snapshot.suspended
    exposed = {
        key
        for slot, key in enumerate(snapshot.keys)
        if key in hidden and bits.holds(live, slot) and _shows_an_address(snapshot.profile(slot))
    }
    return (set(snapshot.keys) - listed) | exposed


def _shows_an_address(profile: Profile) -> bool:
    """Whether more than the commune of one of its places is known; perhaps of an open one."""
    places = (*profile.places, profile.card.phone_place)
    return any(at and (at.area or at.outside or at.latitude is not None) for at in places)


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
