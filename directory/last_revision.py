"""The revision as it stands: what a process asks before it answers from its memory."""

from typing import cast

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from directory.models import Revision
from directory.revision import CountsRevisions

# Every page of the list asks this first: built anew each time, it would take ten times as long.
_REVISION = str(Revision.objects.values_list("number", "token").query)


def database() -> CountsRevisions:
    """The connection of this thread to the répertoire."""
    return cast(CountsRevisions, connections[DEFAULT_DB_ALIAS])


def read_revision() -> tuple[int, str]:
    """The number and the token of the last change; (0, "") before the first."""
    connection = database()
    if connection.in_atomic_block:
        # Inside a transaction its own changes are seen already, before they are counted at the commit.
        connection.count_revision()
        return _read(connection)
    # This read says whether the connection still stands: a question before it would say no more.
    connection.health_check_done = True
    try:
        return _read(connection)
    except OperationalError:
        if connection.connection is None:
            raise
        connection.close()
        return _read(connection)


def _read(connection: CountsRevisions) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_REVISION)
        return cursor.fetchone() or (0, "")
