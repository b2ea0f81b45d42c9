"""The admin site, under our name."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class AdminSite(admin.AdminSite):
    """Django's admin for coordinators."""

    site_header = _("Répertoire SMES-B")
    site_title = _("SMES-B")
    index_title = _("Tenir le répertoire à jour")
    enable_nav_sidebar = False
