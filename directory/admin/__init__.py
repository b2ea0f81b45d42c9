"""The admin of the répertoire, one file for each subject."""

from directory.admin import organization, service, suggestion, taxonomy, territory, upkeep

__all__ = ["organization", "service", "suggestion", "taxonomy", "territory", "upkeep"]
