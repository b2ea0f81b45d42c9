"""Addresses of orientation."""

from django.urls import path

from orientation import views, views_guide, views_selection

app_name = "orientation"
urlpatterns = [
    path("", views.home, name="home"),
    path("orientation/", views.orientation, name="list"),
    path("orientation/guide/", views_guide.guide, name="guide"),
    path("selection/", views_selection.selection, name="selection"),
    path("selection/texte/", views_selection.selection_text, name="selection_text"),
    path("selection/qr.svg", views_selection.selection_qr, name="selection_qr"),
]
