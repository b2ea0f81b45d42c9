"""Every transaction that changes what readers may see counts the revision up, as its last statement.

The database backends of `directory.db` do it at the commit: no writer has to remember it, be it the
admin, an import, a fixture, `update()` or a shell. The statements say that something was written; the
signals of the models name the services it touches, so that a process can patch those alone. A
statement that no signal announces says « everything ».

The row stays locked from its update to the commit, so numbers follow one another in the order in
which readers see the changes; and it is the last statement, so a long import holds no one up.

What goes round Django's cursors (psql, COPY of psycopg) is not seen: restart the processes after it.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db import Error, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import signals

MAX_NAMED = 500  # more services than this: everything
# What belongs to the répertoire and changes no page of it.
UNSEEN = frozenset(
    {"Revision", "ExternalIdentifier", "Suggestion", "SuggestedAnswer", "SendingCount"}
    | {"UpdateContact", "Upkeep", "Bassin_coordinators"}
)
# A table and nothing else: not « ONLY » or « OR IGNORE » before it, not a schema.
_WRITES_ONE = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)"
    r' (?!ONLY\b|OR\b)"?(\w+)"?(?![\w."])',
    re.I,
)
_CHANGES_NO_ROW = re.compile(r"\s*(?:SELECT|CREATE|ALTER|DROP)\b", re.I)
_MAY_WRITE = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|COPY)\b", re.I)

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class CountsRevisions(BaseDatabaseWrapper):
    """A database connection that knows what its transaction has changed, and says it at the commit."""

    health_check_done: bool  # Django's own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._watch)
        self._forget()

    def one_state(self) -> AbstractContextManager[None]:
        """A transaction that reads one state of the database, whatever others commit; it locks nothing."""
        raise NotImplementedError

    def keep_rows(self, cursor: Any) -> None:
        """Have what a statement returns outlive its transaction, where the database needs help."""

    def settle(self) -> None:
        """Do what the database would put off until the commit, where that may wait for other writers."""

    def _forget(self) -> None:
        self.wrote = False  # a statement wrote in a seen table
        self.changed: set[int] = set()  # services named by their models
        self.changed_everything = False
        self.naming = 0  # models that are being written, which name their services themselves
        self.saving: tuple[str, Any] | None = None  # table and key of a save outside a transaction

    def in_transaction(self) -> bool:
        """Whether a statement waits for a commit."""
        return self.in_atomic_block or not self.get_autocommit()

    def _watch(
        self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """See every statement; one that writes in a seen table by itself says « everything »."""
        table = written_table(sql)
        if not table:
            return execute(sql, params, many, context)
        if self.in_transaction():
            self.wrote = True
            self.changed_everything |= not self.naming
            return execute(sql, params, many, context)
        announced = self._is_save(table, sql, params)
        with transaction.atomic(using=self.alias):
            self.naming += announced
            done = self._watch(execute, sql, params, many, context)
            self.naming -= announced
            self.keep_rows(context["cursor"])
            return done

    def _is_save(self, table: str, sql: str, params: Any) -> bool:
        """Whether this statement is the one that `saving` announces; it is believed once."""
        saving, self.saving = self.saving, None
        if saving is None or saving[0] != table:
            return False
        if saving[1] is None:
            return sql.startswith("INSERT")
        return isinstance(params, tuple | list) and bool(params) and params[-1] == saving[1]

    def count_revision(self) -> None:
        """Write the step that this transaction makes, if it made any."""
        if not self.wrote:
            return
        everything = self.changed_everything or len(self.changed) > MAX_NAMED
        services = None if everything else sorted(self.changed)
        self.wrote, self.changed, self.changed_everything = False, set(), False
        rows = apps.get_model("directory", "Revision")._base_manager.using(self.alias)
        with transaction.atomic(using=self.alias, savepoint=False):
            if not (revision := rows.select_for_update().filter(pk=1).first()):
                rows.bulk_create([rows.model(pk=1)], ignore_conflicts=True)
                revision = rows.select_for_update().get(pk=1)
            revision.add(secrets.token_hex(6), services)
            revision.save(using=self.alias)

    def connect(self) -> None:
        """Connect; what a connection lost in a transaction had not committed is forgotten."""
        if self.closed_in_transaction:
            self._forget()
        super().connect()

    def _commit(self) -> None:
        try:
            if self.wrote:
                self.settle()
            self.count_revision()
        except BaseException:  # an interruption too: nothing is committed uncounted
            with suppress(Error):
                self.rollback()
            raise
        self._forget()
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self._forget()
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        # A write may have failed between a signal and the next: the statements to come are announced by none.
        self.naming = 0
        super()._savepoint_rollback(sid)  # type: ignore[misc]


def written_table(sql: str) -> str | None:
    """The seen table in which a statement writes, in lower case; None when it changes nothing seen."""
    single = ";" not in sql
    if single and (found := _WRITES_ONE.match(sql)):
        table = found[1].lower()
        return table if table in seen_tables() else None
    if (single and _CHANGES_NO_ROW.match(sql)) or not _MAY_WRITE.search(sql):
        return None
    # Several statements, WITH … UPDATE, TRUNCATE, a name with its schema: rare, so any mention will do.
    return next((word for word in re.findall(r"\w+", sql.lower()) if word in seen_tables()), None)


def seen_models() -> Iterator[type[models.Model]]:
    """The models whose rows readers may see, with those that link many to many."""
    for model in apps.get_app_config("directory").get_models(include_auto_created=True):
        if model.__name__ not in UNSEEN:
            yield model


@cache
def seen_tables() -> frozenset[str]:
    """The names of their tables, in lower case."""
    return frozenset(model._meta.db_table.lower() for model in seen_models())


def services_of(instance: models.Model) -> Iterable[int] | None:
    """The keys of the services that show this row, and of those that did; None = any of them may."""
    name = type(instance).__name__
    is_new = instance.pk is None
    if name == "Service":
        return [] if is_new else [instance.pk]
    if hasattr(instance, "service_id"):
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        before = [] if is_new else rows.values_list("service_id", flat=True)
        return [instance.service_id, *before]
    if name == "Organization":
        services = apps.get_model("directory", "Service")._base_manager
        rows = services.filter(organization=instance.pk)
        return [] if is_new else rows.values_list("pk", flat=True)
    if name == "Location":
        return [] if is_new else services_at([instance.pk])
    return None


def services_at(locations: Any) -> Iterator[int]:
    """The services at one of these places, and those of which a telephone or the hours belong to it."""
    for model in seen_models():
        if {"service", "location"} <= {field.name for field in model._meta.fields}:
            rows = model._base_manager.filter(location__in=locations)
            yield from rows.values_list("service_id", flat=True)


def _name(connection: CountsRevisions, services: Iterable[int | None] | None) -> None:
    if services is None:
        connection.changed_everything = True
    else:
        connection.changed.update(key for key in services if key is not None)


def _connection(using: str) -> CountsRevisions:
    connection = cast(CountsRevisions, transaction.get_connection(using))
    connection.ensure_connection()  # now: connecting may forget
    return connection


def _before(instance: models.Model, using: str, **kwargs: Any) -> None:
    connection = _connection(using)
    _name(connection, services_of(instance))
    if connection.in_transaction():
        connection.naming += 1
    elif instance.pk is not None or type(instance).__name__ != "Service":
        connection.saving = (instance._meta.db_table.lower(), instance.pk)
    else:
        connection.saving = None  # a new service has no key to be named by: everything


def _after(instance: models.Model, using: str, **kwargs: Any) -> None:
    connection = _connection(using)
    connection.naming = max(0, connection.naming - 1)
    if connection.in_transaction() and type(instance).__name__ == "Service":
        _name(connection, [instance.pk])  # a new one has its key only now


def _linked(
    instance: models.Model,
    action: str,
    reverse: bool,
    model: type[models.Model],
    pk_set: set[int] | None,
    using: str,
    **kwargs: Any,
) -> None:
    connection = _connection(using)
    if action.startswith("pre_"):
        services = reverse and model.__name__ == "Service"
        _name(connection, pk_set if services else services_of(instance))
        connection.naming += 1
    else:
        connection.naming = max(0, connection.naming - 1)


def watch_models() -> None:
    """Listen to every seen model: what is written through it names its services."""
    for model in seen_models():
        for before in (signals.pre_save, signals.pre_delete):
            before.connect(_before, sender=model, dispatch_uid="revision")
        for after in (signals.post_save, signals.post_delete):
            after.connect(_after, sender=model, dispatch_uid="revision")
        if model._meta.auto_created:
            signals.m2m_changed.connect(_linked, sender=model, dispatch_uid="revision")
