"""The répertoire's application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from directory.revision import watch_models


class DirectoryConfig(AppConfig):
    """What exists, where, for whom, how one gets in."""

    name = "directory"
    verbose_name = _("Répertoire")

    def ready(self) -> None:
        """Have every change of a published row counted."""
        watch_models()
