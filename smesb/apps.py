"""The shell's application, and the one admin site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class ShellConfig(AppConfig):
    """Settings, addresses, people who log in."""

    name = "smesb"
    verbose_name = _("Accès")
    default = True


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin under our name."""

    default = False
    default_site = "smesb.admin_site.AdminSite"
