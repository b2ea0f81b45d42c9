"""The site's addresses, and what its list is measured against: same middleware, same compression."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from bench import views
from smesb.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/hello", views.hello),
    path("bench/one-query", views.one_query),
    path("bench/process", views.process),
    *i18n_patterns(path("bench/ready/", views.ready, name="ready"), prefix_default_language=False),
    *urlpatterns,
]
