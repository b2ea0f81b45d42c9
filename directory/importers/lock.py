"""One import at a time, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_IMPORTS = 5_377_061  # any number, the same in every process


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction that a second import waits for.

    SQLite already admits one writer (transactions begin IMMEDIATE); PostgreSQL is asked for a lock that
    ends with the transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORTS])
        yield
