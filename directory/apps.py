"""The répertoire's application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """What exists, where, for whom, how one gets in."""

    name = "directory"
    verbose_name = _("Répertoire")
