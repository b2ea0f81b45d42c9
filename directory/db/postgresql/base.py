"""Django's backend, which counts the revision at the commit."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import transaction
from django.db.backends.postgresql import base

from directory.revision import CountsRevisions


class DatabaseWrapper(CountsRevisions, base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """By default each statement sees what was committed just before it."""
        with ExitStack() as reading:
            if not self.in_transaction():
                reading.enter_context(transaction.atomic(using=self.alias))
                with self.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    def settle(self) -> None:
        """Check foreign keys before the revision is locked: a check waits for whoever locks the row it
        refers to, who may be waiting for the revision.
        """
        with self.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
