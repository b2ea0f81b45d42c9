"""Every address: French at the root, the same under `/nl/` and `/en/`; two sheets in Arabic."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from smesb import sheets, views, views_design, views_machines, views_sitemap
from smesb.admin_site import AdminSite

# Django's own way to a new password, on which the admin's login page links; in the admin's frame.
frame = {"site_header": AdminSite.site_header, "site_title": AdminSite.site_title}
new_password = [
    path(route, view.as_view(extra_context=frame), name=name)
    for route, view, name in (
        ("", auth.PasswordResetView, "admin_password_reset"),
        ("envoye/", auth.PasswordResetDoneView, "password_reset_done"),
        ("<uidb64>/<token>/", auth.PasswordResetConfirmView, "password_reset_confirm"),
        ("change/", auth.PasswordResetCompleteView, "password_reset_complete"),
    )
]

urlpatterns = [
    path("admin/nouveau-mot-de-passe/", include(new_password)),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("qr.svg", views_machines.page_qr, name="page_qr"),
    path("robots.txt", views_machines.robots, name="robots"),
    path("hors-ligne.js", views_machines.offline_worker, name="offline_worker"),
    path("sitemap.xml", views_sitemap.sitemap, name="sitemap"),
    *sheets.addresses,
    *i18n_patterns(
        path("", include("orientation.urls")),
        path("", include("directory.urls")),
        path("a-propos/", views.about, name="about"),
        path("accessibilite/", views.accessibility, name="accessibility"),
        path("confidentialite/", views.privacy, name="privacy"),
        path("hors-ligne/", views.offline, name="offline"),
        path("design/", views_design.design, name="design"),
        path("design/<slug:part>/", views_design.design, name="design_part"),
        path("opensearch.xml", views_machines.opensearch, name="opensearch"),
        path("site.webmanifest", views_machines.manifest, name="manifest"),
        prefix_default_language=False,
    ),
]

handler400 = "smesb.views.bad_request"
handler403 = "smesb.views.forbidden"
handler404 = "smesb.views.not_found"
handler500 = "smesb.views.server_error"
