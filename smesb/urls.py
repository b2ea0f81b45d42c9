"""Every address. French at the root, Dutch and English under `/nl/` and `/en/`, same paths."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from smesb import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    *i18n_patterns(
        path("", include("orientation.urls")),
        path("", include("directory.urls")),
        path("a-propos/", views.about, name="about"),
        path("confidentialite/", views.privacy, name="privacy"),
        prefix_default_language=False,
    ),
]

handler404 = "smesb.views.not_found"
handler500 = "smesb.views.server_error"
