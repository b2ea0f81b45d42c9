"""Addresses of orientation."""

from django.urls import path

from orientation import views

app_name = "orientation"
urlpatterns = [
    path("", views.home, name="home"),
    path("orientation/", views.orientation, name="list"),
]
