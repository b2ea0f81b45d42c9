"""Django's backend, which counts the revision at the commit."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.sqlite3 import base

from directory.revision import CountsRevisions


class DatabaseWrapper(CountsRevisions, base.DatabaseWrapper):
    """A connection to SQLite."""

    transaction_mode: str | None

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Every other transaction begins by waiting for the one that writes; this one need not."""
        with ExitStack() as reading:
            if not self.in_transaction():
                mode = self.transaction_mode
                self.transaction_mode = "DEFERRED"
                try:
                    reading.enter_context(transaction.atomic(using=self.alias))
                finally:
                    self.transaction_mode = mode
            yield

    def keep_rows(self, cursor: Any) -> None:
        """SQLite commits no RETURNING whose rows still wait: they are read, and asked anew."""
        rows = cursor.fetchall() if cursor.description else []
        if rows:
            row = f"({', '.join(['%s'] * len(rows[0]))})"
            values = [value for row in rows for value in row]
            cursor.cursor.execute(f"VALUES {', '.join([row] * len(rows))}", values)
