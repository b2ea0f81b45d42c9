"""Writes that touch more than one row: atomic, recorded as one change set, with its author.

Each takes the services as they are known to the caller, locks them, and counts their version up, so
that someone who is editing one of them is told.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Protocol, TypeVar

import reversion
from django.db import models, transaction
from django.utils.translation import gettext as _

from directory import history
from directory.models import ExternalIdentifier, Organization, Service
from directory.models.service import Status

E = TypeVar("E", bound=models.Model)


class Author(Protocol):
    """Someone who logs in."""

    @property
    def name(self) -> str:
        """What readers may see of that person; perhaps nothing."""


class Refused(ValueError):
    """An entry cannot lead to that other one; the message says why, to the person who asked."""


@contextmanager
def _change(entries: Iterable[E], *, by: Author | None, comment: str) -> Iterator[list[E]]:
    """Yield the entries, locked and fresh, to be changed; then save and record them.

    By nobody who logs in: by the service itself.
    """
    wanted = list(entries)
    if not wanted:
        yield []
        return
    with transaction.atomic():
        rows = type(wanted[0])._base_manager.filter(pk__in=[entry.pk for entry in wanted])
        locked = list(rows.order_by("pk").select_for_update())
        history.record_state(locked)
        with reversion.create_revision():
            if by:
                reversion.set_user(by)
            reversion.set_comment(comment)
            yield locked
            for entry in locked:
                if isinstance(entry, Service | Organization):
                    entry.version += 1
                entry.save()


def verify(services: Iterable[Service], *, by: Author, on: date) -> int:
    """Say that the entries were confirmed on that day, by whom if that has a name; return how many."""
    with _change(services, by=by, comment=_("Fiche vérifiée")) as changed:
        for service in changed:
            service.verified_on = on
            service.verified_by = by.name or _("la coordination")
    return len(changed)


THE_SERVICE = "le service"


def confirm(service: Service, *, on: date) -> None:
    """Say that the service itself confirmed its entry on that day."""
    # What the répertoire keeps is French, in whatever language the service answers.
    with _change([service], by=None, comment="Fiche confirmée par le service") as changed:
        for entry in changed:
            entry.verified_on = on
            entry.verified_by = THE_SERVICE


def publish(services: Iterable[Service], *, by: Author) -> int:
    """Show entries to everyone, and forget why they were out of use. Return how many."""
    return _set_status(services, Status.PUBLISHED, by=by, comment=_("Fiche publiée"))


def suspend(services: Iterable[Service], *, by: Author, on: date, note: str) -> int:
    """Say that services take no one since a day; they are listed apart. Return how many."""
    return _set_status(
        services, Status.SUSPENDED, by=by, on=on, note=note, comment=_("Fiche suspendue")
    )


def archive(
    services: Iterable[Service],
    *,
    by: Author,
    on: date,
    note: str,
    successor: Service | None = None,
) -> int:
    """Take entries out of use since a day; their page says so, and where to go instead.

    Return how many. Raises Refused.
    """
    return _set_status(
        services,
        Status.ARCHIVED,
        by=by,
        on=on,
        note=note,
        successor=successor,
        comment=_("Fiche archivée"),
    )


def _set_status(
    services: Iterable[Service],
    status: Status,
    *,
    by: Author,
    comment: str,
    on: date | None = None,
    note: str = "",
    successor: Service | None = None,
) -> int:
    """Write the state of entries whole: what an earlier state said does not stay."""
    with _change(services, by=by, comment=comment) as changed:
        for service in changed:
            if successor:
                _refuse_to_lead(service, successor)
            service.status = status
            service.status_since = on
            service.status_note = note
            service.successor = successor
    return len(changed)


def _refuse_to_lead(service: Service, successor: Service) -> None:
    """Raise Refused unless readers of the entry may be sent to the other one."""
    if service.pk == successor.pk:
        raise Refused(_("Une fiche ne peut pas renvoyer à elle-même."))
    if successor.status not in (Status.PUBLISHED, Status.SUSPENDED):
        raise Refused(_("« %(name)s » n’est ni publiée, ni suspendue.") % {"name": successor.name})


def merge(service: Service, into: Service, *, by: Author, on: date) -> None:
    """Close an entry in favour of another, which inherits its identifiers and what pointed to it.

    What the closed entry says stays in it, for a person to take over. Raises Refused.
    """
    _refuse_to_lead(service, into)
    comment = _("« %(old)s » fusionnée dans « %(new)s »") % {"old": service.name, "new": into.name}
    followers = list(Service.objects.filter(successor=service).exclude(pk=into.pk))
    with _change([service, into, *followers], by=by, comment=comment) as changed:
        for identifier in ExternalIdentifier.objects.filter(service=service):
            identifier.service = into
            identifier.save()
        for entry in changed:
            if entry.pk == service.pk:
                entry.status = Status.MERGED
                entry.status_since = on
                entry.status_note = ""
            if entry.pk != into.pk:
                entry.successor = into
            elif entry.successor_id == service.pk:
                entry.successor = None


def restore(entry: models.Model, revision: int, *, by: Author) -> None:
    """Bring an entry and its rows back to a recorded state; a new change set, which can be undone too.

    Raises IntegrityError when another entry has taken its name or its address since.
    """
    with _change([entry], by=by, comment=_("Retour à un état antérieur")) as changed:
        changed[:] = [history.revert(current, revision) for current in changed]
