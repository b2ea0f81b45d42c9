"""Addresses of the répertoire."""

from django.urls import path

from directory import views

app_name = "directory"
urlpatterns = [
    path("services/<slug:slug>/", views.service, name="service"),
    path("organisations/<slug:slug>/", views.organization, name="organization"),
    path("types/<slug:slug>/", views.service_type, name="type"),
    path("bassins/<slug:slug>/", views.bassin, name="bassin"),
    path("urgence/", views.emergency, name="emergency"),
]
