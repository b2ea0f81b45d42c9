"""The database backends of this site: Django's, with one promise more (directory.revision)."""
