"""Every address. French at the root, Dutch and English under `/nl/` and `/en/`, same paths."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from smesb import views

# Django's own way to a new password, on which the admin's login page links.
new_password = [
    path("", auth.PasswordResetView.as_view(), name="admin_password_reset"),
    path("envoye/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "<uidb64>/<token>/", auth.PasswordResetConfirmView.as_view(), name="password_reset_confirm"
    ),
    path("change/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]

urlpatterns = [
    path("admin/nouveau-mot-de-passe/", include(new_password)),
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
