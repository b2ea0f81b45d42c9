"""Addresses of orientation."""

from django.urls import path, re_path

from orientation import views, views_api, views_guide, views_map, views_selection, views_words

app_name = "orientation"
urlpatterns = [
    path("", views.home, name="home"),
    path("orientation/", views.orientation, name="list"),
    path("orientation/guide/", views_guide.guide, name="guide"),
    path("carte/", views_map.show, name="map"),
    path("carte/grande/", views_map.larger, name="map_larger"),
    path("orientation/mots/", views_words.words, name="words"),
    path("selection/", views_selection.selection, name="selection"),
    path("selection/texte/", views_selection.selection_text, name="selection_text"),
    path("selection/qr.svg", views_selection.selection_qr, name="selection_qr"),
    path("selection/apercu.png", views_selection.selection_picture, name="selection_picture"),
    path("api/", views_api.documentation, name="api"),
    path("api/services/", views_api.services, name="api_services"),
    path("api/orientation/", views_api.orientation, name="api_orientation"),
    re_path(r"^api/", views_api.elsewhere),
]
