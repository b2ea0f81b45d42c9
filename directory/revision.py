"""Every transaction that changes what readers may see counts the revision up, as its last statement.

The database backends of `directory.db` do it at the commit: no writer has to remember it, be it the
admin, an import, a fixture, `update()` or a shell. A change made through a model names the services
it touches, so that a process can patch those alone; anything else says « everything ».

The row stays locked from its update to the commit, so numbers follow one another in the order in
which readers see the changes; and it is the last statement, so a long import holds no one up.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import signals

MAX_NAMED = 500  # more services than this: everything
# What belongs to the répertoire and changes no page of it.
UNSEEN = frozenset({"Revision", "ExternalIdentifier", "Suggestion", "SuggestedAnswer"})
_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)', re.I)

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class CountsRevisions(BaseDatabaseWrapper):
    """A database connection that knows what its transaction has changed, and says it at the commit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._watch)
        self._forget()

    def _forget(self) -> None:
        self.changed: set[int] = set()  # services named by their models
        self.changed_everything = False
        self.naming = 0  # models that are being written, which name their services themselves
        self.nameless = 0  # new rows among them, whose key is not known yet

    def _watch(
        self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """See every statement; one that writes in a seen table by itself says « everything »."""
        found = _WRITE.match(sql)
        if not found or found[1].lower() not in seen_tables():
            return execute(sql, params, many, context)
        # A new row still has its key to return: its signal counts, after it.
        returns_a_key = self.naming and "RETURNING" in sql
        if not self.in_atomic_block and self.get_autocommit() and not returns_a_key:
            with transaction.atomic(using=self.alias):
                return self._watch(execute, sql, params, many, context)
        if not self.naming:
            self.changed_everything = True
        return execute(sql, params, many, context)

    def count_revision(self) -> None:
        """Write the step that this transaction makes, if it made any."""
        everything = self.changed_everything or bool(self.nameless)
        services = sorted(self.changed)
        self.changed, self.changed_everything = set(), False
        if not (everything or services) or not self._has_revision():
            return
        rows = apps.get_model("directory", "Revision")._base_manager.using(self.alias)
        named = None if everything or len(services) > MAX_NAMED else services
        with transaction.atomic(using=self.alias, savepoint=False):
            revision = rows.select_for_update().filter(pk=1).first() or rows.create(pk=1)
            revision.add(secrets.token_hex(6), named)
            revision.save(using=self.alias)

    def _has_revision(self) -> bool:
        """Whether the row has a table already: the first migrations write before it exists."""
        if not self.__dict__.get("_revision_stands"):
            table = apps.get_model("directory", "Revision")._meta.db_table
            self._revision_stands = table in self.introspection.table_names()
        return self._revision_stands

    def _commit(self) -> None:
        self.count_revision()
        self._forget()
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self._forget()
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        # A write may have failed between a signal and the next: what is counted can no longer be trusted.
        named = self.naming > 0
        self.naming = self.nameless = 0
        self.changed_everything = self.changed_everything or named
        super()._savepoint_rollback(sid)  # type: ignore[misc]


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
    """The keys of the services that show this row; None = any of them may."""
    name = type(instance).__name__
    if name == "Service":
        return [instance.pk]
    if hasattr(instance, "service_id"):
        return [instance.service_id, *_service_before(instance)]
    services = apps.get_model("directory", "Service")._base_manager
    if name == "Organization":
        return services.filter(organization=instance.pk).values_list("pk", flat=True)
    if name == "Location":
        return services.filter(at_locations__location=instance.pk).values_list("pk", flat=True)
    return None


def _service_before(instance: models.Model) -> Iterable[int]:
    """The service a row belonged to until now: it may be moving to another."""
    if instance._state.adding:
        return ()
    rows = type(instance)._base_manager.filter(pk=instance.pk)
    return rows.values_list("service_id", flat=True)


def _name(connection: CountsRevisions, services: Iterable[int] | None) -> None:
    if services is None:
        connection.changed_everything = True
    else:
        connection.changed.update(services)


def _connection(using: str) -> CountsRevisions:
    connection = transaction.get_connection(using)
    assert isinstance(connection, CountsRevisions), "DATABASES names another backend"
    return connection


def _before(instance: models.Model, using: str, **kwargs: Any) -> None:
    connection = _connection(using)
    connection.naming += 1
    if instance.pk is None:
        connection.nameless += 1
    else:
        _name(connection, services_of(instance))
    instance.__dict__["_was_nameless"] = instance.pk is None


def _after(instance: models.Model, using: str, **kwargs: Any) -> None:
    connection = _connection(using)
    connection.naming = max(0, connection.naming - 1)
    if instance.__dict__.pop("_was_nameless", False):
        connection.nameless = max(0, connection.nameless - 1)
        _name(connection, services_of(instance))
    if not connection.in_atomic_block and not connection.naming:
        connection.count_revision()  # saved outside a transaction: this is its last statement


def _linked(
    instance: models.Model,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    using: str,
    **kwargs: Any,
) -> None:
    connection = _connection(using)
    if action.startswith("pre_"):
        connection.naming += 1
        _name(connection, pk_set if reverse and _links_service(kwargs) else services_of(instance))
    else:
        connection.naming = max(0, connection.naming - 1)


def _links_service(kwargs: dict[str, Any]) -> bool:
    return kwargs["model"].__name__ == "Service"


def watch_models() -> None:
    """Listen to every seen model: what is written through it names its services."""
    for model in seen_models():
        for before in (signals.pre_save, signals.pre_delete):
            before.connect(_before, sender=model, dispatch_uid="revision")
        for after in (signals.post_save, signals.post_delete):
            after.connect(_after, sender=model, dispatch_uid="revision")
        if model._meta.auto_created:
            signals.m2m_changed.connect(_linked, sender=model, dispatch_uid="revision")
