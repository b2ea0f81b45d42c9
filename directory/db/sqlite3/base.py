"""Django's backend, which counts the revision at the commit."""

from django.db.backends.sqlite3 import base

from directory.revision import CountsRevisions


class DatabaseWrapper(CountsRevisions, base.DatabaseWrapper):
    """A connection to SQLite."""
