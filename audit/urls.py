"""The site's addresses, and one for each error that no reader can bring about at will."""

from typing import NoReturn

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from smesb.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

ERRORS = {400: SuspiciousOperation, 403: PermissionDenied, 500: RuntimeError}


def fail(request: HttpRequest, status: int) -> NoReturn:
    """Fail so that the page of this error is shown."""
    raise ERRORS[status]("on purpose")


urlpatterns = [
    *i18n_patterns(
        path("audit/<int:status>/", fail, name="audit_error"), prefix_default_language=False
    ),
    *urlpatterns,
]
