"""Addresses of the répertoire."""

from django.urls import path

from directory import (
    views,
    views_compare,
    views_new_link,
    views_picture,
    views_report,
    views_types,
    views_update,
    views_waits,
)

app_name = "directory"
urlpatterns = [
    path("services/<slug:slug>/", views.service, name="service"),
    path("services/<slug:slug>/apercu.png", views_picture.service_picture, name="service_picture"),
    path("services/<slug:slug>/signaler/", views_report.report, name="report"),
    path("services/<slug:slug>/signaler/merci/", views_report.thanks, name="report_thanks"),
    path("organisations/<slug:slug>/", views.organization, name="organization"),
    path("types/", views_types.types, name="types"),
    path("types/confondus/", views_types.confused, name="types_confused"),
    path("types/<slug:slug>/", views_types.service_type, name="type"),
    path("comparer/", views_compare.compare, name="compare"),
    path("bassins/<slug:slug>/", views.bassin, name="bassin"),
    path("mise-a-jour/ne-plus-ecrire/", views_new_link.stop, name="stop"),
    path("mise-a-jour/<uuid:uuid>/", views_update.update, name="update"),
    path("mise-a-jour/<uuid:uuid>/merci/", views_update.thanks, name="update_thanks"),
    path("mise-a-jour/<uuid:uuid>/nouveau-lien/", views_new_link.new_link, name="new_link"),
    path("temps-d-attente/", views_waits.waits, name="waits"),
    path("temps-d-attente/types/", views_waits.waits_by_type, name="waits_by_type"),
    path("glossaire/", views.glossary, name="glossary"),
    path("urgence/", views.emergency, name="emergency"),
]
