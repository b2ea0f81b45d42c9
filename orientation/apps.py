"""Orientation's application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrientationConfig(AppConfig):
    """From a situation to explained answers."""

    name = "orientation"
    verbose_name = _("Orientation")
